import { demand } from './errors.ts';

/**
 * How time is counted for interest.
 * - monthly: a whole month is 1/12 of a year, an odd day 1/360 (银发〔2005〕129号: 计息公式②).
 * - 30/360: every month has thirty days (30E/360, ISDA 2006 section 4.16(g): the 31st counts as the 30th).
 * - actual/360 and actual/365: days of the calendar over a fixed year.
 */
export type DayCount = 'monthly' | '30/360' | 'actual/360' | 'actual/365';
export const DAY_COUNTS: readonly DayCount[] = ['monthly', '30/360', 'actual/360', 'actual/365'];

/**
 * How a contract's numbers are made, written into the contract as data. `version` names this set of rules as a whole:
 * a rule that changes gets a new version, and loans under the old one keep it for life.
 */
export type Convention = {
  version: '1';
  dayCount: DayCount;
  /** Every interest amount, the level payment and the equal principal part, to the fen. */
  rounding: 'half-up';
  /** What rounding leaves over is settled by the last instalment, which clears the balance exactly. */
  remainder: 'last-period';
};

/** The rules in force for new contracts, with the day count that the product sets. */
export const conventionFor = (dayCount: DayCount): Convention => ({
  version: '1',
  dayCount,
  rounding: 'half-up',
  remainder: 'last-period',
});

/** @throws LoanMathError 'unknown-convention' where this engine cannot honour what a contract says. */
export function checkConvention(convention: Convention): void {
  demand(DAY_COUNTS.includes(convention.dayCount), 'unknown-convention', 'dayCount', `one of ${DAY_COUNTS.join(', ')}`);
  const known =
    convention.version === '1' && convention.rounding === 'half-up' && convention.remainder === 'last-period';
  demand(known, 'unknown-convention', 'convention', 'version 1, rounding half-up, remainder last-period');
}
