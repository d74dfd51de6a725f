import { createHash } from 'node:crypto';
import type { ContractId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { openCase } from '../../bank/cases/index.ts';
import type { InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { anchorStatement, hashWith, indexOf, linkHash, NOTHING_BEFORE } from './evidence.rules.ts';
import { allAnchors, contentsOf, itemsOf, packsFrom, type Pack } from './evidence.store.ts';
import { imprintOf } from './imprint.rules.ts';
import { registered } from './register.store.ts';

export type ChainFinding = { contractId: ContractId; words: string };

/** Of how many parts the contents are read one at each check: with a check every night, every content once in so many days. */
const PARTS = 30;

/**
 * Walks the whole chain: every index against its items, every link against the one before it, every stamped head against the pack it
 * names. Contents are opened and hashed for one part of the packs. @param part undefined: for all of them.
 */
export async function checkChain(db: Db, vault: Vault, part?: number): Promise<ChainFinding[]> {
  const findings: ChainFinding[] = [];
  const hashes = new Map<number, { hash: string; contractId: ContractId }>();
  let previous: Pick<Pack, 'seq' | 'packHash'> = { seq: 0, packHash: NOTHING_BEFORE };
  for await (const pack of packsFrom(db)) {
    const { seq, contractId } = pack;
    const note = (words: string): void => void findings.push({ contractId, words: `第 ${seq} 号证据包：${words}` });
    if (seq !== previous.seq + 1) note(`前面缺少第 ${previous.seq + 1} 号`);
    if (pack.previousHash !== previous.packHash) note('与前一个证据包不衔接');
    if (linkHash(pack) !== pack.packHash) note('封存哈希不符');
    if (hashWith(pack.algorithm, pack.index) !== pack.contentHash) note('目录的哈希不符');
    for (const words of await itemFindings(db, vault, pack, part === undefined || seq % PARTS === part % PARTS))
      note(words);
    hashes.set(seq, { hash: pack.packHash, contractId });
    previous = pack;
  }
  return [...findings, ...(await anchorFindings(db, hashes))];
}

async function itemFindings(db: Db, vault: Vault, pack: Pack, withContent: boolean): Promise<string[]> {
  const contract = await registered(db, pack.contractId);
  const items = await itemsOf(db, pack.packId);
  const facts = { contractId: pack.contractId, contractNo: contract?.contractNo ?? '' };
  const found = indexOf(pack.algorithm, facts, items) === pack.index ? [] : ['材料清单与封存的目录不一致'];
  if (!withContent) return found;
  try {
    for (const { fileName, hash, content } of await contentsOf(db, vault, pack.packId))
      if (content && hashWith(pack.algorithm, content) !== hash) found.push(`${fileName} 的内容与封存的哈希不符`);
  } catch {
    // What was sealed elsewhere, or changed, does not open.
    found.push('有材料无法解密，内容可能被改动');
  }
  return found;
}

async function anchorFindings(
  db: Db,
  packs: ReadonlyMap<number, { hash: string; contractId: ContractId }>,
): Promise<ChainFinding[]> {
  const findings: ChainFinding[] = [];
  for await (const { seq, packHash, token } of allAnchors(db)) {
    const pack = packs.get(seq);
    const stamped = imprintOf(token)?.equals(createHash('sha256').update(anchorStatement({ seq, packHash })).digest());
    if (pack && (pack.hash !== packHash || !stamped))
      findings.push({ contractId: pack.contractId, words: `第 ${seq} 号证据包：与外部时间戳所覆盖的哈希不符` });
  }
  return findings;
}

type Needs = { db: Db; inTx: InTx; vault: Vault };

/** By the clock, every night: a person hears of every pack that does not agree. @returns how much does not. */
export async function checkByClock({ db, inTx, vault }: Needs): Promise<number> {
  const findings = await checkChain(db, vault, Number((await today(db)).slice(-2)));
  const byContract = Map.groupBy(findings, ({ contractId }) => contractId);
  await inTx(async ({ tx, now }) => {
    for (const [contractId, found] of byContract)
      await openCase(
        tx,
        'evidence-broken',
        contractId,
        found
          .map(({ words }) => words)
          .join('；')
          .slice(0, 2_000),
        now,
      );
  });
  return findings.length;
}
