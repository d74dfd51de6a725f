import { ok, refuse, type ApplicationId, type CustomerId } from '@miaodai/values';
import { accountNoOf, mayReceive } from '../../customer/account/index.ts';
import { ownApplication } from '../../lending/application/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { viewApplication, type ApplicationView } from './application.view.ts';
import type { Needs } from './needs.ts';

export type Who = { customerId: CustomerId; applicationId: ApplicationId };
type OnApplication = { params: { applicationId: string } };

/** Whose application is meant: every command and query looks for it under this customer only. */
export const whoseApplication = ({ params }: OnApplication, { customerId }: { customerId: CustomerId }): Who => ({
  customerId,
  applicationId: params.applicationId as ApplicationId,
});

/** The application as it is after a command that went well. */
export async function shownApplication(tx: Db | Tx, vault: Vault, who: Who): Promise<ApplicationView> {
  const application = await ownApplication(tx, vault, who.applicationId, who.customerId);
  if (!application) throw new Error('an application that was just changed is there');
  return viewApplication(tx, vault, application);
}

/** First here, then at the core (ACC-2): is there an account that a loan can be paid to? */
export async function accountInOrder({ db, vault, coreBanking }: Needs, customerId: CustomerId) {
  const accountNo = await accountNoOf(db, vault, customerId);
  if (!accountNo) return refuse('account-not-ready');
  const account = await coreBanking.account(accountNo);
  if (account.is === 'unknown') return refuse('outside-system-silent');
  if (account.is === 'refused' || !mayReceive(account.value.state)) return refuse('account-not-ready');
  return ok(undefined);
}
