import type { Tx } from '../platform/db/connect.ts';
import { assertPostable, type Entry } from './ledger.rules.ts';
import { callPostMany, releaseSavepoint, rollbackToSavepoint, savepoint, type Posted } from './ledger.store.ts';
import { refusalOf, type BooksRefused } from './refusal.ts';

export type BulkResult = { ref: string; outcome: Posted } | { ref: string; outcome: 'refused'; refusal: BooksRefused };

/** One statement's worth: beyond it memory grows and speed does not. */
const MOST = 2_000;

/**
 * Books many entries in the caller's transaction, each once, as if one after the other. An entry that breaks a rule is set aside
 * and reported in its place; the others are booked. Any other failure (a deadlock, a lost connection) is thrown and sinks the
 * transaction.
 * @throws RangeError on more than 2,000 entries: the caller chunks, and commits between the chunks.
 */
export async function postMany(tx: Tx, entries: readonly Entry[]): Promise<BulkResult[]> {
  if (entries.length > MOST) throw new RangeError(`${entries.length} entries in one batch`);
  const results: BulkResult[] = [];
  for (const run of runsWithoutRepeats(entries)) {
    const sound: number[] = [];
    for (const i of run) {
      const refusal = problemOf(entries[i]!);
      if (refusal) results[i] = { ref: entries[i]!.ref, outcome: 'refused', refusal };
      else sound.push(i);
    }
    for await (const [i, result] of postHalving(tx, entries, sound)) results[i] = result;
  }
  return results;
}

/** One statement meets a ref once: where a ref comes again, a new run begins and finds it in the books. */
function runsWithoutRepeats(entries: readonly Entry[]): number[][] {
  const runs: number[][] = [[]];
  let refs = new Set<string>();
  for (const [i, { ref }] of entries.entries()) {
    if (refs.has(ref)) {
      runs.push([]);
      refs = new Set();
    }
    refs.add(ref);
    runs.at(-1)!.push(i);
  }
  return runs;
}

function problemOf(entry: Entry): BooksRefused | undefined {
  try {
    assertPostable(entry);
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return refusal;
  }
}

/** A refused batch is halved until the entry at fault stands alone: a thousand entries with one of them cost ten more calls. */
async function* postHalving(
  tx: Tx,
  entries: readonly Entry[],
  chosen: readonly number[],
): AsyncGenerator<[number, BulkResult]> {
  if (chosen.length === 0) return;
  const batch = chosen.map((i) => entries[i]!);
  await savepoint(tx);
  try {
    const outcomes = await callPostMany(tx, batch);
    await releaseSavepoint(tx);
    for (const [n, i] of chosen.entries()) yield [i, { ref: batch[n]!.ref, outcome: outcomes[n]! }];
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await rollbackToSavepoint(tx);
    await releaseSavepoint(tx);
    if (chosen.length === 1) return yield [chosen[0]!, { ref: batch[0]!.ref, outcome: 'refused', refusal }];
    const middle = chosen.length >> 1;
    yield* postHalving(tx, entries, chosen.slice(0, middle));
    yield* postHalving(tx, entries, chosen.slice(middle));
  }
}
