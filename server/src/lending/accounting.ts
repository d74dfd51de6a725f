import {
  fen,
  minus,
  negate,
  type ApplicationId,
  type BusinessDate,
  type DisbursementId,
  type Fen,
  type LoanId,
} from '@miaodai/values';
import { accounts, credit, debit, type Account, type Entry } from '../ledger/index.ts';

// What each business fact does to the books. An accountant can read this page alone. Limits are off-balance (表外): granted with
// the decision, set aside while a payout is open, gone when the loan stands in the balance sheet.

/** 授信: the customer may draw so much. */
export const limitGranted = (id: ApplicationId, limit: Fen, on: BusinessDate): Entry => ({
  ref: `limit-granted:${id}`,
  on,
  memo: '审批授信',
  lines: [debit(accounts.limitAvailable(id), limit), credit(accounts.limitGranted, limit)],
});

/** 额度调整: an officer has approved another amount than the decision had granted. */
export const limitAdjusted = (id: ApplicationId, { from, to }: { from: Fen; to: Fen }, on: BusinessDate): Entry => ({
  ref: `limit-adjusted:${id}`,
  on,
  memo: '人工审批调整额度',
  lines:
    to > from
      ? [debit(accounts.limitAvailable(id), minus(to, from)), credit(accounts.limitGranted, minus(to, from))]
      : [debit(accounts.limitGranted, minus(from, to)), credit(accounts.limitAvailable(id), minus(from, to))],
});

/** 额度释放: the customer gave the offer up. */
export const limitReleased = (id: ApplicationId, rest: Fen, on: BusinessDate): Entry => ({
  ref: `limit-released:${id}`,
  on,
  memo: '额度释放',
  lines: [debit(accounts.limitGranted, rest), credit(accounts.limitAvailable(id), rest)],
});

/** 额度占用: a payout has been confirmed and its outcome is open. */
export const payoutRequested = (
  id: DisbursementId,
  application: ApplicationId,
  amount: Fen,
  on: BusinessDate,
): Entry => ({
  ref: `payout-requested:${id}`,
  on,
  memo: '放款占用额度',
  lines: [debit(accounts.limitReserved(id), amount), credit(accounts.limitAvailable(application), amount)],
});

/** 放款拒绝: the core has finally refused; the limit is there again. */
export const payoutRefused = (
  id: DisbursementId,
  application: ApplicationId,
  amount: Fen,
  on: BusinessDate,
): Entry => ({
  ref: `payout-refused:${id}`,
  on,
  memo: '核心拒绝放款，退回额度',
  lines: [debit(accounts.limitAvailable(application), amount), credit(accounts.limitReserved(id), amount)],
});

type Payout = { id: DisbursementId; applicationId: ApplicationId; loanId: LoanId; amount: Fen; unused: Fen };

/** 放款: the core has paid. The loan is an asset now; what was set aside is used up, what was not drawn lapses. */
export const payoutPaid = ({ id, applicationId, loanId, amount, unused }: Payout, on: BusinessDate): Entry => ({
  ref: `payout-paid:${id}`,
  on,
  memo: '贷款发放',
  lines: [
    debit(accounts.loanPrincipal(loanId), amount),
    credit(accounts.coreClearing, amount),
    debit(accounts.limitGranted, amount),
    credit(accounts.limitReserved(id), amount),
    ...(unused > 0
      ? [debit(accounts.limitGranted, unused), credit(accounts.limitAvailable(applicationId), unused)]
      : []),
  ],
});

/** 计提: what a day's loans have earned, of many at once and by difference; named by the first of them. */
export const interestAccrued = (first: LoanId, change: Fen, on: BusinessDate): Entry => ({
  ref: `accrued:${on}:${first}`,
  on,
  memo: '计提利息',
  lines:
    change > 0
      ? [debit(accounts.accruedInterest, change), credit(accounts.interestIncome, change)]
      : [debit(accounts.interestIncome, negate(change)), credit(accounts.accruedInterest, negate(change))],
});

