import type { accountOperations } from '@miaodai/http-api';
import { assert, ok, refuse } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import { binOf, isSettled, latestRequest, requestActivation, requestOpening } from '../../customer/account/index.ts';
import { newsWithin } from '../../platform/news-within.ts';
import { informed, type Handlers } from '../door.ts';
import { viewAccount, viewRequest } from './account.view.ts';
import { checkActivation } from './check-activation.ts';
import { checkOpening } from './check-opening.ts';
import type { Needs } from './needs.ts';
import { setTransactionPassword } from './proofs.ts';

export const accountRoutes = (needs: Needs): Handlers<typeof accountOperations> => {
  const { db, vault, jobs } = needs;
  return {
    readAccount: async ({ query }, { customerId }) => {
      const latest = () => latestRequest(db, vault, customerId);
      const first = await latest();
      if (first && !isSettled(first)) {
        const wait = { ms: query.waitMs ?? 0, atWork: () => jobs.atWork('account.requested', first.id) };
        await newsWithin(wait, first, isSettled, async () => (await latest()) ?? first);
      }
      return viewAccount(needs, customerId);
    },
    lookUpCard: async ({ params }) => {
      const bin = binOf(params.bin);
      return bin ? ok({ ...bin, acceptable: bin.cardKind === 'debit' }) : refuse('not-found');
    },
    openAccount: informed({
      before: async ({ body }, { customerId }) => checkOpening(needs, customerId, body),
      within: async (context, { body }, { customerId, from }, order) => {
        const { agreements, faceAttemptId } = body;
        const settings = await readSettings(context.tx, context.today);
        const input = { customerId, order, agreements, faceAttemptId };
        const requested = await requestOpening(context, vault, input, from, settings);
        return requested.ok ? ok(shown(viewRequest(requested.value, undefined))) : requested;
      },
    }),
    activateAccount: informed({
      before: async ({ body }, { customerId }) => checkActivation(needs, customerId, body),
      within: async (context, { body }, { customerId, from }, { hash, record, accountNo }) => {
        const order = { address: body.residenceAddress, record };
        const requested = await requestActivation(context, vault, customerId, order);
        if (!requested.ok) return refuse('account-not-ready');
        await setTransactionPassword(context, { customerId, from }, hash, 'set');
        return ok(shown(viewRequest(requested.value, accountNo)));
      },
    }),
  };
};

function shown<T>(view: T | undefined): T {
  assert(view, 'a request that was just made can be shown');
  return view;
}
