import { fen, minus, plus, share, type Fen } from '@miaodai/values';
import { interestAt, type YearShare } from './interest.ts';

/**
 * The instalment (fen) that repays a principal in equal payments over periods with the given growths, each the interest
 * per fen in that period (see growthOver): principal ÷ Σ 1/((1+g₁)…(1+gₖ)), in exact integer arithmetic, rounded half
 * up once. With twelve equal months this is the annuity formula (PMT of spreadsheets); with actual days or an odd first
 * period it is the same equation over the periods as they are.
 *
 * Where that payment would not do, because a period's interest alone is more (a long first period) or because the
 * rounding would repay a tiny loan too soon, it is the whole number of fen whose last instalment comes nearest to it.
 * The last instalment is within Σ(1+gₖ₊₁)…(1+gₙ) fen of the level one (one fen a period, grown), or twice that here.
 * @throws RangeError on a negative principal or where there is no period.
 */
export function levelPayment(principal: Fen, growths: readonly YearShare[]): Fen {
  if (growths.length === 0) throw new RangeError('a level payment needs a period');
  const exact = annuity(principal, growths);
  const run = runDown(principal, growths, exact);
  return run.even ? exact : nearest(principal, growths);
}

/** What a level payment repays in a period: nothing where the interest takes all of it, never more than is left. */
export function principalPart(level: Fen, interest: Fen, balance: Fen): Fen {
  if (interest >= level) return fen(0);
  return minus(level, interest) < balance ? minus(level, interest) : balance;
}

function annuity(principal: Fen, growths: readonly YearShare[]): Fen {
  let grown = 1n; // One fen lent, with interest to the end; scaled by the product of the denominators, as is
  let paid = 0n; // one fen paid at the end of each period, with interest to the end.
  let scale = 1n;
  for (const { numerator, denominator } of growths) {
    grown *= denominator + numerator;
    scale *= denominator;
    paid = paid * (denominator + numerator) + scale;
  }
  return share(principal, grown, paid);
}

type Run = { excess: number; even: boolean };

/** `excess`: last instalment less level payment, −∞ where nothing is left for it. `even`: every part was the plain one. */
function runDown(principal: Fen, growths: readonly YearShare[], level: Fen): Run {
  let balance = principal;
  let even = true;
  for (const growth of growths.slice(0, -1)) {
    const interest = interestAt(balance, growth);
    if (minus(level, interest) > balance) return { excess: -Infinity, even: false };
    if (interest > level) even = false;
    balance = minus(balance, principalPart(level, interest, balance));
  }
  const last = growths[growths.length - 1] as YearShare;
  return { excess: plus(balance, interestAt(balance, last)) - level, even };
}

/** The excess falls as the payment rises, so halving finds where it passes zero. */
function nearest(principal: Fen, growths: readonly YearShare[]): Fen {
  let low = 0;
  let high: number = principal;
  const excess = (level: number): number => runDown(principal, growths, fen(level)).excess;
  while (excess(high) > 0) high *= 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return fen(excess(low) <= -excess(high) ? low : high);
}
