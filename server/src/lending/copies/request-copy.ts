import { createHash, randomInt } from 'node:crypto';
import { ok, refuse, type BusinessDate, type ContractId, type CustomerId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { readSettings } from '../../bank/settings/index.ts';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { messageNoOf, type Copy } from './copies.rules.ts';
import { countCopiesOn, insertCopy, lockCopiesOf } from './copies.store.ts';

/** Nothing that looks like something else: no 0 and O, no 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/**
 * Twelve of 31 are 59 bits. A zip's key is made of its code by a thousand rounds of SHA-1, which one graphics card does millions of times
 * a second: eight letters would hold for days, these for thousands of years.
 */
const LENGTH = 12;

/** How many more may be asked for on a day. */
export async function copiesLeft(tx: Tx | Db, customerId: CustomerId, day: BusinessDate): Promise<number> {
  const { contractCopiesPerDay } = await readSettings(tx, day);
  return Math.max(0, contractCopiesPerDay - (await countCopiesOn(tx, customerId, day)));
}

/** Commits the wish, the code and the call to come; a job sends it. The contract is known to be signed, and the asker's. */
export async function requestCopy(
  { tx, today, now, emit }: Context,
  vault: Vault,
  { customerId, contractId, address }: { customerId: CustomerId; contractId: ContractId; address: string },
): Promise<Result<Copy, 'too-many-requests'>> {
  await lockCopiesOf(tx, customerId);
  if ((await copiesLeft(tx, customerId, today)) === 0) return refuse('too-many-requests');
  const id = uuid();
  const copy = { id, contractId, customerId, address, requestedOn: today, requestedAt: now };
  const unzipCode = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  await insertCopy(tx, vault, { ...copy, unzipCode });
  await intendCall(tx, {
    requestNo: messageNoOf(id),
    system: 'mail',
    operation: 'send',
    subject: id,
    requestHash: createHash('sha256').update(`${contractId}/${id}`).digest('hex'),
  });
  emit('contract-copy.requested', id);
  return ok({ ...copy, state: 'queued', reason: null, settledAt: null, hasUnzipCode: true });
}
