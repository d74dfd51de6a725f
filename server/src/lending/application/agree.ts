import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { ownApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

/** The two authorisations, in their order; the bank's own check stands between them. */
const AFTER = {
  'employee-information': { at: 'employee-information-agreement', next: 'system-check' },
  'credit-report': { at: 'credit-report-agreement', next: 'face-check' },
} as const;

type Input = {
  customerId: CustomerId;
  applicationId: ApplicationId;
  kind: keyof typeof AFTER;
  version: string;
  textHash: string;
};

/** The customer agrees to the very text that is in force; what they saw is known by its hash. */
export async function agree(
  context: Context,
  vault: Vault,
  { customerId, applicationId, kind, version, textHash }: Input,
  from: From,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'agreement-outdated'>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== AFTER[kind].at) return refuse('step-not-allowed');
  const document = asDocument(await readText(context.tx, kind, context.today));
  if (document.version !== version || document.textHash !== textHash) return refuse('agreement-outdated');

  await recordConsent(context.tx, { customerId, kind, subject: applicationId, version, textHash }, from, context.now);
  await moveTo(context, vault, application, AFTER[kind].next);
  return ok(undefined);
}
