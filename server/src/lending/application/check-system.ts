import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { ownApplication } from './application.store.ts';
import { findingsOf, type CheckFacts } from './check-system.rules.ts';
import { moveTo } from './move-to.ts';
import { insertSystemCheck } from './system-checks.store.ts';
import { waitAfterDecline } from './wait-after-decline.ts';

type Who = { customerId: CustomerId; applicationId: ApplicationId };

/**
 * The bank's own check between the two agreements (APP-1), kept with its time. What it needs of others was asked before, and only what
 * the first agreement and the account's opening allow. Passed, the second agreement follows; if not, it can be made again.
 */
export async function checkSystem(
  context: Context,
  vault: Vault,
  { customerId, applicationId }: Who,
  facts: Omit<CheckFacts, 'mustWait'>,
): Promise<Result<void, 'not-found' | 'step-not-allowed'>> {
  const { tx, now } = context;
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'system-check') return refuse('step-not-allowed');

  const wait = await waitAfterDecline(context, vault, customerId);
  const findings = findingsOf({ ...facts, mustWait: wait !== undefined && wait.mustWait });
  const passed = findings.every((finding) => finding.passed);
  await insertSystemCheck(tx, applicationId, { passed, findings, at: now });
  if (passed) await moveTo(context, vault, application, 'credit-report-agreement');
  return ok(undefined);
}
