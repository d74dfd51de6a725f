import { conventionFor } from '@miaodai/loan-math';
import { businessDate, fen, ratePpm } from '@miaodai/values';
import { PARTS, type LoanTerms } from './book.rules.ts';

/** 12,000 yuan over a year at 3.6 % by months, paid out on 15 January 2027, without penalty or fee. */
export const someLoanTerms = (given: Partial<LoanTerms> = {}): LoanTerms => ({
  ...{ principalFen: fen(12_000_00), annualRatePpm: ratePpm(36_000), method: 'equal-instalment', periods: 12 },
  ...{ convention: conventionFor('monthly'), disbursedOn: businessDate('2027-01-15') },
  ...{ penaltyRatePpm: ratePpm(0), graceDays: 0, earlyFeePpm: ratePpm(0), allocation: PARTS },
  ...given,
});
