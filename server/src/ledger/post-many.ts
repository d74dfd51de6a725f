import type { Tx } from '../platform/db/connect.ts';
import { assertPostable, linesInOrder, type Entry } from './ledger.rules.ts';
import { callPostMany, releaseSavepoint, rollbackToSavepoint, savepoint, type Posted } from './ledger.store.ts';
import { BooksRefused, refusalOf } from './refusal.ts';

export type BulkResult = { ref: string; outcome: Posted } | { ref: string; outcome: 'refused'; refusal: BooksRefused };

/** One statement's worth: beyond it memory grows and speed does not. */
const MOST = 2_000;

/**
 * Books many entries in the caller's transaction, each once. An entry that breaks a rule is set aside and reported in its place;
 * the others are booked. Any other failure (a deadlock, a lost connection) is thrown and sinks the transaction.
 * @throws RangeError on more than 2,000 entries: the caller chunks, and commits between the chunks.
 */
export async function postMany(tx: Tx, entries: readonly Entry[]): Promise<BulkResult[]> {
  if (entries.length > MOST) throw new RangeError(`${entries.length} entries in one batch`);
  const results = entries.map(({ ref }): BulkResult => ({ ref, outcome: 'known' }));
  const contents = new Map<string, string>();
  const sound: number[] = [];
  for (const [i, entry] of entries.entries()) {
    const refusal = problemOf(entry, contents);
    if (refusal) results[i] = { ref: entry.ref, outcome: 'refused', refusal };
    // A repeat within the batch is known by its first appearance.
    else if (!contents.has(entry.ref)) {
      contents.set(entry.ref, content(entry));
      sound.push(i);
    }
  }
  for await (const [i, result] of postHalving(tx, entries, sound)) results[i] = result;
  return results;
}

function problemOf(entry: Entry, contents: ReadonlyMap<string, string>): BooksRefused | undefined {
  try {
    assertPostable(entry);
  } catch (error) {
    return refusalOf(error);
  }
  const first = contents.get(entry.ref);
  if (first === undefined || first === content(entry)) return undefined;
  return new BooksRefused('content-differs', `entry ${entry.ref} is in this batch with other content`);
}

const content = (entry: Entry): string => JSON.stringify([entry.on, entry.memo, linesInOrder(entry)]);

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