/** What a loan stands at, by account, and what has gone through the books for it: two of them make an entry. */
type Standing = {
  principalFen: Fen;
  interestDueFen: Fen;
  discountDueFen: Fen;
  accruedFen: Fen;
  surplusFen: Fen;
  writtenOffFen: Fen;
  interestIncomeFen: Fen;
  penaltyIncomeFen: Fen;
  feeIncomeFen: Fen;
  receivedFen: Fen;
};
/** 更正: what a fact that was taken back or put in changes, as one entry. 冲正, 退还多收, 核销, 核销收回, 补录还款. */
export const recalculated = (
  { sourceId, loanId, type }: { sourceId: string; loanId: LoanId; type: string },
  { before, after }: { before: Standing; after: Standing },
  on: BusinessDate,
): Entry => ({
  ref: `recalculated:${sourceId}`,
  on,
  memo: CORRECTIONS[type] ?? '贷款重算',
  lines: differenceBetween(loanId, before, after),
});
const CORRECTIONS: Readonly<Record<string, string>> = {
  reversal: '还款冲正',
  refund: '退还多收还款',
  'write-off': '贷款核销',
  recovery: '核销贷款收回',
  repayment: '补录还款',
};

/** Assets, what came in and losses on the one side, what is owed back and income on the other; what is given up is watched off-balance. */
export function differenceBetween(loanId: LoanId, before: Standing, after: Standing): Entry['lines'] {
  const grown = (account: Parameters<typeof debit>[0], from: Fen, to: Fen) =>
    to > from ? [debit(account, minus(to, from))] : from > to ? [credit(account, minus(from, to))] : [];
  const of = (account: Parameters<typeof debit>[0], part: keyof Standing) => grown(account, before[part], after[part]);
  /** What grows on the credit side. */
  const owed = (account: Parameters<typeof debit>[0], part: keyof Standing) =>
    grown(account, after[part], before[part]);
  return [
    ...of(accounts.coreClearing, 'receivedFen'),
    ...of(accounts.loanPrincipal(loanId), 'principalFen'),
    ...of(accounts.interestReceivable(loanId), 'interestDueFen'),
    ...of(accounts.discountInterestReceivable(loanId), 'discountDueFen'),
    ...of(accounts.accruedInterest, 'accruedFen'),
    ...of(accounts.loanLosses, 'writtenOffFen'),
    ...owed(accounts.surplus(loanId), 'surplusFen'),
    ...owed(accounts.interestIncome, 'interestIncomeFen'),
    ...owed(accounts.penaltyIncome, 'penaltyIncomeFen'),
    ...owed(accounts.earlyFeeIncome, 'feeIncomeFen'),
    ...of(accounts.writtenOff(loanId), 'writtenOffFen'),
    ...owed(accounts.writtenOffCounterpart, 'writtenOffFen'),
  ];
}

type Interest = { ref: string; loanId: LoanId; dueFen: Fen; discountFen: Fen; accruedFen: Fen };

/**
 * 利息到期与计提: what has become due from the customer, due from the payer of a discount, and earned without being due, by difference to
 * what was booked of it; the sum is income. Nothing where nothing has changed.
 */
export const interestChanged = ({ ref, loanId, ...interest }: Interest, on: BusinessDate): Entry | undefined =>
  entryOf({
    ...{ ref, on, memo: '利息到期与计提' },
    lines: [
      ...rise(accounts.interestReceivable(loanId), interest.dueFen),
      ...rise(accounts.discountInterestReceivable(loanId), interest.discountFen),
      ...rise(accounts.accruedInterest, interest.accruedFen),
      ...fall(accounts.interestIncome, interest.dueFen + interest.discountFen + interest.accruedFen),
    ],
  });

type Repaid = {
  id: string;
  loanId: LoanId;
  amountFen: Fen;
  paid: { penaltyFen: Fen; interestFen: Fen; principalFen: Fen; feeFen: Fen; surplusFen: Fen };
};

/** 还款: the customer's money, by what it pays; penalties and fees are income when they are paid. */
export const repaid = ({ id, loanId, amountFen, paid }: Repaid, on: BusinessDate): Entry => ({
  ...{ ref: `repaid:${id}`, on, memo: '还款' },
  lines: [
    ...rise(accounts.coreClearing, amountFen),
    ...fall(accounts.interestReceivable(loanId), paid.interestFen),
    ...fall(accounts.loanPrincipal(loanId), paid.principalFen),
    ...fall(accounts.penaltyIncome, paid.penaltyFen),
    ...fall(accounts.earlyFeeIncome, paid.feeFen),
    ...fall(accounts.surplus(loanId), paid.surplusFen),
  ],
});

/** Debits an account by an amount, credits it where that is negative, and says nothing of nothing. */
const rise = (account: Account, amountFen: number) =>
  amountFen === 0 ? [] : [amountFen > 0 ? debit(account, fen(amountFen)) : credit(account, fen(-amountFen))];
const fall = (account: Account, amountFen: number) => rise(account, -amountFen);

const entryOf = (entry: Entry): Entry | undefined => (entry.lines.length === 0 ? undefined : entry);
