import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import type { FaceVerdict } from '../../integrations/face/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { ownApplication } from './application.store.ts';
import { moveTo } from './move-to.ts';

type Input = {
  customerId: CustomerId;
  applicationId: ApplicationId;
  version: string;
  textHash: string;
  verdict: FaceVerdict;
};

/** Takes down the consent to the face check, and its verdict; who passed goes on to say who they are. */
export async function passFaceCheck(
  context: Context,
  vault: Vault,
  { customerId, applicationId, version, textHash, verdict }: Input,
  from: From,
): Promise<Result<void, 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'face-not-matched'>> {
  const application = await ownApplication(context.tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  if (application.step !== 'face-check') return refuse('step-not-allowed');
  const document = asDocument(await readText(context.tx, 'face-check', context.today));
  if (document.version !== version || document.textHash !== textHash) return refuse('agreement-outdated');

  const consent = { customerId, kind: 'face-check', subject: applicationId, version, textHash } as const;
  await recordConsent(context.tx, consent, from, context.now);
  if (!verdict.passed) return refuse('face-not-matched');
  await moveTo(context, vault, application, 'identity');
  return ok(undefined);
}
