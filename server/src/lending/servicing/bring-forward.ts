import type { BusinessDate, LoanId } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';

/** Books what has fallen due and what has accrued up to today, by difference; where there is none, nothing. */
export function bringForward(context: Context, ids: readonly LoanId[]): Promise<void> {
  return Promise.reject(new Error(`${ids.length} ${context.now}: being written`));
}

type Chunk = { on: BusinessDate; cursor: LoanId | null; limit: number };
/** Step of day end: the next loans whose running instalment is due on or before a day, in the order of their ids. `cursor` null: that was all. */
export function fallDueChunk(
  context: Context,
  { on, cursor, limit }: Chunk,
): Promise<{ done: number; cursor: LoanId | null }> {
  return Promise.reject(new Error(`${on} ${cursor} ${limit} ${context.now}: being written`));
}
