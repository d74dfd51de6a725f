import { conventionFor, schedule } from '@miaodai/loan-math';
import type { BusinessDate, Fen, RatePpm } from '@miaodai/values';
import type { Product, Quote } from '../api.ts';

export type Trial = Pick<Quote, 'rows' | 'totalInterestFen' | 'totalFen' | 'levelPaymentFen'>;

/** The bank's own engine, in the browser. It comes with the calendar, so it is loaded only where a trial is shown. */
export function trial(product: Product, amountFen: Fen, termMonths: number, disbursedOn: BusinessDate): Trial {
  const { rows, levelPaymentFen, totalInterestFen } = schedule({
    method: product.repaymentMethod,
    principalFen: amountFen,
    annualRatePpm: product.annualRatePpm as RatePpm,
    periods: termMonths,
    convention: conventionFor(product.dayCount),
    disbursedOn,
  });
  return { rows: [...rows], levelPaymentFen, totalInterestFen, totalFen: (amountFen + totalInterestFen) as Fen };
}
