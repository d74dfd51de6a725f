import type { BusinessDate } from '@miaodai/values';
import type { Db, Tx } from '../platform/db/connect.ts';
import {
  callCloseBooks,
  callSeal,
  changedEntries,
  readHead,
  readSeals,
  recomputeSeal,
  type SealRow,
} from './seal.store.ts';
import { refusalOf } from './refusal.ts';

/** The end of the chain. Published outside the bank's reach, it makes everything before it tell-tale. */
export type SealHead = { sealNo: number; hash: string; entries: number };

/** How many entries one seal covers at most: one transaction's worth of work. */
const PER_SEAL = 10_000;

/** Chains all settled entries behind the hot path; any node may run it at any time. Returns the head, undefined before the first. */
export async function seal(db: Db): Promise<SealHead | undefined> {
  while ((await callSeal(db, PER_SEAL)) === PER_SEAL);
  return readHead(db);
}

/**
 * Recomputes every entry's digest from its lines, and every seal from its entries and the seal before it.
 * @param published an earlier head kept elsewhere: whoever rewrites entries and seals alike still cannot meet it.
 * @returns what does not agree, in words for a person; nothing where the chain holds.
 */
export async function verifyChain(db: Db, published?: SealHead): Promise<string[]> {
  const findings = (await changedEntries(db)).map(({ ref }) => `entry ${ref} is not what was posted`);
  let previous: SealRow | undefined;
  for await (const row of readSeals(db)) {
    const { hash, entries } = await recomputeSeal(db, previous, row);
    if (hash !== row.hash || entries !== row.entries) findings.push(`seal ${row.sealNo} does not match its entries`);
    if (published?.sealNo === row.sealNo && published.hash !== row.hash)
      findings.push(`seal ${row.sealNo} is not the one that was published`);
    previous = row;
  }
  if (published && (previous?.sealNo ?? 0) < published.sealNo) findings.push(`seal ${published.sealNo} is gone`);
  return findings;
}

/**
 * Closes the books for all days up to one: no entry will ever be added to them, and a digest of each is kept. Waits for the
 * postings that are under way, at most 5 s. Days that are closed already stay closed.
 * @throws where another transaction keeps posting for longer than that; nothing has changed then.
 */
export async function closeBooks(tx: Tx, through: BusinessDate): Promise<void> {
  try {
    await callCloseBooks(tx, through);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
