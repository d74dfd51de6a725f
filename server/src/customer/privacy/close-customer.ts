import { addSeconds, daysBetween, refuse, ok, type CustomerId, type Result } from '@miaodai/values';
import { openCase } from '../../bank/cases/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { From } from '../consent/index.ts';
import { deleteCredentials } from '../credentials/index.ts';
import { retireDocuments } from '../documents/index.ts';
import { forgetFace } from '../face/index.ts';
import { endSessions, erasePerson, releaseNumbers } from '../identity/index.ts';
import { blocksOf, keepsOf, type Standing } from './closure.rules.ts';
import { recordClosure, recordKept } from './privacy.store.ts';

/**
 * A customer leaves: what may go goes now, what the law wants kept gets its day. Sign-in, devices, passwords and pictures of the face are
 * gone; mobile and ID number are free for a new customer. Who never said who they are is erased at once.
 */
export async function closeCustomer(
  context: Context,
  vault: Vault,
  { customerId, standing }: { customerId: CustomerId; standing: Standing },
  from: From,
): Promise<Result<ReturnType<typeof keepsOf>, 'deletion-blocked'>> {
  const { tx, today, now } = context;
  const [block] = blocksOf(standing);
  if (block) return refuse('deletion-blocked', { words: block.explanation });
  const keeps = keepsOf(standing, today, await readSettings(tx, today));
  const idNumberIndex = await releaseNumbers(tx, vault, customerId);
  if (await recordClosure(tx, { customerId, idNumberIndex }, from, now)) await recordKept(tx, customerId, keeps);
  await endSessions(tx, customerId, {}, now);
  await deleteCredentials(tx, customerId);
  await forgetFace(tx, customerId);
  const identity = keeps.find(({ kept }) => kept === 'identity');
  const keepDays = identity ? daysBetween(today, identity.until) + 1 : 0;
  await retireDocuments(tx, customerId, addSeconds(now, keepDays * 86_400));
  // The core closes accounts only by hand.
  if (standing.hasAccount) await openCase(tx, 'account-to-close', customerId, 'the customer has left', now);
  if (!identity) await erasePerson(tx, vault, customerId);
  return ok(keeps);
}
