import { createHash } from 'node:crypto';
import { canonicalJson, type Instant } from '@miaodai/values';

/** SM3 is the national hash algorithm (GM/T 0004); both are 32 bytes long. */
export type HashName = 'SHA-256' | 'SM3';
export type Evidence = {
  kind: string;
  /** The kind in words. */
  label: string;
  /** Without folder and number, as an archive on any system may have it. */
  name: string;
  mediaType: string;
  happenedAt: Instant | null;
  content: Buffer;
};
export type Item = {
  no: number;
  kind: string;
  label: string;
  fileName: string;
  mediaType: string;
  happenedAt: Instant | null;
  sizeBytes: number;
  hash: string;
};
export type Listed = Item & { content: Buffer };
type Link = { seq: number; algorithm: HashName; contentHash: string; previousHash: string };

/** What the first pack follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

export const hashWith = (algorithm: HashName, bytes: Buffer | string): string =>
  createHash(algorithm === 'SM3' ? 'sm3' : 'sha256')
    .update(bytes)
    .digest('hex');

/** In the order of what happened; what has no time of its own comes last. */
export const inOrder = (evidence: readonly Evidence[]): Evidence[] =>
  evidence
    .map((one, place) => ({ one, place }))
    .toSorted((a, b) => (a.one.happenedAt ?? '9').localeCompare(b.one.happenedAt ?? '9', 'en') || a.place - b.place)
    .map(({ one }) => one);

export function itemOf(algorithm: HashName, { name, ...rest }: Evidence, no: number): Listed {
  // What one reads first stands in front of the folder.
  const fileName = rest.kind === 'reading' ? name : `items/${String(no).padStart(2, '0')}-${name}`;
  return { ...rest, no, fileName, sizeBytes: rest.content.length, hash: hashWith(algorithm, rest.content) };
}

/** The bytes over which a pack's content hash is made; they name the contract and no person. */
export const indexOf = (
  algorithm: HashName,
  contract: { contractId: string; contractNo: string },
  items: readonly Item[],
): string => canonicalJson({ format: 'miaodai-evidence/1', algorithm, ...contract, items: items.map(told) });

/** Without the content, where that is at hand. */
const told = ({ no, kind, label, fileName, mediaType, happenedAt, sizeBytes, hash }: Item): Item => ({
  ...{ no, kind, label, fileName, mediaType, happenedAt, sizeBytes, hash },
});

/**
 * A pack's place in the chain: over the hash of its index, not over the index, so that whoever follows the chain past other packs need
 * not see what is in them.
 */
export const linkHash = ({ seq, algorithm, contentHash, previousHash }: Link): string =>
  hashWith(algorithm, canonicalJson({ algorithm, contentHash, previousHash, seq }));

/** What the time-stamp from outside is over, by its SHA-256: the chain's head. */
export const anchorStatement = (head: { seq: number; packHash: string }): string =>
  canonicalJson({ format: 'miaodai-evidence-anchor/1', packHash: head.packHash, seq: head.seq });
