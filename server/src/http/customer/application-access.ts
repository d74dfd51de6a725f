import { ok, refuse, type ApplicationId, type CustomerId } from '@miaodai/values';
import { ownApplication } from '../../lending/application/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { viewApplication, type ApplicationView } from './application.view.ts';
import { gatesBefore } from './gates.ts';
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

/** First here, then at the core (ACC-2): does nothing stand between the customer and a loan? Else the first gate, in words. */
export async function accountInOrder(needs: Needs, customerId: CustomerId) {
  const gates = await gatesBefore(needs, 'apply', customerId);
  if (!gates.ok) return gates;
  const [first] = gates.value;
  return first ? refuse('account-not-ready', { words: `${first.title}：${first.explanation}` }) : ok(undefined);
}
