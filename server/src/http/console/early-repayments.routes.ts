import type { earlyRepaymentOperations } from '@miaodai/http-api';
import { ok, refuse } from '@miaodai/values';
import { branchNames, HEAD_OFFICE } from '../../bank/branches/index.ts';
import { today } from '../../bank/calendar/index.ts';
import {
  approveEarlyRequest,
  declineEarlyRequest,
  listRequests,
  readRequest,
  seesRequest,
  type EarlyRequest,
} from '../../lending/repayment/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import { isOwnLoan, viewDetail, viewItems, type DetailView } from './early-repayments.view.ts';
import type { Needs } from './needs.ts';

type Routes = Handlers<typeof earlyRepaymentOperations, StaffCaller>;
const STATES = ['requested', 'approved', 'paying', 'paid', 'declined', 'cancelled', 'failed'] as const;
const PAGE_SIZE = 20;

/** Requests to repay early: of one's own branch, at the head office of every one. */
export const earlyRepaymentRoutes = (needs: Needs): Routes => ({ ...looks(needs), ...decisions(needs) });

function looks({ db, vault, clock }: Needs): Pick<Routes, 'listEarlyRepayments' | 'readEarlyRepayment'> {
  return {
    listEarlyRepayments: async ({ query }, { session }) => {
      const { page = 1, pageSize = PAGE_SIZE, state } = query;
      // Whatever branch is asked for, nobody sees another than their own.
      const own = session.branchCode === HEAD_OFFICE ? (query.branchCode ?? null) : session.branchCode;
      const elsewhere = query.branchCode !== undefined && query.branchCode !== own;
      const filter = { branchCode: elsewhere ? '' : own, state, text: query.text?.toUpperCase() };
      const found = await listRequests(db, filter, { limit: pageSize, offset: (page - 1) * pageSize });
      const items = await viewItems({ tx: db, vault, today: await today(db) }, found.requests);
      const branches = await branchNames(db);
      const counts = Object.fromEntries(STATES.map((one) => [one, found.counts.get(one) ?? 0]));
      return ok({
        ...{ items, total: found.total, page, pageSize, now: clock.now() },
        counts: counts as Record<(typeof STATES)[number], number>,
        branches: [...branches]
          .filter(([code]) => session.branchCode === HEAD_OFFICE || code === session.branchCode)
          .map(([branchCode, name]) => ({ branchCode, name })),
      });
    },
    readEarlyRepayment: async ({ params, query }, caller) => {
      const request = await readRequest(db, params.requestId);
      if (!request || !seesRequest(caller.session, request)) return refuse('not-found');
      return ok(await viewDetail({ tx: db, vault, today: await today(db), caller }, request, query.debitOn));
    },
  };
}

function decisions({ vault }: Needs): Pick<Routes, 'approveEarlyRepayment' | 'declineEarlyRepayment'> {
  const own = (context: Context, caller: StaffCaller) => (request: EarlyRequest) =>
    isOwnLoan({ tx: context.tx, vault }, request, caller);
  const shown = async (context: Context, caller: StaffCaller, id: string): Promise<DetailView> => {
    const request = await readRequest(context.tx, id);
    if (!request) throw new Error('a request that was just decided on is there');
    return viewDetail({ ...context, vault, caller }, request, undefined);
  };
  return {
    approveEarlyRepayment: {
      within: async (context, { params, body }, caller) => {
        const asked = { ...params, ...body };
        const done = await approveEarlyRequest(context, vault, asked, caller.session, own(context, caller));
        return done.ok ? ok(await shown(context, caller, params.requestId)) : done;
      },
    },
    declineEarlyRepayment: {
      within: async (context, { params, body }, caller) => {
        const asked = { ...params, ...body };
        const done = await declineEarlyRequest(context, vault, asked, caller.session, own(context, caller));
        return done.ok ? ok(await shown(context, caller, params.requestId)) : done;
      },
    },
  };
}
