import type { Answer, repaymentOperations } from '@miaodai/http-api';
import { problems, type ProblemCode } from '@miaodai/http-api/problems';
import { assert, mask, minus, sum, type BusinessDate, type Instant } from '@miaodai/values';
import type { AccountState, CoreAccount } from '../../integrations/core-banking/port.ts';
import type { Product } from '../../bank/products/index.ts';
import {
  earlyDeclineReasons,
  expectedOn,
  payableOn,
  repaymentsOf,
  isSettled,
  type EarlyRequest,
  type Quoted,
  type Repayment,
} from '../../lending/repayment/index.ts';
import {
  notesOf,
  owedOn,
  ownInterest,
  paidBy,
  readBook,
  type BookOfLoan,
  type EarlyQuote,
  type Instalment,
  type OwedRow,
} from '../../lending/servicing/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';

type Operations = typeof repaymentOperations;
export type AttemptView = Answer<Operations['readRepaymentAttempt']>;
export type TermsView = Answer<Operations['readRepayment']>;
export type QuoteView = Answer<Operations['quoteEarlyRepayment']>;
export type RequestView = Answer<Operations['cancelEarlyRequest']>;
type Looking = { tx: Db | Tx; vault: Vault; today: BusinessDate };

export async function viewAttempt({ tx, vault, today }: Looking, repayment: Repayment): Promise<AttemptView> {
  const { id, loanId, early } = repayment;
  const note = (await notesOf(tx, vault, [loanId])).get(loanId);
  const found = await readBook(tx, loanId);
  assert(note && found, 'a repayment is for a loan');
  const booked = repayment.state === 'booked';
  const paid = booked ? (await paidBy(tx, [id])).get(id) : undefined;
  return {
    ...{ repaymentId: id, loanId, loanNo: note.loanNo, via: repayment.via, mode: early?.mode ?? null },
    ...{ amountFen: repayment.amountFen, state: repayment.state, effectiveOn: repayment.effectiveOn },
    reason: repayment.state === 'refused' ? reasonOf(repayment.refusalCode) : null,
    ...{ accountNo: mask.accountNo(note.accountNo), bookedFen: repayment.bookedFen, paid: paid ?? null },
    serialNo: booked ? repayment.coreSerialNo : null,
    ...{ requestedAt: repayment.requestedAt, settledAt: repayment.settledAt },
    loan: {
      ...{ state: found.loan.state, outstandingFen: found.loan.outstandingFen },
      dueFen: owedOn(found.book, today).totalFen,
    },
  };
}

/** What the customer can do about it; what is the bank's affair stays with the bank. */
const CAUSES: Readonly<Record<string, string>> = {
  'insufficient-funds': '电子账户可用余额不足',
  'payer-frozen': '电子账户已冻结',
  'payer-closed': '电子账户已销户',
  'payer-credit-only': '电子账户只收不付',
  'payer-not-active': '电子账户未激活',
  'payer-lost': '电子账户已挂失',
};
export const reasonOf = (code: string | null): string => `${CAUSES[code ?? ''] ?? '银行系统未能受理'}，没有扣款`;

const STATES: Readonly<Record<AccountState, string>> = {
  normal: '',
  frozen: '电子账户已冻结，请先解冻',
  closed: '电子账户已销户，请联系客服',
  'credit-only': '电子账户只收不付，请联系客服',
  'not-active': '电子账户未激活，请先激活',
  lost: '电子账户已挂失，请先解挂',
};
export const accountWords = (state: AccountState): string => STATES[state];

export const hindranceOf = (code: ProblemCode | undefined): string | null => (code ? problems[code].title : null);

type Terms = {
  found: BookOfLoan;
  accountNo: string;
  account: CoreAccount | undefined;
  open: AttemptView | null;
  mayRepay: ProblemCode | undefined;
  mayRepayEarly: ProblemCode | undefined;
  product: Product;
  today: BusinessDate;
};

export function viewRepaymentTerms({ found, account, product, today, ...terms }: Terms): TermsView {
  const { loan, book } = found;
  const { owed, running, runningFen, aheadFen } = payableOn(book, today);
  const active = loan.state === 'active';
  const nothing = active && owed.totalFen === 0 && !running ? '目前没有需要归还的款项' : null;
  const leftFen = running?.openingFen ?? sum([]);
  const { approval, minFen, stepFen } = product.earlyRepayment;
  return {
    ...{ loanId: loan.id, loanNo: loan.no, state: loan.state, on: today },
    due: {
      rows: owed.rows.map(viewOwedRow),
      ...{ penaltyFen: owed.penaltyFen, interestFen: owed.interestFen, principalFen: owed.principalFen },
      ...{ totalFen: owed.totalFen, overdueFen: owed.overdueFen, daysPastDue: owed.daysPastDue },
    },
    allocation: [...book.terms.allocation],
    running: running
      ? {
          ...{ periodNo: running.periodNo, dueOn: running.dueOn, totalFen: runningFen },
          interestFen: minus(ownInterest(running), running.paidInterestFen),
          principalFen: minus(running.principalFen, running.paidPrincipalFen),
        }
      : null,
    amounts: { dueFen: owed.totalFen, aheadFen: active ? aheadFen : null },
    ...{ outstandingFen: loan.outstandingFen, accountNo: mask.accountNo(terms.accountNo) },
    account: account
      ? { balanceFen: account.balanceFen, availableFen: account.availableFen, ready: account.state === 'normal' }
      : null,
    open: terms.open,
    mayRepay: hindranceOf(terms.mayRepay) ?? nothing,
    mayRepayEarly: hindranceOf(terms.mayRepayEarly),
    early: { approval, minFen, stepFen, maxFen: leftFen, feePpm: book.terms.earlyFeePpm },
  };
}

