import { assert } from '@miaodai/values';
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
  const results = new Map<Entry, BulkResult>();
  // The same object twice is two entries here too.
  const apart = entries.map((entry) => ({ ...entry }));
  for (const run of runsWithoutRepeats(apart)) {
    const sound: Entry[] = [];
    for (const entry of run) {
      const refusal = problemOf(entry);
      if (refusal) results.set(entry, { ref: entry.ref, outcome: 'refused', refusal });
      else sound.push(entry);
    }
    await postHalving(tx, sound, results);
  }
  return apart.flatMap((entry) => results.get(entry) ?? []);
}

/** One statement meets a ref once: where a ref comes again, a new run begins and finds it in the books. */
function runsWithoutRepeats(entries: readonly Entry[]): Entry[][] {
  let run: Entry[] = [];
  const runs = [run];
  const refs = new Set<string>();
  for (const entry of entries) {
    if (refs.has(entry.ref)) {
      run = [];
      runs.push(run);
      refs.clear();
    }
    refs.add(entry.ref);
    run.push(entry);
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

/** A refused batch is halved until the entry at fault stands alone: a thousand entries with one of them cost twenty more calls. */
async function postHalving(tx: Tx, batch: readonly Entry[], results: Map<Entry, BulkResult>): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  await savepoint(tx);
  try {
    const outcomes = await callPostMany(tx, batch);
    await releaseSavepoint(tx);
    for (const [i, entry] of batch.entries()) {
      const outcome = outcomes[i];
      assert(outcome, `${entry.ref} has an outcome`);
      results.set(entry, { ref: entry.ref, outcome });
    }
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await rollbackToSavepoint(tx);
    await releaseSavepoint(tx);
    if (batch.length === 1) return void results.set(first, { ref: first.ref, outcome: 'refused', refusal });
    const middle = batch.length >> 1;
    await postHalving(tx, batch.slice(0, middle), results);
    await postHalving(tx, batch.slice(middle), results);
  }
}
