import type { ContractId } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { hashWith, indexOf, itemOf, linkHash, NOTHING_BEFORE, type HashName } from './evidence.rules.ts';
import { chainHead, insertPack, isSealed, lockChain } from './evidence.store.ts';
import { gather, type Gathered } from './gather.ts';
import { readable } from './readable.rules.ts';

type Needs = { db: Db; inTx: InTx; vault: Vault };

/**
 * Job: what happened with a loan becomes a pack, the next link of the chain. Gathering takes its time with no transaction open; finding the
 * place is short, one at a time. Run again, it finds the pack there.
 */
export function sealEvidence(needs: Needs, job: Job): Promise<void> {
  const mine = before.then(() => seal(needs, job));
  before = mine.catch(() => undefined); // Whoever waits for it is told; the next one goes on.
  return mine;
}

/** One at a time in a process: in the chain they follow each other anyway, and payouts are not to wait behind four of them. */
let before: Promise<void> = Promise.resolve();

async function seal({ db, inTx, vault }: Needs, job: Job): Promise<void> {
  const contractId = job.subject as ContractId;
  const gathered = (await isSealed(db, contractId)) ? undefined : await gather(db, vault, contractId);
  const { evidenceHash } = await readSettings(db, await today(db));
  await inTx(async (context) => {
    if (gathered) await append(context, vault, gathered, evidenceHash);
    await job.completeIn(context.tx);
  });
}

async function append(
  { tx, now }: Context,
  vault: Vault,
  { contract, evidence }: Gathered,
  algorithm: HashName,
): Promise<void> {
  const listed = evidence.map((one, place) => itemOf(algorithm, one, place + 1));
  const items = [...listed, itemOf(algorithm, readable(contract, listed), listed.length + 1)];
  const index = indexOf(algorithm, { contractId: contract.id, contractNo: contract.no }, items);
  const contentHash = hashWith(algorithm, index);
  await lockChain(tx);
  if (await isSealed(tx, contract.id)) return;
  const head = await chainHead(tx);
  const link = { seq: (head?.seq ?? 0) + 1, algorithm, contentHash, previousHash: head?.packHash ?? NOTHING_BEFORE };
  const pack = { ...link, packId: uuid(), contractId: contract.id, customerId: contract.customerId, index };
  await insertPack(tx, vault, { ...pack, packHash: linkHash(link), sealedAt: now }, items);
}