const viewOwedRow = ({ row, ...owed }: OwedRow) => ({
  ...{ periodNo: row.periodNo, dueOn: row.dueOn, penaltyFen: owed.penaltyFen, interestFen: owed.interestFen },
  ...{ principalFen: owed.principalFen, totalFen: owed.totalFen, daysPastDue: owed.daysPastDue },
});

const viewRow = (row: Instalment) => ({
  ...{ periodNo: row.periodNo, dueOn: row.dueOn, principalFen: row.principalFen, balanceFen: row.balanceFen },
  interestFen: ownInterest(row),
  totalFen: sum([row.principalFen, ownInterest(row)]),
});

export function viewQuote({ quote, outcomes, before }: Quoted, now: Instant): QuoteView {
  const { book } = before;
  const left = book.rows.filter((row) => row.settledOn === null && row.dueOn > quote.on);
  return {
    ...{ quoteId: quote.id, loanId: quote.loanId, on: quote.on, quotedAt: quote.quotedAt },
    ...{ validUntil: quote.expiresAt, now, approval: quote.approval },
    outcomes: outcomes.map((outcome) => viewOutcome(outcome, left[0], book.terms.annualRatePpm)),
    rowsBefore: left.map(viewRow),
  };
}

function viewOutcome(outcome: EarlyQuote, running: Instalment | undefined, ratePpm: number) {
  assert(running, 'what is quoted runs');
  const { mode, principalFen, feeFen, amountFen, interestSavedFen, instalmentsBefore, instalmentsAfter } = outcome;
  return {
    ...{ mode, dueFen: outcome.owed.totalFen, interestFen: outcome.ownInterestFen },
    interestWorking: {
      ...{ balanceFen: running.openingFen, ratePpm, fromOn: running.fromOn, toOn: outcome.on },
      ...{ wholeFen: outcome.accruedInterestFen, discountFen: outcome.accruedDiscountFen },
    },
    ...{ feeFen, principalFen, amountFen, interestSavedFen, instalmentsBefore, instalmentsAfter },
    ...{ nextBeforeFen: outcome.nextBeforeFen, nextAfterFen: outcome.nextAfterFen },
    ...{ endsBefore: outcome.endsBefore, endsAfter: outcome.endsAfter },
    balanceAfterFen: minus(running.openingFen, principalFen),
    rowsAfter: outcome.rowsAfter.filter((row) => row.dueOn > outcome.on).map(viewRow),
  };
}

/** With what its debit has come to so far. */
export async function viewRequest({ tx, today }: Looking, request: EarlyRequest): Promise<RequestView> {
  const [latest] = await repaymentsOf(tx, { earlyRequestId: request.id }, { limit: 1 });
  const paying = request.state === 'approved' && latest !== undefined && !isSettled(latest);
  const { state, debitOn } = request;
  return {
    ...{ requestId: request.id, requestNo: request.no, loanId: request.loanId, loanNo: request.loanNo },
    ...{ mode: request.mode, principalFen: request.principalFen, quotedFen: request.quoted.amountFen },
    ...{ state: paying ? ('paying' as const) : state, debitOn },
    expectedFen: state === 'approved' ? await expectedFen(tx, request, today) : null,
    reason: await requestReason(tx, request, latest, today),
    ...{ requestedAt: request.requestedAt, decidedAt: request.decided?.at ?? null, endedAt: request.endedAt },
    mayCancel: state === 'requested' || (state === 'approved' && !paying),
  };
}

async function expectedFen(tx: Db | Tx, request: EarlyRequest, today: BusinessDate) {
  const { debitOn } = request;
  const found = await readBook(tx, request.loanId);
  const on = debitOn !== null && debitOn > today ? debitOn : today;
  return (found && expectedOn(found, request, on)?.amountFen) ?? null;
}

/** As the bank's list has it today: a reason that it has dropped since is told in general words. */
async function requestReason(
  tx: Db | Tx,
  { state, declineReason }: EarlyRequest,
  latest: Repayment | undefined,
  today: BusinessDate,
): Promise<string | null> {
  if (state === 'failed') return latest ? reasonOf(latest.refusalCode) : '扣款日没有可以提前归还的款项';
  if (state !== 'declined') return null;
  const reasons = await earlyDeclineReasons(tx, today);
  const known = reasons.find(({ code }) => code === declineReason);
  return known?.toldAs ?? '本次提前还款申请未能通过，详情可致电客服咨询。';
}
