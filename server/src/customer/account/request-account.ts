import { assert, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import { intendCall } from '../../integrations/external-calls/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { together } from '../../platform/db/together.ts';
import { isSettled, requestNoOf, type AccountOrder, type AccountRequest, type StateChange } from './account.rules.ts';
import { accountNoOf } from './account.store.ts';
import { insertRequest, latestRequest, lockAccountOf, wasActivated } from './requests.store.ts';

type Asked = Result<AccountRequest, 'step-not-allowed'>;

/** To activate the account. Asked again meanwhile, it is the same request. */
export async function requestActivation(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
  order: Omit<Extract<AccountOrder, { kind: 'activate' }>, 'kind' | 'accountNo'>,
): Promise<Asked> {
  return onAccount(context, vault, customerId, (accountNo) => ({ kind: 'activate', accountNo, ...order }));
}

/**
 * To freeze, release, report lost, at the customer's wish, who has proven themselves before. Asked again meanwhile, it is the same
 * request; while the core is at another one, it is refused.
 */
export async function requestStateChange(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
  kind: StateChange,
): Promise<Asked> {
  return onAccount(context, vault, customerId, (accountNo) => ({ kind, accountNo }));
}

async function onAccount(
  context: Context,
  vault: Vault,
  customerId: CustomerId,
  orderFor: (accountNo: string) => AccountOrder,
): Promise<Asked> {
  const { tx } = context;
  await lockAccountOf(tx, customerId);
  const accountNo = await accountNoOf(tx, vault, customerId);
  if (!accountNo) return refuse('step-not-allowed');
  const order = orderFor(accountNo);
  const latest = await latestRequest(tx, vault, customerId);
  if (latest && !isSettled(latest)) return latest.order.kind === order.kind ? ok(latest) : refuse('step-not-allowed');
  // An account is activated once; what came later than its activation is not asked of the core.
  if (order.kind === 'activate' && (await wasActivated(tx, customerId))) return refuse('step-not-allowed');
  return ok(await askTheCore(context, vault, customerId, order));
}

/** Intent and the call to come commit together; sendAccountRequest follows. */
export async function askTheCore(
  { tx, now, emit }: Context,
  vault: Vault,
  customerId: CustomerId,
  order: AccountOrder,
): Promise<AccountRequest> {
  const id = uuid();
  const requestNo = requestNoOf(id);
  assert(requestNo.length <= 32, 'the core takes 32 letters');
  const made: AccountRequest = {
    ...{ id, requestNo, customerId, order },
    ...{ state: 'requested', requestedAt: now, refusalCode: null },
  };
  emit('account.requested', id);
  const requestHash = vault.index('account-request', JSON.stringify(order)).toString('hex');
  await together([
    insertRequest(tx, vault, made),
    intendCall(tx, { requestNo, system: 'core-banking', operation: 'account', subject: id, requestHash }),
  ]);
  return made;
}
