import type { BusinessDate, LoanId } from '@miaodai/values';
import { postMany } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import { together } from '../../platform/db/together.ts';
import { interestChanged } from '../accounting.ts';
import { fallenDue, lockPlans } from './books.store.ts';
import { updatePositions, updateRows } from './changes.store.ts';
import { brought, interestChange, positionOf } from './figures.rules.ts';
import type { BookOfLoan } from './loan.rules.ts';
import { NOTHING } from './pay.rules.ts';

/** Books what has fallen due and what has accrued up to today, by difference; where there is none, nothing. */
export async function bringForward(context: Context, ids: readonly LoanId[]): Promise<void> {
  const { tx, today } = context;
  if (ids.length === 0) return;
  const plans = await lockPlans(tx, ids, { dueBy: today });
  const forward = [...plans.values()]
    .filter(({ loan }) => loan.state === 'active')
    .map((plan) => broughtTo(plan, today));
  const entries = forward.flatMap(
    ({ loanId, change }) => interestChanged({ ref: `due:${loanId}:${today}`, loanId, ...change }, today) ?? [],
  );
  const [, , results] = await together([
    updateRows(
      tx,
      forward.flatMap(({ loanId, rows }) => rows.map((row) => ({ loanId, ...row }))),
    ),
    updatePositions(
      tx,
      forward.map(({ loanId, position }) => ({ loanId, ...position })),
    ),
    postMany(tx, entries),
  ]);
  for (const result of results) if (result.outcome === 'refused') throw result.refusal;
}

function broughtTo({ loan, book, position: before }: BookOfLoan, today: BusinessDate) {
  const after = brought(book, today);
  const position = positionOf(after, { ...before, accruedOn: today > before.accruedOn ? today : before.accruedOn });
  const change = interestChange(
    { book, accruedFen: before.accruedFen },
    { book: after, accruedFen: position.accruedFen },
    NOTHING,
  );
  return { loanId: loan.id, position, change, rows: after.rows.filter((row, i) => row !== book.rows[i]) };
}

type Chunk = { on: BusinessDate; cursor: LoanId | null; limit: number };
/** Step of day end: the next loans whose running instalment is due on or before a day, in the order of their ids. `cursor` null: that was all. */
export async function fallDueChunk(
  context: Context,
  { on, cursor, limit }: Chunk,
): Promise<{ done: number; cursor: LoanId | null }> {
  const ids = await fallenDue(context.tx, { on: on < context.today ? on : context.today, after: cursor, limit });
  await bringForward(context, ids);
  return { done: ids.length, cursor: ids.length < limit ? null : (ids.at(-1) ?? null) };
}
