import { ok, refuse, type ApplicationId, type CustomerId, type Instant, type Result } from '@miaodai/values';
import { mustShowFaceAgain, ownApplication } from '../../lending/application/index.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { viewApplication, type ApplicationView } from './application.view.ts';
import { gatesBefore } from './gates.ts';
import type { Needs } from './needs.ts';

export type Who = { customerId: CustomerId; applicationId: ApplicationId; sessionId: string };
type Asking = { customerId: CustomerId; session: { sessionId: string } };
type Looking = { tx: Db | Tx; now: Instant };
type OnApplication = { params: { applicationId: string } };

/** Whose application is meant: every command and query looks for it under this customer only. */
export const whoseApplication = ({ params }: OnApplication, { customerId, session }: Asking): Who => ({
  customerId,
  applicationId: params.applicationId as ApplicationId,
  sessionId: session.sessionId,
});

/** The application as it is after a command that went well. */
export async function shownApplication({ tx, now }: Looking, vault: Vault, who: Who): Promise<ApplicationView> {
  const application = await ownApplication(tx, vault, who.applicationId, who.customerId);
  if (!application) throw new Error('an application that was just changed is there');
  return viewApplication({ tx, now, sessionId: who.sessionId }, vault, application);
}

/** Whoever has come back in another session shows their face before going on (APP-4); what is not there is told by the command. */
export async function faceShown(
  tx: Db | Tx,
  vault: Vault,
  { applicationId, customerId, sessionId }: Who,
): Promise<Result<void, 'face-check-needed'>> {
  const application = await ownApplication(tx, vault, applicationId, customerId);
  const again = application !== undefined && (await mustShowFaceAgain(tx, application, sessionId));
  return again ? refuse('face-check-needed') : ok(undefined);
}

/** First here, then at the core (ACC-2): does nothing stand between the customer and a loan? Else the first gate, in words. */
export async function accountInOrder(needs: Needs, customerId: CustomerId) {
  const gates = await gatesBefore(needs, 'apply', customerId);
  if (!gates.ok) return gates;
  const [first] = gates.value;
  return first ? refuse('account-not-ready', { words: `${first.title}：${first.explanation}` }) : ok(undefined);
}
