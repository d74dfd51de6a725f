import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type ContractId } from '@miaodai/values';
import type { TimeStampAuthority } from '../../integrations/time-stamp/port.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { zipOf } from '../../platform/zip/zip.ts';
import { anchorChain } from './anchor-chain.ts';
import { anchorStatement, hashWith } from './evidence.rules.ts';
import { anchorAfter, contentsOf, packOf, packsFrom, type Anchor, type Pack } from './evidence.store.ts';

type Needs = {
  db: Db;
  inTx: InTx;
  vault: Vault;
  timeStampAuthority: TimeStampAuthority;
  trustedRoots: readonly Buffer[];
};
type File = { name: string; content: Buffer };

const STAND_ALONE = join(import.meta.dirname, 'stand-alone');

/**
 * One zip with all that it takes to check a pack without the bank: the items, the index, the chain up to the first time-stamp at or after
 * the pack, that stamp, and a verifier. Undefined where there is no pack. Where the chain is not stamped so far, it is now.
 */
export async function exportEvidence(needs: Needs, contractId: ContractId): Promise<Buffer | undefined> {
  const { db, vault } = needs;
  const pack = await packOf(db, contractId);
  if (!pack) return undefined;
  // Where the authority is silent the export says itself that it has no stamp: better than none.
  const anchor = (await anchorAfter(db, pack.seq)) ?? (await anchoredNow(needs, pack));
  const items = await contentsOf(db, vault, pack.packId);
  const kept = items.flatMap(({ fileName, content }) => (content ? [{ name: fileName, content }] : []));
  const erased = items.filter(({ content }) => content === null).map(({ fileName }) => fileName);
  const companions = [await standAlone('README.txt'), rootsFile(needs.trustedRoots)];
  const hashes = Object.fromEntries(companions.map(({ name, content }) => [name, hashWith('SHA-256', content)]));
  const links = await linksTo(db, pack, anchor);
  const chain = {
    format: 'miaodai-evidence-chain/1',
    anchored: anchor !== undefined,
    companions: hashes,
    erased,
    links,
  };
  const files: File[] = [
    ...[...companions, await standAlone('verify.mjs'), textFile('index.json', pack.index)],
    textFile('chain.json', canonicalJson(chain)),
    ...(anchor
      ? [textFile('anchor.json', anchorStatement(anchor)), { name: 'anchor.tsr', content: anchor.token }]
      : []),
    ...kept,
  ];
  return Buffer.from(await zipOf(files));
}

async function anchoredNow(needs: Needs, { seq }: Pack): Promise<Anchor | undefined> {
  await anchorChain(needs);
  return anchorAfter(needs.db, seq);
}

/** Of other packs no more than their hashes. */
async function linksTo(db: Db, pack: Pack, anchor: Anchor | undefined) {
  const links = [];
  for await (const { seq, algorithm, contentHash, previousHash, packHash } of packsFrom(db, pack.seq - 1)) {
    links.push({ seq, algorithm, contentHash, previousHash, packHash });
    if (seq >= (anchor?.seq ?? pack.seq)) break;
  }
  return links;
}

const textFile = (name: string, text: string): File => ({ name, content: Buffer.from(text, 'utf8') });

const standAlone = async (name: string): Promise<File> => ({ name, content: await readFile(join(STAND_ALONE, name)) });

const rootsFile = (roots: readonly Buffer[]): File =>
  textFile('roots.pem', roots.map((der) => new X509Certificate(der).toString()).join(''));
