import type { workOperations } from '@miaodai/http-api';
import { fen, ok, secondsBetween, type Instant } from '@miaodai/values';
import { branchNames, HEAD_OFFICE } from '../../bank/branches/index.ts';
import { productNames } from '../../bank/products/index.ts';
import { memberNames } from '../../bank/staff/index.ts';
import { listReviews, type ShownState, type WorkItem } from '../../lending/review/index.ts';
import type { Handlers } from '../door.ts';
import type { StaffCaller } from './caller.ts';
import type { Needs } from './needs.ts';

const STATES: readonly ShownState[] = [
  ...(['open', 'claimed', 'waiting-for-papers', 'to-sign', 'to-check', 'paying'] as const),
  ...(['done', 'declined', 'withdrawn'] as const),
];
const PAGE_SIZE = 20;

export const workRoutes = ({ db, clock }: Needs): Handlers<typeof workOperations, StaffCaller> => ({
  listWork: async ({ query }, { session }) => {
    const { page = 1, pageSize = PAGE_SIZE } = query;
    // Whatever branch is asked for, nobody sees another than their own.
    const own = session.branchCode === HEAD_OFFICE ? (query.branchCode ?? null) : session.branchCode;
    const elsewhere = query.branchCode !== undefined && query.branchCode !== own;
    const filter = {
      ...{ branchCode: elsewhere ? '' : own, state: query.state, productCode: query.productCode },
      ...{ text: query.text?.toUpperCase(), holderId: query.mine === 'true' ? session.staffId : undefined },
    };
    const { items, counts } = await listReviews(db, filter, { limit: pageSize, offset: (page - 1) * pageSize });
    const branches = await branchNames(db);
    const products = await productNames(db);
    const holders = await memberNames(
      db,
      items.map(({ holderId }) => holderId).filter((id) => id !== null),
    );
    const now = clock.now();
    const shown = ({ holderId, ...item }: WorkItem) => ({
      ...item,
      productName: products.get(item.productCode) ?? item.productCode,
      branchName: branches.get(item.branchCode) ?? item.branchCode,
      holder: holderId && {
        ...{ staffId: holderId, name: holders.get(holderId) ?? '', mine: holderId === session.staffId },
      },
      amountFen: item.amountFen === null ? null : fen(item.amountFen),
      ...due(item, now),
    });
    return ok({
      items: items.map(shown),
      total: totalOf(counts, query.state),
      ...{ page, pageSize, now },
      counts: Object.fromEntries(STATES.map((state) => [state, counts.get(state) ?? 0])) as Record<ShownState, number>,
      branches: [...branches]
        .filter(([code]) => session.branchCode === HEAD_OFFICE || code === session.branchCode)
        .map(([branchCode, name]) => ({ branchCode, name })),
      products: [...products].map(([productCode, name]) => ({ productCode, name })),
    });
  },
});

const DECIDED: readonly ShownState[] = ['done', 'declined', 'withdrawn'];
const UNDECIDED: readonly ShownState[] = ['open', 'claimed', 'waiting-for-papers'];

const totalOf = (counts: ReadonlyMap<ShownState, number>, state: ShownState | undefined): number =>
  [...counts]
    .filter(([one]) => (state === undefined ? !DECIDED.includes(one) : one === state))
    .reduce((sum, [, n]) => sum + n, 0);

const due = ({ state, dueAt }: Pick<WorkItem, 'state' | 'dueAt'>, now: Instant) =>
  UNDECIDED.includes(state)
    ? { dueAt, secondsLeft: Math.trunc(secondsBetween(now, dueAt)) }
    : { dueAt: null, secondsLeft: null };
