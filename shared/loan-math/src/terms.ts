import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';
import type { Convention } from './convention.ts';

/** equal-instalment 等额本息, equal-principal 等额本金, interest-only 先息后本 (principal with the last instalment). */
export type Method = 'equal-instalment' | 'equal-principal' | 'interest-only';
export const METHODS: readonly Method[] = ['equal-instalment', 'equal-principal', 'interest-only'];

/** What a contract says about repayment: everything the engine needs, and nothing that changes while the loan lives. */
export type Terms = {
  method: Method;
  principalFen: Fen;
  annualRatePpm: RatePpm;
  /** Monthly instalments. */
  periods: number;
  convention: Convention;
  disbursedOn: BusinessDate;
  /** Day of the month, 1–31; a shorter month takes its last day. Without it the first due date's or the payout's day. */
  dueDay?: number;
  /** Makes the first period short or long. Without it the due day of the month after the payout. */
  firstDueOn?: BusinessDate;
};

export const MAX_PRINCIPAL_FEN = 1_000_000_000_000;
export const MAX_PERIODS = 600;
