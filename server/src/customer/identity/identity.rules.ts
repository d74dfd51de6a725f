import type { CustomerId, Instant } from '@miaodai/values';

export type Customer = { id: CustomerId; name: string; idNumber: string; mobile: string };

export type Session = {
  customerId: CustomerId;
  idleSeconds: number;
  idleUntil: Instant;
  endsAt: Instant;
  endedAt: Instant | null;
};

/** Instants compare as text. */
export const isLive = (session: Session, now: Instant): boolean =>
  session.endedAt === null && now < session.idleUntil && now < session.endsAt;
