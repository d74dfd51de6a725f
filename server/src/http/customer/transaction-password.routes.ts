import type { securityOperations } from '@miaodai/http-api';
import { minuteInShanghai, ok, refuse, type CustomerId } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import { passwordState } from '../../customer/credentials/index.ts';
import { useFaceProof } from '../../customer/face/index.ts';
import { queueMessage } from '../../customer/messages/index.ts';
import type { Context } from '../../platform/context.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';
import {
  setTransactionPassword,
  newTransactionPassword,
  ownCode,
  proveSmsCode,
  proveTransactionPassword,
} from './proofs.ts';

type Operations = Pick<Handlers<typeof securityOperations>, 'changeTransactionPassword' | 'resetTransactionPassword'>;

export const transactionPasswordRoutes = (needs: Needs): Operations => ({
  changeTransactionPassword: informed({
    before: async ({ body }, { customerId, from }) => {
      if (!(await isSet(needs, customerId))) return refuse('transaction-password-unset');
      const proven = await proveTransactionPassword(needs, { customerId, from }, body.old);
      return proven.ok ? newTransactionPassword(needs, customerId, body.new) : proven;
    },
    within: async (context, _, { customerId, from }, hash) => {
      await setTransactionPassword(context, { customerId, from }, hash, 'changed');
      await tell(context, needs, customerId);
      return ok({ done: true as const });
    },
  }),
  resetTransactionPassword: informed({
    before: async ({ body }, { customerId }) => {
      if (!(await isSet(needs, customerId))) return refuse('transaction-password-unset');
      // A weak one is told before the code is spent.
      const fresh = await newTransactionPassword(needs, customerId, body.new);
      if (!fresh.ok) return fresh;
      const code = await proveSmsCode(needs, ownCode(customerId, 'reset-transaction-password'), body.smsCode);
      return code.ok ? fresh : code;
    },
    within: async (context, { body }, { customerId, from }, hash) => {
      const { tx, now, today } = context;
      const who = { attemptId: body.faceAttemptId, customerId, purpose: 'reset-password' as const };
      const face = await useFaceProof(tx, who, now, await readSettings(tx, today));
      if (!face.ok) return face;
      await setTransactionPassword(context, { customerId, from }, hash, 'reset');
      await tell(context, needs, customerId);
      return ok({ done: true as const });
    },
  }),
});

const isSet = async ({ db, clock }: Needs, customerId: CustomerId): Promise<boolean> =>
  (await passwordState(db, customerId, 'transaction', clock.now())).is !== 'unset';

const tell = (context: Context, { vault }: Needs, customerId: CustomerId): Promise<void> =>
  queueMessage(
    context,
    vault,
    { customerId, kind: 'password-changed' },
    { which: '交易密码', time: minuteInShanghai(context.now) },
  );
