import { fen, negate, type BusinessDate, type Fen } from '@miaodai/values';
import { demand } from './errors.ts';
import type { Schedule } from './schedule.ts';
import { checkDay } from './check-terms.ts';

/** Money on a day, in fen: paid out to the customer positive, paid back negative. */
export type Flow = { on: BusinessDate; amountFen: Fen };

export const MAX_FLOWS = 10_000;
const MAX_AMOUNT_FEN = 1_000_000_000_000_000;

/** The payout and the instalments of a plan. */
export const flowsOf = (plan: Schedule): Flow[] => [
  { on: plan.terms.disbursedOn, amountFen: plan.terms.principalFen },
  ...plan.rows.map((row) => ({ on: row.dueOn, amountFen: negate(row.totalFen) })),
];

/**
 * Flows in the order of their days, one a day, days that come to nothing left out.
 * @throws LoanMathError 'no-flows' where none is left, 'no-sign-change' where all go one way, or on amounts and days out
 * of range.
 */
export function netByDay(flows: readonly Flow[]): Flow[] {
  demand(flows.length > 0, 'no-flows', 'flows', 'at least one payout and one repayment');
  demand(flows.length <= MAX_FLOWS, 'no-flows', 'flows', `at most ${MAX_FLOWS} flows`);
  const totals = new Map<BusinessDate, number>();
  flows.forEach(({ on, amountFen }, index) => {
    checkDay(on, `flows[${index}].on`);
    const inRange = Number.isSafeInteger(amountFen) && Math.abs(amountFen) <= MAX_AMOUNT_FEN;
    demand(
      inRange,
      'amount-out-of-range',
      `flows[${index}].amountFen`,
      `whole fen, up to ${MAX_AMOUNT_FEN} either way`,
    );
    totals.set(on, (totals.get(on) ?? 0) + amountFen);
  });
  const netted = [...totals].filter(([, amount]) => amount !== 0);
  netted.sort(([a], [b]) => (a < b ? -1 : 1));
  demand(netted.length > 0, 'no-flows', 'flows', 'every day comes to nothing');
  const bothWays = netted.some(([, amount]) => amount > 0) && netted.some(([, amount]) => amount < 0);
  demand(bothWays, 'no-sign-change', 'flows', 'something paid out (positive) and something paid back (negative)');
  return netted.map(([on, amount]) => ({ on, amountFen: fen(amount) }));
}
