import { v7 as uuid } from 'uuid';
import type { Instant } from '@miaodai/values';
import type { Db, Tx } from '../../platform/db/connect.ts';

export type CaseKind =
  | 'payout-outcome-open'
  | 'whitelists-disagree'
  | 'decision-source-silent'
  | 'decision-model-failed'
  | 'signing-outcome-open'
  | 'account-outcome-open'
  | 'account-to-close'
  | 'transfer-open'
  | 'transfer-mismatch'
  | 'debit-outcome-open'
  | 'refund-outcome-open'
  | 'repayment-outcome-open'
  | 'deposit-repayment-open'
  | 'journal-not-compared'
  | 'day-end-stopped'
  | 'day-end-finding'
  | 'evidence-broken'
  | 'message-not-readable'
  | 'holidays-not-known';

/** True where the case is new. */
export async function openCase(
  tx: Tx,
  kind: CaseKind,
  subject: string,
  reason: string,
  now: Instant,
): Promise<boolean> {
  const row = await tx
    .insertInto('cases.cases')
    .values({ case_id: uuid(), kind, subject, reason, opened_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('case_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What was open has come to an end by itself: nobody needs to look any more. */
export async function closeCase(tx: Tx, kind: CaseKind, subject: string, now: Instant): Promise<void> {
  await tx
    .updateTable('cases.cases')
    .set({ closed_at: now })
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('closed_at', 'is', null)
    .execute();
}

export async function countOpenCases(db: Db): Promise<number> {
  const row = await db
    .selectFrom('cases.cases')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.open;
}
