import { annualRatesOf, conventionFor, schedule } from '@miaodai/loan-math';
import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';
import { toldRate } from '@miaodai/values/rate';
import type { Product, Quote } from '../api.ts';

export type Trial = Pick<
  Quote,
  'rows' | 'totalInterestFen' | 'totalFen' | 'levelPaymentFen' | 'aprPpm' | 'irrPpm' | 'repaymentMethod'
>;
/** What of a product makes its plans. */
type Terms = Pick<Product, 'repaymentMethod' | 'annualRatePpm' | 'dayCount'>;

/** The bank's own engine, in the browser. It comes with the calendar, so it is loaded only where a trial is shown. */
export function trial(terms: Terms, amountFen: Fen, termMonths: number, disbursedOn: BusinessDate): Trial {
  const { repaymentMethod } = terms;
  const plan = schedule({
    method: repaymentMethod,
    principalFen: amountFen,
    annualRatePpm: terms.annualRatePpm as RatePpm,
    periods: termMonths,
    convention: conventionFor(terms.dayCount),
    disbursedOn,
  });
  const { rows, levelPaymentFen, totalInterestFen } = plan;
  const { aprPpm, irrPpm } = annualRatesOf(plan);
  return {
    ...{ rows: [...rows], repaymentMethod, levelPaymentFen, totalInterestFen },
    ...{ totalFen: (amountFen + totalInterestFen) as Fen, aprPpm: toldRate(aprPpm), irrPpm: toldRate(irrPpm) },
  };
}
