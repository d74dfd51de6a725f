import type { accountCareOperations } from '@miaodai/http-api';
import { mask, ok, refuse, type CustomerId } from '@miaodai/values';
import { readSettings } from '../../bank/settings/index.ts';
import {
  accountNoOf,
  boundCardOf,
  isSettled,
  ownRequest,
  requestStateChange,
  type AccountRequest,
  type StateChange,
} from '../../customer/account/index.ts';
import { useFaceProof } from '../../customer/face/index.ts';
import { readContact, recordSecurityEvent } from '../../customer/identity/index.ts';
import type { AccountState } from '../../integrations/core-banking/port.ts';
import type { Context } from '../../platform/context.ts';
import { newsWithin } from '../../platform/news-within.ts';
import type { Caller, From } from '../caller.ts';
import { informed, type Handlers } from '../door.ts';
import { cardChangeRoutes } from './card-change.routes.ts';
import type { Needs } from './needs.ts';
import { ownCode, proveSmsCode, proveTransactionPassword } from './proofs.ts';
import { sendCode } from './send-code.ts';

/** Who takes care of an account may stop it by a code, and must be seen and known to let it go on. */
export const accountCareRoutes = (needs: Needs): Handlers<typeof accountCareOperations> => ({
  ...stoppingRoutes(needs),
  ...releasingRoutes(needs),
  ...cardChangeRoutes(needs),
  requestAccountCode: {
    within: async (context, { body: { purpose } }, { customerId }) => {
      const { mobile } = await readContact(context.tx, needs.vault, customerId);
      return sendCode(context, needs, { scope: { customerId, purpose, subject: customerId }, mobile });
    },
  },
  readAccountChange: async ({ params, query }, { customerId }) => {
    const { db, vault, jobs } = needs;
    const read = () => ownRequest(db, vault, params.changeId, customerId);
    const first = await read();
    if (!first || !isChange(first)) return refuse('not-found');
    const wait = { ms: query.waitMs ?? 0, atWork: () => jobs.atWork('account.requested', first.id) };
    return ok(viewChange(await newsWithin(wait, first, isSettled, async () => (await read()) ?? first)));
  },
  readBoundCard: async (_, { customerId }) => {
    const card = await boundCardOf(needs.db, needs.vault, customerId);
    return ok({
      card: card ? { bankName: card.bankName, cardNo: mask.accountNo(card.cardNo), boundAt: card.boundAt } : null,
    });
  },
});

type Care = Handlers<typeof accountCareOperations>;

const stoppingRoutes = (needs: Needs): Pick<Care, 'reportLoss' | 'requestFreeze'> => ({
  reportLoss: informed({
    before: async ({ body }, { customerId }) => {
      const allowed = await stateAllows(needs, customerId, 'report-loss');
      // Whoever has lost phone and password must not lose time too: the code is enough, and what it does can be undone.
      return allowed.ok ? proveSmsCode(needs, ownCode(customerId, 'report-loss'), body.smsCode) : allowed;
    },
    within: (context, _, { customerId, from }) => change(context, needs, { customerId, from }, 'report-loss'),
  }),
  requestFreeze: informed({
    before: async ({ body }, { customerId, from }) => {
      const allowed = await stateAllows(needs, customerId, 'freeze');
      if (!allowed.ok) return allowed;
      const password = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
      return password.ok ? proveSmsCode(needs, ownCode(customerId, 'freeze'), body.smsCode) : password;
    },
    within: (context, _, { customerId, from }) => change(context, needs, { customerId, from }, 'freeze'),
  }),
});

const releasingRoutes = (needs: Needs): Pick<Care, 'releaseLoss' | 'requestUnfreeze'> => ({
  releaseLoss: informed(release(needs, 'release-loss')),
  requestUnfreeze: informed(release(needs, 'unfreeze')),
});

type Proofs = { body: { faceAttemptId: string; transactionPassword: string } };

const release = (needs: Needs, kind: 'release-loss' | 'unfreeze') => ({
  before: async ({ body }: Proofs, { customerId, from }: Caller) => {
    const allowed = await stateAllows(needs, customerId, kind);
    if (!allowed.ok) return allowed;
    return proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
  },
  within: async (context: Context, { body }: Proofs, { customerId, from }: Caller) => {
    const settings = await readSettings(context.tx, context.today);
    const attempt = { attemptId: body.faceAttemptId, customerId, purpose: 'release-account' } as const;
    const seen = await useFaceProof(context.tx, attempt, context.now, settings);
    return seen.ok ? change(context, needs, { customerId, from }, kind) : seen;
  },
});

const EVENTS = {
  'report-loss': 'loss-reported',
  'release-loss': 'loss-released',
  freeze: 'account-frozen',
  unfreeze: 'account-unfrozen',
} as const satisfies Record<StateChange, string>;

async function change(
  context: Context,
  { vault }: Needs,
  { customerId, from }: { customerId: CustomerId; from: From },
  kind: StateChange,
) {
  const requested = await requestStateChange(context, vault, customerId, kind);
  if (!requested.ok) return requested;
  await recordSecurityEvent(context.tx, customerId, EVENTS[kind], from, context.now);
  return ok(viewChange(requested.value));
}

/** From which states the core takes a change. */
const FROM_STATES: Readonly<Record<StateChange, readonly AccountState[]>> = {
  'report-loss': ['normal', 'credit-only'],
  freeze: ['normal', 'credit-only'],
  'release-loss': ['lost'],
  unfreeze: ['frozen'],
};

/** First here, then at the core (ACC-2): before a code or a password is used up on what cannot be. */
async function stateAllows({ db, vault, coreBanking }: Needs, customerId: CustomerId, kind: StateChange) {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused') return refuse('account-not-ready');
  return FROM_STATES[kind].includes(account.value.state) ? ok(undefined) : refuse('step-not-allowed');
}

const isChange = ({ order }: AccountRequest): boolean => order.kind !== 'open' && order.kind !== 'activate';

/** What the customer can do about it. */
const REASONS: Readonly<Record<string, string>> = {
  'state-not-allowed': '账户当前状态不能办理，请刷新后查看',
  'not-ours-to-release': '该冻结不是您本人申请的，请携带身份证件到网点办理',
};

const viewChange = ({ id, order, state, requestedAt, refusalCode }: AccountRequest) => ({
  changeId: id,
  kind: order.kind as StateChange,
  state,
  reason: state === 'refused' ? (REASONS[refusalCode ?? ''] ?? '核心系统未能受理，请联系客服') : null,
  requestedAt,
});
