import type { Instant } from '@miaodai/values';
import type { Outcome } from '../outcome.ts';

export interface SmsGateway {
  /** Idempotent on messageNo: a retry never sends a second text. Done means accepted by the gateway, not read by a person. */
  send(message: { messageNo: string; mobile: string; text: string }): Promise<Outcome<{ acceptedAt: Instant }>>;
}
