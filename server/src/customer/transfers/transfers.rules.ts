import { fen, smaller, type BusinessDate, type CustomerId, type Fen, type Id, type Instant } from '@miaodai/values';
import type { Settings } from '../../bank/settings/index.ts';
import type { CardOrder } from '../../integrations/card-network/port.ts';
import type { AccountState, TransferOrder } from '../../integrations/core-banking/port.ts';

export type TransferId = Id<'transfer'>;
/** in: from the bound card to the electronic account. */
export type Direction = 'in' | 'out';
export type TransferState = 'requested' | 'sent' | 'returning' | 'done' | 'refused';
export type Transfer = {
  id: TransferId;
  customerId: CustomerId;
  direction: Direction;
  amountFen: Fen;
  accountNo: string;
  cardNo: string;
  bankName: string;
  clearingAccountNo: string;
  state: TransferState;
  refusalCode: string | null;
  serialNo: string | null;
  askedOn: BusinessDate;
  requestedAt: Instant;
  settledAt: Instant | null;
};

/** take it from the one side, give it to the other; or, where that is refused for ever, give it back. */
export type Step = 'take' | 'give' | 'back';
export type Leg = { id: string; transferId: TransferId; step: Step; requestNo: string; state: LegState };
export type LegState = 'open' | 'done' | 'refused';
/** What a leg left behind, whichever system it was at. */
export type LegReceipt = { serialNo: string; bookedOn: BusinessDate };

export const isSettled = (state: TransferState): boolean => state === 'done' || state === 'refused';

/** What follows the end of a leg. A way back that is refused is tried again under another number: the customer's money is with us. */
export type Next = { state: 'sent' | 'returning'; open: Step; later: boolean } | { state: 'done' | 'refused' };
export function next(step: Step, end: 'done' | 'refused'): Next {
  if (step === 'take') return end === 'done' ? { state: 'sent', open: 'give', later: false } : { state: 'refused' };
  if (step === 'give') return end === 'done' ? { state: 'done' } : { state: 'returning', open: 'back', later: false };
  return end === 'done' ? { state: 'refused' } : { state: 'returning', open: 'back', later: true };
}

/** What a leg asks, and of whom. */
export type LegOrder =
  | { at: 'core-banking'; order: TransferOrder }
  | { at: 'card-network'; operation: 'debit' | 'credit'; order: CardOrder };

/** What each movement is called, to the account's holder and the card's. */
export const REMARKS: Readonly<Record<`${Direction}-${Step}`, string>> = {
  'in-take': '转入电子账户',
  'in-give': '银行卡转入',
  'in-back': '转入未成功退回',
  'out-take': '转出至银行卡',
  'out-give': '电子账户转出',
  'out-back': '转出未成功退回',
};

export function orderOf(transfer: Transfer, { step, requestNo }: Pick<Leg, 'step' | 'requestNo'>): LegOrder {
  const { direction, amountFen, accountNo, cardNo, clearingAccountNo } = transfer;
  const remark = REMARKS[`${direction}-${step}`];
  if (systemOf(direction, step) === 'card-network') {
    const operation = step === 'take' ? 'debit' : 'credit';
    return { at: 'card-network', operation, order: { requestNo, cardNo, amountFen, remark } };
  }
  const [fromAccountNo, toAccountNo] =
    step === 'take' ? [accountNo, clearingAccountNo] : [clearingAccountNo, accountNo];
  return { at: 'core-banking', order: { requestNo, fromAccountNo, toAccountNo, amountFen, remark } };
}

/** The side that takes gets it back. */
export const systemOf = (direction: Direction, step: Step): LegOrder['at'] =>
  (direction === 'in') === (step !== 'give') ? 'card-network' : 'core-banking';

/** What the systems know a leg by: at most 32 letters and digits, no two alike. */
export const requestNoOf = (legId: string): string => `L${legId.replaceAll('-', '').slice(1)}`;

/** Waiting does not cure it: under our number they have, or may have, moved other money than we ordered. */
export const OTHER_ORDER = 'our number is known for another order';

export type Limits = { minFen: Fen; maxFen: Fen; perDayFen: Fen; perYearFen: Fen };
export function limitsOf(direction: Direction, is: Settings): Limits {
  const [max, day, year] =
    direction === 'in'
      ? [is.transferInMaxFen, is.transferInPerDayFen, is.transferInPerYearFen]
      : [is.transferOutMaxFen, is.transferOutPerDayFen, is.transferOutPerYearFen];
  return { minFen: fen(is.transferMinFen), maxFen: fen(max), perDayFen: fen(day), perYearFen: fen(year) };
}

/** Moved, or on its way, in that direction: today and this year. */
export type Used = { todayFen: Fen; thisYearFen: Fen };
export const leftToday = ({ perDayFen, perYearFen }: Limits, used: Used): Fen =>
  fen(Math.max(0, smaller(fen(perDayFen - used.todayFen), fen(perYearFen - used.thisYearFen))));

export type AmountRefusal = 'transfer-below-minimum' | 'transfer-above-limit' | 'transfer-above-daily-limit';
/** Undefined where the limits allow it; the number is the bound that it broke. */
export function amountRefusal(amountFen: Fen, limits: Limits, used: Used): [AmountRefusal, Fen] | undefined {
  if (amountFen < limits.minFen) return ['transfer-below-minimum', limits.minFen];
  if (amountFen > limits.maxFen) return ['transfer-above-limit', limits.maxFen];
  const left = leftToday(limits, used);
  return amountFen > left ? ['transfer-above-daily-limit', left] : undefined;
}

/** Money leaves a normal account only; it may come to one that receives but does not pay. */
export const stateAllows = (direction: Direction, state: AccountState): boolean =>
  state === 'normal' || (direction === 'in' && state === 'credit-only');
