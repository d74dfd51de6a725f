import type { LoanId } from '@miaodai/values';
import { repaymentsOf } from '../../lending/repayment/index.ts';
import { transactionsOf, type LoanTransaction } from '../../lending/servicing/index.ts';
import type { Db } from '../../platform/db/connect.ts';
import { reasonOf } from './repayments.view.ts';
import { viewAttempt, viewCounterPayment, type RecordAnswer } from './loan.view.ts';

const MOST_RECORDS = 1_000;

/** Every attempt to take money for a loan and what came over the counter, the latest day first; of more than a thousand, the latest. */
export async function recordsOf(db: Db, loanId: LoanId): Promise<RecordAnswer[]> {
  const attempts = await repaymentsOf(db, { loanId }, { limit: MOST_RECORDS });
  const { transactions } = await transactionsOf(db, loanId, {
    ...{ types: ['repayment', 'early-repayment', 'recovery'], page: 1, pageSize: MOST_RECORDS },
  });
  const facts = new Map<string, LoanTransaction>(transactions.map((one) => [one.sourceId, one]));
  const known = new Set<string>(attempts.map(({ id }) => id));
  const records = [
    ...attempts.map((one) => viewAttempt(one, facts.get(one.id), reasonOf(one.refusalCode))),
    ...transactions.filter(({ sourceId }) => !known.has(sourceId)).map(viewCounterPayment),
  ];
  return records.toSorted((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1));
}
