import type { BusinessDate, CustomerId, Instant } from '@miaodai/values';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { ConsentKind } from './consent.rules.ts';

/** Where somebody was when they agreed. */
export type From = { channel: string; device: string; ip: string };
type Consent = { customerId: CustomerId; kind: ConsentKind; subject: string; version: string; textHash: string };

/** As it is kept; one that was taken back says when. */
export type KeptConsent = {
  id: string;
  kind: string;
  subject: string;
  version: string;
  textHash: string;
  agreedAt: Instant;
  channel: string;
  device: string;
  revokedAt: Instant | null;
};

/**
 * The same text agreed to again for the same subject is the same consent, unless it was taken back in between. @returns its number.
 */
export async function recordConsent(tx: Tx, consent: Consent, from: From, agreedAt: Instant): Promise<string> {
  const { customerId, kind, subject, version, textHash } = consent;
  const { rows } = await sql<{ id: string }>`
    insert into consent.consents
      (consent_id, customer_id, kind, subject, version, text_hash, agreed_at, channel, device, ip, round)
    select ${uuid()}, ${customerId}, ${kind}, ${subject}, ${version}, ${textHash}, ${agreedAt},
      ${from.channel}, ${from.device}, ${from.ip}, count(r.consent_id)
    from consent.consents c
      join consent.revocations r using (consent_id)
    where c.subject = ${subject} and c.kind = ${kind} and c.text_hash = ${textHash}
    on conflict (subject, kind, text_hash, round) do nothing
    returning consent_id as id`.execute(tx);
  return rows[0]?.id ?? ((await hasConsent(tx, subject, kind)) as string);
}

/** The latest consent of a kind for a subject, by its number; none where that was taken back. */
export async function hasConsent(tx: Tx, subject: string, kind: ConsentKind): Promise<string | undefined> {
  const row = await tx
    .selectFrom('consent.consents as c')
    .leftJoin('consent.revocations as r', 'r.consent_id', 'c.consent_id')
    .select(['c.consent_id', 'r.revoked_at'])
    .where('c.subject', '=', subject)
    .where('c.kind', '=', kind)
    .orderBy('c.agreed_at', 'desc')
    .orderBy('c.round', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && row.revoked_at === null ? row.consent_id : undefined;
}

/** What was agreed to last of a kind for a subject, taken back or not. */
export const latestConsent = (tx: Tx | Db, subject: string, kind: ConsentKind): Promise<KeptConsent | undefined> =>
  kept(tx)
    .where('c.subject', '=', subject)
    .where('c.kind', '=', kind)
    .orderBy('c.agreed_at', 'desc')
    .orderBy('c.round', 'desc')
    .limit(1)
    .executeTakeFirst();

/** All of a customer's, the newest first. */
export const consentsOf = (tx: Tx | Db, customerId: CustomerId): Promise<KeptConsent[]> =>
  kept(tx).where('c.customer_id', '=', customerId).orderBy('c.agreed_at', 'desc').orderBy('c.consent_id').execute();

export const ownConsent = (tx: Tx | Db, consentId: string, customerId: CustomerId): Promise<KeptConsent | undefined> =>
  kept(tx).where('c.consent_id', '=', consentId).where('c.customer_id', '=', customerId).executeTakeFirst();

/** Whether any customer agreed to a text since a day of the bank began; the bank's clocks stand in Beijing. */
export async function anyAgreedSince(tx: Tx | Db, kind: string, day: BusinessDate): Promise<boolean> {
  const { rows } = await sql<{ agreed: boolean }>`
    select exists (
      select from consent.consents
      where agreed_at >= ${day}::timestamp at time zone 'Asia/Shanghai' and kind = ${kind}
    ) as agreed`.execute(tx);
  return rows[0]?.agreed === true;
}

/** Taken back twice is taken back once. */
export async function insertRevocation(tx: Tx, consentId: string, from: From, revokedAt: Instant): Promise<void> {
  await tx
    .insertInto('consent.revocations')
    .values({ consent_id: consentId, revoked_at: revokedAt, ...from })
    .onConflict((conflict) => conflict.column('consent_id').doNothing())
    .execute();
}

const kept = (tx: Tx | Db) =>
  tx
    .selectFrom('consent.consents as c')
    .leftJoin('consent.revocations as r', 'r.consent_id', 'c.consent_id')
    .select(['c.consent_id as id', 'c.kind', 'c.subject', 'c.version', 'c.text_hash as textHash'])
    .select(['c.agreed_at as agreedAt', 'c.channel', 'c.device', 'r.revoked_at as revokedAt']);
