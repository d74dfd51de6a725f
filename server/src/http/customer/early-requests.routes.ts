import type { repaymentOperations } from '@miaodai/http-api';
import { ok, refuse, type LoanId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import {
  cancelEarlyRequest,
  quoteEarlyRepayment,
  requestEarlyRepayment,
  requestsOf,
} from '../../lending/repayment/index.ts';
import { readBook } from '../../lending/servicing/index.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { informed, type Handlers } from '../door.ts';
import type { Needs } from './needs.ts';
import { proveTransactionPassword } from './proofs.ts';
import { quotedTo } from './quoted-to.ts';
import { viewQuote, viewRequest } from './repayments.view.ts';

type Routes = Handlers<typeof repaymentOperations>;
type Early = Pick<Routes, 'quoteEarlyRepayment' | 'requestEarlyRepayment' | 'listEarlyRequests' | 'cancelEarlyRequest'>;
const DAY_SECONDS = 86_400;

/** What repaying early would cost, and what is asked of an officer. */
export const earlyRoutes = (needs: Needs): Early => {
  const { db, vault } = needs;
  return {
    quoteEarlyRepayment: informed({
      look: async (_, { customerId }) => {
        const { earlyQuotesPerDay } = await readSettings(db, await today(db));
        const within = await withinRate(db, `early-quotes:${customerId}`, earlyQuotesPerDay, DAY_SECONDS);
        return within ? ok(undefined) : refuse('too-many-requests');
      },
      within: async (context, { params, body }, { customerId }) => {
        const wish = { loanId: params.loanId as LoanId, customerId, principalFen: body.principalFen ?? null };
        const quoted = await quoteEarlyRepayment(context, wish);
        return quoted.ok ? ok(viewQuote(quoted.value, context.now)) : quoted;
      },
    }),
    requestEarlyRepayment: informed({
      before: async ({ params, body }, { customerId, from }) => {
        const wish = { quoteId: params.quoteId, customerId, mode: body.mode };
        const quoted = await quotedTo(needs, wish, 'officer');
        return quoted.ok ? proveTransactionPassword(needs, { customerId, from }, body.transactionPassword) : quoted;
      },
      within: async (context, { params, body }, { customerId }) => {
        const wish = { quoteId: params.quoteId, customerId, mode: body.mode };
        const requested = await requestEarlyRepayment(context, vault, wish);
        return requested.ok ? ok(await viewRequest({ ...context, vault }, requested.value)) : requested;
      },
    }),
    listEarlyRequests: async ({ params }, { customerId }) => {
      const loanId = params.loanId as LoanId;
      const found = await readBook(db, loanId);
      if (found?.loan.customerId !== customerId) return refuse('not-found');
      const looking = { tx: db, vault, today: await today(db) };
      const requests = await requestsOf(db, { loanId });
      return ok({ requests: await Promise.all(requests.map((request) => viewRequest(looking, request))) });
    },
    cancelEarlyRequest: {
      within: async (context, { params }, { customerId }) => {
        const cancelled = await cancelEarlyRequest(context, { requestId: params.requestId, customerId });
        return cancelled.ok ? ok(await viewRequest({ ...context, vault }, cancelled.value)) : cancelled;
      },
    },
  };
};
