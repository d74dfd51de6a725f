import { smaller, type BusinessDate, type Fen, type LoanId } from '@miaodai/values';
import type { Product } from '../../bank/products/index.ts';
import type { DebitItem, DebitResult, TransferInquiry } from '../../integrations/core-banking/port.ts';
import type { Outcome } from '../../integrations/outcome.ts';
import type { Owed } from '../servicing/index.ts';
import { isSettled, type Repayment, type RepaymentEnd, type RepaymentOutcome } from './repayment.rules.ts';

/** As many as the core takes in one message. */
export const MOST_ITEMS = 500;
/** So many items are asked about by themselves in one attempt, side by side. */
export const MOST_INQUIRIES = 25;

export type DebitBatch = { id: string; batchNo: string; on: BusinessDate; state: 'open' | 'settled' };
/** One pass over all loans: of day end, or at an hour of the day. A loan is tried once in it. */
export type DebitRun = { runId: string; on: BusinessDate; cursor: LoanId | null; limit: number };

export const batchNoOf = (batchId: string): string => `B${batchId.replaceAll('-', '').slice(1)}`;

/** What is ordered for a loan: all that is due, or as much of it as is there; nothing where nothing is due, or for too long. */
export function orderFor(
  owed: Pick<Owed, 'totalFen' | 'daysPastDue'>,
  { partialDebit, debitRetryDays }: Pick<Product, 'partialDebit' | 'debitRetryDays'>,
  debitLeastFen: Fen,
): { amountFen: Fen; leastFen: Fen } | undefined {
  const { totalFen: amountFen, daysPastDue } = owed;
  if (amountFen <= 0 || daysPastDue > debitRetryDays) return undefined;
  return { amountFen, leastFen: partialDebit ? smaller(amountFen, debitLeastFen) : amountFen };
}

export const itemOf = (repayment: Repayment, note: { loanNo: string; accountNo: string }): DebitItem => ({
  requestNo: repayment.requestNo,
  fromAccountNo: note.accountNo,
  amountFen: repayment.amountFen,
  leastFen: repayment.leastFen,
  remark: `贷款自动还款 ${note.loanNo}`,
});

/** What an inquiry by the item's own number says of it. What the core has under our number for another order is not known. */
export function resultOf(item: DebitItem, toAccountNo: string, found: Outcome<TransferInquiry>): DebitResult {
  const { requestNo, leastFen, amountFen } = item;
  if (found.is === 'refused') return { requestNo, is: 'refused', code: found.code };
  if (found.is !== 'done' || found.value.state !== 'booked') return { requestNo, is: 'processing' };
  const { receipt } = found.value;
  const taken = receipt.amountFen >= leastFen && receipt.amountFen <= amountFen;
  return taken && receipt.toAccountNo === toAccountNo
    ? { requestNo, is: 'booked', receipt }
    : { requestNo, is: 'processing' };
}

/** They refuse what they got under a number that they know for something else; what they did with that is another question. */
const OTHER_ORDER = 'number-used-otherwise';

export type Sorted = {
  /** Final now, and open so far. */
  ends: RepaymentOutcome[];
  /** Settled before, and now said to be otherwise. */
  contradictions: Repayment[];
  /** Of those that stay open: what only a person can clear up. */
  strange: Repayment[];
  stillOpen: number;
};

/** What the results mean for the repayments of a batch as they stand. */
export function sortResults(repayments: readonly Repayment[], results: readonly DebitResult[]): Sorted {
  const byNo = new Map(results.map((result) => [result.requestNo, result]));
  const sorted: Sorted = { ends: [], contradictions: [], strange: [], stillOpen: 0 };
  for (const repayment of repayments) {
    const result = byNo.get(repayment.requestNo);
    const end = result && endOf(result);
    if (isSettled(repayment)) {
      if (end && contradicts(repayment, end)) sorted.contradictions.push(repayment);
    } else if (end) sorted.ends.push({ repaymentId: repayment.id, outcome: end });
    else {
      sorted.stillOpen += 1;
      if (result?.is === 'refused') sorted.strange.push(repayment);
    }
  }
  return sorted;
}

function endOf(result: DebitResult): RepaymentEnd | undefined {
  if (result.is === 'refused') return result.code === OTHER_ORDER ? undefined : { is: 'refused', code: result.code };
  if (result.is !== 'booked') return undefined;
  const { amountFen: bookedFen, bookedOn, coreSerialNo } = result.receipt;
  return { is: 'booked', bookedFen, bookedOn, coreSerialNo };
}

const contradicts = (repayment: Repayment, end: RepaymentEnd): boolean =>
  repayment.state !== end.is ||
  (end.is === 'booked' && (end.bookedFen !== repayment.bookedFen || end.coreSerialNo !== repayment.coreSerialNo));

/** All of it, or what is not known yet and why. */
export const outcomeOfBatch = (stillOpen: number, answer: Outcome<unknown>): Outcome<unknown> => {
  if (stillOpen === 0) return { is: 'done', value: null };
  return answer.is === 'unknown' ? answer : { is: 'unknown', cause: `${stillOpen} items open` };
};
