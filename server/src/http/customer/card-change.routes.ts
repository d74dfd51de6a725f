import type { accountCareOperations } from '@miaodai/http-api';
import { addSeconds, mask, ok, refuse, type CustomerId } from '@miaodai/values';
import { today } from '../../bank/calendar/index.ts';
import { readSettings } from '../../bank/settings/index.ts';
import { accountNoOf, boundCardOf, replacedCardAt } from '../../customer/account/index.ts';
import { readContact, recordSecurityEvent } from '../../customer/identity/index.ts';
import { changeCard, hasOpenTransfers, removeCard } from '../../customer/transfers/index.ts';
import { hasOpenPayout } from '../../lending/disbursement/index.ts';
import { informed, type Handlers } from '../door.ts';
import { checkCard, mayCheckCard } from './check-card.ts';
import type { Needs } from './needs.ts';
import { ownCode, proveSmsCode, proveTransactionPassword } from './proofs.ts';

type CardChanges = Pick<Handlers<typeof accountCareOperations>, 'rebindCard' | 'unbindCard'>;

/** The card is the one way for money to leave: who changes it proves to be the holder, of the account and of the card. */
export const cardChangeRoutes = (needs: Needs): CardChanges => ({
  rebindCard: informed({
    before: async ({ body }, { customerId, from }) => {
      const holder = await mayRebind(needs, customerId, body.cardNo);
      if (!holder.ok) return holder;
      const password = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
      if (!password.ok) return password;
      const elements = { ...holder.value, cardNo: body.cardNo, mobile: body.cardMobile };
      const within = await mayCheckCard(needs, customerId, body.cardNo);
      if (!within.ok) return within;
      const card = await checkCard(needs, elements);
      if (!card.ok) return card;
      const code = await proveSmsCode(needs, ownCode(customerId, 'bind-card'), body.smsCode);
      return code.ok ? ok({ cardNo: body.cardNo, mobile: body.cardMobile, bankName: card.value.bankName }) : code;
    },
    within: async (context, _, { customerId, from }, card) => {
      const changed = await changeCard(context, needs.vault, customerId, card);
      if (!changed.ok) return changed;
      await recordSecurityEvent(context.tx, customerId, 'card-changed', from, context.now);
      return ok({ bankName: card.bankName, cardNo: mask.accountNo(card.cardNo), boundAt: changed.value.boundAt });
    },
  }),
  unbindCard: informed({
    before: async ({ body }, { customerId, from }) => {
      const allowed = await mayUnbind(needs, customerId);
      if (!allowed.ok) return allowed;
      const password = await proveTransactionPassword(needs, { customerId, from }, body.transactionPassword);
      return password.ok ? proveSmsCode(needs, ownCode(customerId, 'unbind-card'), body.smsCode) : password;
    },
    within: async (context, _, { customerId, from }) => {
      if (await hasOpenPayout(context.tx, customerId)) return refuse('transfers-open');
      const removed = await removeCard(context, needs.vault, customerId);
      if (!removed.ok) return removed;
      await recordSecurityEvent(context.tx, customerId, 'card-unbound', from, context.now);
      return ok({ card: null });
    },
  }),
});

/** Whose card it must be; refused before any try is used up where it cannot be now. */
async function mayRebind({ db, vault, clock, coreBanking }: Needs, customerId: CustomerId, cardNo: string) {
  const { name, idNumber } = await readContact(db, vault, customerId);
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo || name === undefined || idNumber === undefined) return refuse('account-not-ready');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused' || account.value.state !== 'normal') return refuse('account-not-ready');
  if (await hasOpenTransfers(db, customerId)) return refuse('transfers-open');
  if ((await boundCardOf(db, vault, customerId))?.cardNo === cardNo) {
    return refuse('card-not-supported', { words: '这张银行卡已经绑定' });
  }
  const { cardCoolDownSeconds } = await readSettings(db, await today(db));
  const replacedAt = await replacedCardAt(db, customerId);
  const cooling = replacedAt !== undefined && clock.now() < addSeconds(replacedAt, cardCoolDownSeconds);
  return cooling ? refuse('card-changed-recently') : ok({ name, idNumber });
}

async function mayUnbind({ db, vault, coreBanking }: Needs, customerId: CustomerId) {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  if (!(await boundCardOf(db, vault, customerId))) return refuse('card-not-bound');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused') return refuse('account-not-ready');
  if (account.value.balanceFen !== 0) return refuse('balance-not-zero');
  const open = (await hasOpenTransfers(db, customerId)) || (await hasOpenPayout(db, customerId));
  return open ? refuse('transfers-open') : ok(undefined);
}
