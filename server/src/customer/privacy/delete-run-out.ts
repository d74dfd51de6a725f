import { addSeconds, type CustomerId } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import type { Context, InTx } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { eraseAccountPapers } from '../account/index.ts';
import { forgetConsents } from '../consent/index.ts';
import { eraseEcif } from '../ecif/index.ts';
import { deleteSecurityLog, erasePerson } from '../identity/index.ts';
import { deleteMessagesOf, deleteTextsToNumbers } from '../messages/index.ts';
import { eraseTransfers } from '../transfers/index.ts';
import type { Kept } from './closure.rules.ts';
import { forgetPerson, lockRunOut, markDeleted } from './privacy.store.ts';

/** So many at a time, each in a transaction of its own: a long night's work is never one transaction. */
const BATCH = 50;

type Needs = {
  inTx: InTx;
  vault: Vault;
  /** What lending holds of a person; customer/ knows no loans. */
  eraseTrade(context: Context, customerId: CustomerId): Promise<void>;
};

/** Deletes what had to be kept when customers left, and whose time is over. @returns how many things. */
export async function deleteRunOut(needs: Needs): Promise<number> {
  await needs.inTx(async ({ tx, today, now }) => {
    const { messageRetentionDays } = await readSettings(tx, today);
    await deleteTextsToNumbers(tx, addSeconds(now, -messageRetentionDays * 86_400));
  });
  let deleted = 0;
  for (let found = -1; found !== 0; deleted += found) found = await deleteSome(needs);
  return deleted;
}

const deleteSome = (needs: Needs): Promise<number> =>
  needs.inTx(async (context) => {
    const runOut = await lockRunOut(context.tx, context.today, BATCH);
    for (const { customerId, what } of runOut) {
      await erase(needs, context, customerId)[what]();
      await markDeleted(context.tx, customerId, what, context.now);
    }
    return runOut.length;
  });

const erase = (
  { vault, eraseTrade }: Needs,
  context: Context,
  customerId: CustomerId,
): Record<Kept, () => Promise<void>> => {
  const { tx, today } = context;
  return {
    identity: async () => {
      await erasePerson(tx, vault, customerId);
      await eraseAccountPapers(tx, vault, customerId);
      await eraseEcif(tx, customerId);
      await forgetPerson(tx, customerId);
    },
    trade: async () => {
      await eraseTransfers(tx, vault, customerId);
      await eraseTrade(context, customerId);
    },
    consents: () => forgetConsents(tx, customerId, today),
    messages: () => deleteMessagesOf(tx, customerId),
    'security-log': () => deleteSecurityLog(tx, customerId),
  };
};
