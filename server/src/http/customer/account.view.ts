import type { accountOperations, Answer } from '@miaodai/http-api';
import { fen, mask, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import {
  accountNoOf,
  boundCardOf,
  isSettled,
  latestRequest,
  type AccountRequest,
  type Card,
} from '../../customer/account/index.ts';
import { currentIdDocument } from '../../customer/documents/index.ts';
import { readEcif } from '../../customer/ecif/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import type { Needs } from './needs.ts';

export type AccountView = Answer<(typeof accountOperations)['readAccount']>;

const EXPLANATIONS: Readonly<Record<Exclude<AccountView['state'], 'normal'>, string>> = {
  opening: '开户处理中，核心系统正在开立账户，通常几秒钟完成。您可以离开，稍后回来查看。',
  'opening-refused': '开户未成功，请核对信息后重新提交，或携带身份证件到网点办理。',
  'not-active': '账户已开立，请激活后使用。',
  activating: '激活处理中，通常几秒钟完成。您可以离开，稍后回来查看。',
  frozen: '账户已冻结，暂停收付。',
  'credit-only': '账户目前只收不付，请联系客服。',
  lost: '账户已挂失，暂停付款。',
  closed: '账户已销户，不能再转入转出和借款。需要重新开立账户，请拨打客服电话，或携带身份证件到网点办理。',
};

/** While the core has not answered a request, the state is known here and nobody else is asked; undefined where there is nothing. */
export function viewRequest(request: AccountRequest, accountNo: string | undefined): AccountView | undefined {
  const { order } = request;
  const state = isSettled(request)
    ? !accountNo && order.kind === 'open' && request.state === 'refused' && 'opening-refused'
    : ({ open: 'opening', activate: 'activating' } as const)[order.kind as 'open' | 'activate'];
  if (!state) return undefined;
  const card =
    order.kind === 'open' ? { cardNo: order.cardNo, mobile: order.cardMobile, bankName: order.bankName } : undefined;
  return {
    accountNo: accountNo ? mask.accountNo(accountNo) : null,
    ...{ state, explanation: EXPLANATIONS[state], balanceFen: fen(0), availableFen: fen(0), residenceAddress: null },
    holderName: order.kind === 'open' ? mask.name(order.name) : '',
    card: card ? viewCard(card) : null,
  };
}

const viewCard = ({ bankName, cardNo, mobile }: Card) => ({
  ...{ bankName, cardNo: mask.accountNo(cardNo), mobile: mask.mobile(mobile) },
});

/** The account as it is known here and at the core. */
export async function viewAccount(
  needs: Needs,
  customerId: CustomerId,
): Promise<Result<AccountView, 'not-found' | 'outside-system-silent'>> {
  const { db, vault, coreBanking } = needs;
  // The request first: once that is settled, its account is there to be seen.
  const latest = await latestRequest(db, vault, customerId);
  const [accountNo, bound, contact] = await Promise.all([
    accountNoOf(db, vault, customerId),
    boundCardOf(db, vault, customerId),
    readContact(db, vault, customerId),
  ]);
  const holderName = contact.name === undefined ? '' : mask.name(contact.name);
  const pending = latest && viewRequest(latest, accountNo);
  if (pending) return ok({ ...pending, holderName, card: pending.card ?? (bound ? viewCard(bound) : null) });
  if (!accountNo) return refuse('not-found');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused') return refuse('not-found');
  const { state, balanceFen, availableFen } = account.value;
  return ok({
    accountNo: mask.accountNo(accountNo),
    ...{ state, balanceFen, availableFen, holderName },
    explanation: state === 'normal' ? null : EXPLANATIONS[state],
    card: bound ? viewCard(bound) : null,
    residenceAddress: state === 'not-active' ? await addressOf(needs, customerId) : null,
  });
}

/** As it was last told, or as it stands on the ID card: to be corrected by the customer. */
async function addressOf({ db, vault }: Needs, customerId: CustomerId): Promise<string | null> {
  const known = (await readEcif(db, vault, customerId)).residenceAddress;
  return known ?? (await currentIdDocument(db, vault, customerId))?.address ?? null;
}
