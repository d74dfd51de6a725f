import type { Answer, CustomerOperations } from '@miaodai/http-api';
import { mask, minus, sum, ZERO, type BusinessDate, type Fen } from '@miaodai/values';
import type { Repayment } from '../../lending/repayment/index.ts';
import {
  accruedOn,
  ownInterest,
  runningOn,
  seeInstalment,
  standingOf,
  type BookOfLoan,
  type Instalment,
  type LoanBook,
  type LoanTerms,
  type LoanTransaction,
  type Paid,
} from '../../lending/servicing/index.ts';

type LoanAnswer = Answer<CustomerOperations['listLoans']>['loans'][number];
type DetailAnswer = Answer<CustomerOperations['readLoan']>;
type PlanRow = DetailAnswer['rows'][number];
export type InstalmentAnswer = Answer<CustomerOperations['listInstalments']>['instalments'][number];
export type TransactionAnswer = Answer<CustomerOperations['listTransactions']>['transactions'][number];
export type RecordAnswer = Answer<CustomerOperations['listRepayments']>['repayments'][number];

/** What the loan's own tables do not say. */
type Named = { productName: string; contractNo: string; accountNo: string };

export function viewLoan({ loan, book }: BookOfLoan, named: Named, on: BusinessDate): LoanAnswer {
  const { terms } = book;
  const { progress, next, dueNowFen, overdue } = standingOf(book, on);
  return {
    ...{ loanId: loan.id, loanNo: loan.no, contractId: loan.contractId, contractNo: named.contractNo },
    ...{ productName: named.productName, state: loan.state },
    ...{ principalFen: terms.principalFen, outstandingFen: unpaidPrincipal(book), annualRatePpm: terms.annualRatePpm },
    ...{ repaymentMethod: terms.method, termMonths: terms.periods, disbursedOn: terms.disbursedOn },
    ...{ maturesOn: loan.maturesOn, closedOn: loan.closedOn, repaymentAccountNo: mask.accountNo(named.accountNo) },
    nextPayment: next && { no: next.periodNo, dueOn: next.dueOn, totalFen: next.leftFen },
    ...{ progress, dueNowFen, overdue, surplusFen: book.surplusFen },
  };
}

/** Towards the customer a write-off changes nothing. */
const unpaidPrincipal = ({ rows }: LoanBook): Fen =>
  sum(rows.map((row) => minus(row.principalFen, row.paidPrincipalFen)));

export function viewDetail(read: BookOfLoan, named: Named, today: BusinessDate): DetailAnswer {
  const { book } = read;
  const running = runningOn(book, today);
  const accrued = running && accruedOn(book, running, today);
  return {
    ...viewLoan(read, named, today),
    today,
    totalInterestFen: sum(book.rows.map(ownInterest)),
    totalDiscountFen: sum(book.rows.map((row) => row.discountFen)),
    accruedInterestFen: accrued ? minus(accrued.interestFen, accrued.discountFen) : ZERO,
    rows: book.rows.map((row) => viewPlanRow(book.terms, row, today)),
  };
}

const viewPlanRow = (terms: LoanTerms, row: Instalment, on: BusinessDate): PlanRow => ({
  ...{ no: row.no, kind: row.kind, periodNo: row.periodNo, dueOn: row.dueOn, days: row.days },
  ...{ principalFen: row.principalFen, interestFen: row.interestFen, balanceFen: row.balanceFen },
  totalFen: sum([row.principalFen, ownInterest(row)]),
  state: seeInstalment(terms, row, on).state,
});

export function viewInstalment(terms: LoanTerms, row: Instalment, on: BusinessDate): InstalmentAnswer {
  const { penaltyFen, dueFen, paidFen, leftFen, daysPastDue } = seeInstalment(terms, row, on);
  return {
    ...viewPlanRow(terms, row, on),
    ...{ fromOn: row.fromOn, discountFen: row.discountFen, settledOn: row.settledOn },
    ...{ penaltyFen, dueFen, paidFen, leftFen, daysPastDue },
  };
}

export const sumsOf = (instalments: readonly InstalmentAnswer[]) => {
  const total = (name: 'principalFen' | 'interestFen' | 'discountFen' | 'penaltyFen' | 'dueFen' | 'paidFen') =>
    sum(instalments.map((one) => one[name]));
  return {
    ...{ principalFen: total('principalFen'), interestFen: total('interestFen'), discountFen: total('discountFen') },
    ...{ penaltyFen: total('penaltyFen'), dueFen: total('dueFen'), paidFen: total('paidFen') },
  };
};

const parts = ({ penaltyFen, interestFen, principalFen, feeFen, surplusFen }: Paid) => ({
  ...{ penaltyFen, interestFen, principalFen, feeFen, surplusFen },
});

export function viewTransaction(one: LoanTransaction): TransactionAnswer {
  const { id, type, effectiveOn, recordedOn, amountFen, via, mode, paid, voidedBy } = one;
  return {
    transactionId: id,
    // To the customer money is a repayment, whatever the bank had given up in its own books.
    type: type === 'recovery' || type === 'write-off' ? 'repayment' : type,
    ...{ effectiveOn, recordedOn, amountFen, via, mode, ...parts(paid), voided: voidedBy !== null },
  };
}

const NOT_PAID: Paid = { penaltyFen: ZERO, interestFen: ZERO, principalFen: ZERO, feeFen: ZERO, surplusFen: ZERO };

/** An attempt to take money, with what became of it. `fact`: the transaction that it led to. */
export function viewAttempt(
  attempt: Repayment,
  fact: LoanTransaction | undefined,
  reason: string | null,
): RecordAnswer {
  const state = fact?.voidedBy
    ? 'reversed'
    : ({ requested: 'processing', sent: 'processing', booked: 'done', refused: 'failed' } as const)[attempt.state];
  return {
    ...{ recordId: attempt.id, on: attempt.effectiveOn, requestedAt: attempt.requestedAt },
    ...{ amountFen: attempt.bookedFen ?? attempt.amountFen, via: attempt.via, state, isEarly: attempt.early !== null },
    ...{ reason: state === 'failed' ? reason : null, serialNo: attempt.coreSerialNo },
    ...parts(fact?.paid ?? NOT_PAID),
  };
}

/** Money that came over the counter has no attempt. */
export const viewCounterPayment = (fact: LoanTransaction): RecordAnswer => ({
  ...{
    recordId: fact.id,
    on: fact.effectiveOn,
    requestedAt: null,
    amountFen: fact.amountFen,
    via: fact.via ?? 'counter',
  },
  ...{ state: fact.voidedBy === null ? 'done' : 'reversed', isEarly: fact.type === 'early-repayment' },
  ...{ reason: null, serialNo: null, ...parts(fact.paid) },
});
