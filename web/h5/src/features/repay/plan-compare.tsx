import { yuanDisplay } from '@miaodai/values/fen';
import { barsOf, type Bar, type EarlyQuote, type Outcome } from './repay.rules.ts';

/** The instalments before and after, by their days: the old plan stands behind the new one. */
export function PlanCompare({ quote, outcome }: { quote: EarlyQuote; outcome: Outcome }) {
  const bars = barsOf(quote, outcome);
  if (bars.length === 0) return null;
  const highest = highestOf(bars);
  const step = 300 / bars.length;
  const wide = Math.max(1.5, Math.min(18, step * 0.84));
  const narrow = Math.max(1, wide * 0.5);
  const height = (amount: number): number => Math.min(96, (amount / highest) * 96);
  return (
    <figure className="compare">
      <svg viewBox="0 0 300 100" role="img" aria-label={wordsOf(outcome)}>
        {bars.map(({ dueOn, beforeFen, afterFen }, at) => {
          const middle = at * step + step / 2;
          return (
            <g key={dueOn}>
              <rect className="compare-before" {...box(middle, wide, height(beforeFen))} />
              <rect className="compare-after" {...box(middle, narrow, height(afterFen))} />
            </g>
          );
        })}
      </svg>
      <figcaption className="compare-legend">
        <span data-series="before">现在的计划</span>
        <span data-series="after">提前还款后</span>
      </figcaption>
    </figure>
  );
}

const box = (middle: number, width: number, height: number) => ({
  ...{ x: middle - width / 2, y: 100 - height },
  ...{ width, height },
});

/** A last instalment that brings all of the principal would flatten the others. */
function highestOf(bars: readonly Bar[]): number {
  const ordinary = bars.length > 2 ? bars.slice(0, -1) : bars;
  return Math.max(1, ...ordinary.flatMap(({ beforeFen, afterFen }) => [beforeFen, afterFen]));
}

const wordsOf = ({ instalmentsBefore, instalmentsAfter, nextBeforeFen, nextAfterFen }: Outcome): string =>
  `还款计划对比：原来 ${instalmentsBefore} 期、每期约 ${yuanDisplay(nextBeforeFen)} 元；提前还款后 ${instalmentsAfter} 期、每期约 ${yuanDisplay(nextAfterFen)} 元`;
