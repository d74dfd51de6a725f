import type { Fen } from '@miaodai/values/fen';
import type { Product } from '../api.ts';
import type { Wish } from './wish.ts';

type Limits = Pick<Product, 'minAmountFen' | 'maxAmountFen' | 'amountStepFen' | 'termsMonths'>;

const SAMPLE_FEN = 50_000_00;
const SAMPLE_MONTHS = 12;

/** What a trial begins with: what was wished for where the product offers that, else an example. */
export function trialStart(product: Limits, wish: Wish): { amountFen: Fen; termMonths: number } {
  const { minAmountFen, maxAmountFen, amountStepFen, termsMonths } = product;
  const { amountFen, termMonths } = wish;
  const fits =
    amountFen !== undefined &&
    amountFen >= minAmountFen &&
    amountFen <= maxAmountFen &&
    amountFen % amountStepFen === 0;
  const offered = [termMonths, SAMPLE_MONTHS].find((months) => months !== undefined && termsMonths.includes(months));
  return {
    amountFen: fits ? amountFen : (Math.min(maxAmountFen, SAMPLE_FEN) as Fen),
    termMonths: offered ?? termsMonths[0] ?? SAMPLE_MONTHS,
  };
}
