import { ok, refuse, type ApplicationId, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import { recordConsent, type From } from '../../customer/consent/index.ts';
import { useFaceProof } from '../../customer/face/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import { ownApplication } from './application.store.ts';
import { mustShowFaceAgain, noteFaceShown } from './faces-shown.store.ts';
import { moveTo } from './move-to.ts';

type Input = {
  customerId: CustomerId;
  applicationId: ApplicationId;
  sessionId: string;
  version: string;
  textHash: string;
  faceAttemptId: string;
};

/**
 * Takes down the consent to the face check and uses up the passed attempt. Whoever has one goes on to say who they are or, come back
 * in another session, where they were.
 */
export async function passFaceCheck(
  context: Context,
  vault: Vault,
  { customerId, applicationId, sessionId, version, textHash, faceAttemptId }: Input,
  from: From,
  settings: { faceProofSeconds: number },
): Promise<Result<{ standIn: boolean }, 'not-found' | 'step-not-allowed' | 'agreement-outdated' | 'face-not-matched'>> {
  const { tx, now, today } = context;
  const application = await ownApplication(tx, vault, applicationId, customerId, { lock: true });
  if (!application) return refuse('not-found');
  const isFirst = application.step === 'face-check';
  if (!isFirst && !(await mustShowFaceAgain(tx, application, sessionId))) return refuse('step-not-allowed');
  const document = asDocument(await readText(tx, 'face-check', today));
  if (document.version !== version || document.textHash !== textHash) return refuse('agreement-outdated');

  const consent = { customerId, kind: 'face-check', subject: applicationId, version, textHash } as const;
  const proof = { attemptId: faceAttemptId, customerId, purpose: 'apply' } as const;
  const used = await useFaceProof(tx, proof, now, settings);
  if (!used.ok) return used;
  await recordConsent(tx, consent, from, now);
  await noteFaceShown(tx, applicationId, { sessionId, attemptId: faceAttemptId }, now);
  if (isFirst) await moveTo(context, vault, application, 'identity');
  return ok(used.value);
}
