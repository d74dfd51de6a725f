import { addDays, type BusinessDate, type LoanId } from '@miaodai/values';
import { HEAD_OFFICE } from '../../bank/branches/index.ts';
import { productNames, readProduct } from '../../bank/products/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { post } from '../../ledger/index.ts';
import type { Context } from '../../platform/context.ts';
import { together } from '../../platform/db/together.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { interestAccrued } from '../accounting.ts';
import { accrueRange, ageRange, byTheIndex, nextRange, type AgeingRules } from './nightly.store.ts';

type Chunk = { on: BusinessDate; cursor: string | null; limit: number };
type Done = { done: number; cursor: LoanId | null };
const OVER: Done = { done: 0, cursor: null };

/**
 * Step of day end: what the next loans have earned by the end of a day is written into the books, as one entry over all of them. Interest
 * itself is a function of balance and date: nobody waits for this, and whoever has been brought forward already adds nothing.
 */
export async function accrueChunk({ tx }: Context, { on, cursor, limit }: Chunk): Promise<Done> {
  const [, range] = await together([byTheIndex(tx), nextRange(tx, { after: cursor, limit })]);
  if (!range) return OVER;
  const changeFen = await accrueRange(tx, range, addDays(on, 1));
  if (changeFen !== 0) await post(tx, interestAccrued(range.first, changeFen, on));
  return { done: range.loans, cursor: range.isLast ? null : range.last };
}

/** Step of day end: how late the next loans are as the next day begins, and of which class. */
export async function ageChunk({ tx }: Context, { on, cursor, limit }: Chunk): Promise<Done> {
  const [, range] = await together([byTheIndex(tx), nextRange(tx, { after: cursor, limit })]);
  if (!range) return OVER;
  await ageRange(tx, range, addDays(on, 1), await ageingRules(tx, on));
  return { done: range.loans, cursor: range.isLast ? null : range.last };
}

/** The bank's own rules, not a branch's: classes are compared across all of it. */
async function ageingRules(tx: Tx, on: BusinessDate): Promise<AgeingRules> {
  const [names, { pastDueBuckets }] = await together([productNames(tx), readSettings(tx, on)]);
  const products = await together([...names.keys()].map((code) => readProduct(tx, code, HEAD_OFFICE, on)));
  const classes = products.flatMap((product) =>
    Object.entries(product?.classFromDays ?? {}).map(([name, from]) => ({
      ...{ product_code: product?.productCode ?? '', class: name, from_days: from },
    })),
  );
  return { classes, buckets: pastDueBuckets };
}
