import { ok, refuse, ZERO, type CustomerId, type Fen, type Result } from '@miaodai/values';
import { accountNoOf, isSettled, latestRequest } from '../../customer/account/index.ts';
import { readContact } from '../../customer/identity/index.ts';
import type { Standing } from '../../customer/privacy/index.ts';
import { hasOpenTransfers } from '../../customer/transfers/index.ts';
import { applicationsOf } from '../../lending/application/index.ts';
import { hasOpenRefund } from '../../lending/corrections/index.ts';
import { listLoans } from '../../lending/servicing/index.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import type { Needs } from './needs.ts';

type AtTheCore = { balanceFen: Fen; isNormal: boolean };

/** What only the core knows. An account that was never activated, or is closed, stands in nobody's way. */
export async function askTheCore(
  { db, vault, coreBanking }: Needs,
  customerId: CustomerId,
): Promise<Result<AtTheCore, 'outside-system-silent'>> {
  const accountNo = await accountNoOf(db, vault, customerId);
  const account = accountNo === undefined ? undefined : await coreBanking.account(accountNo);
  if (account?.is === 'unknown') return refuse('outside-system-silent');
  if (account?.is !== 'done') return ok({ balanceFen: ZERO, isNormal: true });
  const { state, balanceFen } = account.value;
  return ok({ balanceFen, isNormal: state === 'normal' || state === 'not-active' || state === 'closed' });
}

/** How a customer stands who wants to leave. */
export async function standingOf(
  db: Db | Tx,
  { vault }: Pick<Needs, 'vault'>,
  customerId: CustomerId,
  atTheCore: AtTheCore,
): Promise<Standing> {
  const loans = await listLoans(db, vault, customerId);
  const applications = await applicationsOf(db, vault, customerId);
  const request = await latestRequest(db, vault, customerId);
  return {
    known: (await readContact(db, vault, customerId)).name !== undefined,
    hasAccount: (await accountNoOf(db, vault, customerId)) !== undefined,
    balanceFen: atTheCore.balanceFen,
    accountIsNormal: atTheCore.isNormal,
    requestsOpen: request !== undefined && !isSettled(request),
    // Money that the bank is about to give back comes to the account.
    transfersOpen: (await hasOpenTransfers(db, customerId)) || (await hasOpenRefund(db, customerId)),
    // What the bank has written off in its books is still owed.
    loansOpen: loans.filter(({ state }) => state !== 'closed').length,
    applicationUnderWay: applications.some(({ status }) => status === 'deciding' || status === 'to-be-paid'),
    hasBorrowed: loans.length > 0 || applications.some(({ submittedAt }) => submittedAt !== null),
  };
}
