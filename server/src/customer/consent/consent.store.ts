import type { CustomerId, Instant } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Tx } from '../../platform/db/connect.ts';

export type ConsentKind =
  'employee-information' | 'credit-report' | 'face-check' | 'use-of-funds' | 'cost-statement' | 'loan-contract';
/** Where somebody was when they agreed. */
export type From = { channel: string; device: string; ip: string };
type Consent = { customerId: CustomerId; kind: ConsentKind; subject: string; version: string; textHash: string };

/** The same text agreed to again for the same subject is the same consent. @returns its number. */
export async function recordConsent(tx: Tx, consent: Consent, from: From, agreedAt: Instant): Promise<string> {
  const row = await tx
    .insertInto('consent.consents')
    .values({
      consent_id: uuid(),
      customer_id: consent.customerId,
      kind: consent.kind,
      subject: consent.subject,
      version: consent.version,
      text_hash: consent.textHash,
      agreed_at: agreedAt,
      channel: from.channel,
      device: from.device,
      ip: from.ip,
    })
    .onConflict((conflict) => conflict.columns(['subject', 'kind', 'text_hash']).doNothing())
    .returning('consent_id')
    .executeTakeFirst();
  return row?.consent_id ?? ((await hasConsent(tx, consent.subject, consent.kind)) as string);
}

/** The latest consent of a kind for a subject, by its number. */
export async function hasConsent(tx: Tx, subject: string, kind: ConsentKind): Promise<string | undefined> {
  const row = await tx
    .selectFrom('consent.consents')
    .select('consent_id')
    .where('subject', '=', subject)
    .where('kind', '=', kind)
    .orderBy('agreed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.consent_id;
}
