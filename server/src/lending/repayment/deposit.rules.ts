import type { Fen } from '@miaodai/values';
import type { Deposit, DepositReceipt, TransferReceipt } from '../../integrations/core-banking/port.ts';
import type { RepaymentId } from './repayment.rules.ts';

/** Lift the pledge, have it paid out, repay; or, where it is not paid out, pledge it again. */
export type DepositStep = 'release' | 'redeem' | 'pay' | 'pledge';
export type DepositState = 'releasing' | 'redeeming' | 'paying' | 'restoring' | 'done' | 'refused';
export type DepositRepayment = {
  id: RepaymentId;
  depositNo: string;
  loanNo: string;
  /** What the core paid for it, into the customer's account. */
  paidOutFen: Fen | null;
  state: DepositState;
};

export type DepositLeg = {
  id: string;
  repaymentId: RepaymentId;
  step: DepositStep;
  requestNo: string;
  state: 'open' | 'done' | 'refused';
};
/** What a leg left behind. */
export type DepositLegReceipt = { of: 'deposit'; receipt: DepositReceipt } | { of: 'pay'; receipt: TransferReceipt };

export const isOver = ({ state }: Pick<DepositRepayment, 'state'>): boolean => state === 'done' || state === 'refused';

/** What follows the end of a leg, and whether the repayment has come to its own end with it. */
export type NextStep = { state: DepositState; open?: DepositStep; later?: true; ends: boolean };
export function nextStep(step: DepositStep, end: 'done' | 'refused'): NextStep {
  if (end === 'done') {
    if (step === 'release') return { state: 'redeeming', open: 'redeem', ends: false };
    if (step === 'redeem') return { state: 'paying', open: 'pay', ends: false };
    return step === 'pay' ? { state: 'done', ends: true } : { state: 'refused', ends: false };
  }
  // The pledge goes back; the loan need not wait for it, and may be repaid otherwise.
  if (step === 'redeem') return { state: 'restoring', open: 'pledge', ends: true };
  if (step === 'pledge') return { state: 'restoring', open: 'pledge', later: true, ends: false };
  return { state: 'refused', ends: true };
}

/** The state that each request about the deposit leads to. */
export const LEADS_TO: Readonly<Record<Exclude<DepositStep, 'pay'>, Deposit['state']>> = {
  ...{ release: 'free', redeem: 'redeemed', pledge: 'pledged' },
};

/** What the core knows a leg by: at most 32 letters and digits, no two alike. The last one's is the repayment's own. */
export const legNoOf = (legId: string): string => `P${legId.replaceAll('-', '').slice(1)}`;

/** Of these deposits, those that this loan may be repaid from. */
export const pledgedFor = (deposits: readonly Deposit[], loanNo: string): Deposit[] =>
  deposits.filter(({ state, pledgedForLoanNo }) => state === 'pledged' && pledgedForLoanNo === loanNo);
