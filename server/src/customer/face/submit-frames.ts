import { assert, ok, refuse, type CustomerId, type Result } from '@miaodai/values';
import { asDocument, readText } from '../../bank/content/index.ts';
import type { Settings } from '../../bank/settings/index.ts';
import type { FaceCheck, FaceFrames } from '../../integrations/face/port.ts';
import type { Context } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto/vault.ts';
import type { Db } from '../../platform/db/connect.ts';
import { recordConsent, type From } from '../consent/index.ts';
import { evidenceOf, followsOrder, isComplete, isJpeg, type FaceAttempt, type Reason } from './face.rules.ts';
import {
  enrolledPicture,
  insertEnrolment,
  insertEvidence,
  lockAttempt,
  lockTriesOf,
  markDecided,
  markSubmitted,
  unmarkSubmitted,
} from './face.store.ts';
import { triesLeftToday } from './start-attempt.ts';

export type Submission = {
  customerId: CustomerId;
  attemptId: string;
  consent: { version: string; textHash: string };
  frames: FaceFrames;
};
export type FaceTry = { attempt: FaceAttempt; frames: FaceFrames; settings: Settings };
export type FaceFinding = {
  reason: Reason;
  scores: Readonly<Record<string, number>>;
  shownIn: readonly number[];
  /** Nobody's picture was on file, and the bank has chosen to begin with this one. */
  enrols: boolean;
};
type TakeRefusal =
  | 'not-found'
  | 'step-not-allowed'
  | 'face-attempt-expired'
  | 'agreement-outdated'
  | 'invalid-input'
  | 'too-many-requests';

/** Uses up the attempt and one of the day's tries, before anybody looks at the frames, and takes down the consent. */
export async function takeFaceTry(
  context: Context,
  { customerId, attemptId, consent, frames }: Submission,
  settings: Settings,
  from: From,
): Promise<Result<FaceTry, TakeRefusal>> {
  const { tx, now, today } = context;
  await lockTriesOf(tx, customerId);
  const attempt = await lockAttempt(tx, attemptId, customerId);
  if (!attempt) return refuse('not-found');
  if (!attempt.required || attempt.submittedAt) return refuse('step-not-allowed');
  if (attempt.expiresAt <= now) return refuse('face-attempt-expired');
  if (!isComplete(attempt, frames) || !everyFrame(frames).every(isJpeg)) return refuse('invalid-input');
  const document = asDocument(await readText(tx, 'face-check', today));
  if (document.version !== consent.version || document.textHash !== consent.textHash) {
    return refuse('agreement-outdated');
  }
  if ((await triesLeftToday(tx, attempt, settings, now)) === 0) {
    return refuse('too-many-requests', { facePerDay: settings.faceChecksPerDay });
  }
  await recordConsent(tx, { customerId, kind: 'face-check', subject: attemptId, ...consent }, from, now);
  await markSubmitted(tx, attemptId, now);
  return ok({ attempt, frames, settings });
}

type Looking = {
  db: Db;
  vault: Vault;
  face: FaceCheck;
  /** The picture on the confirmed ID card, where there is one. */
  portraitOf(customerId: CustomerId): Promise<Uint8Array | undefined>;
};

/** Looks at the frames, with no transaction open. Refused where the engine is too busy: then the try is given back. */
export async function lookAtFrames(
  { db, vault, face, portraitOf }: Looking,
  { attempt, frames, settings }: FaceTry,
): Promise<Result<FaceFinding, 'overloaded'>> {
  const nothing = { scores: {}, shownIn: [], enrols: false };
  if (!followsOrder(attempt, frames)) return ok({ ...nothing, reason: 'challenge-not-followed' });
  const { customerId, attemptId, standIn } = attempt;
  const mayEnrol = settings.faceWithoutReference === 'enrol';
  const limits = {
    distance: settings.faceDistanceMilli / 1_000,
    likeness: settings.faceLikenessMilli / 1_000,
    liveness: settings.faceLivenessMilli / 1_000,
  };
  // An ID card whose picture shows nobody is as good as none.
  const known = [await portraitOf(customerId), mayEnrol ? await enrolledPicture(db, vault, customerId) : undefined];
  for (const reference of [...known.filter((picture) => picture !== undefined), undefined]) {
    const isLast = reference === undefined;
    if (isLast && !mayEnrol && !standIn) break;
    const verdict = await face.check({ frames, reference, limits });
    if (verdict.is !== 'done') {
      await unmarkSubmitted(db, attemptId);
      return refuse('overloaded');
    }
    const { reason } = verdict.value;
    if (reason !== 'no-reference') return ok({ ...verdict.value, enrols: isLast && !standIn && reason === 'passed' });
  }
  return ok({ ...nothing, reason: 'no-reference' });
}

/** What came of it, with the pictures that show why. */
export async function settleFaceTry(
  { tx, now }: Context,
  vault: Vault,
  { attempt, frames, settings }: FaceTry,
  finding: FaceFinding,
): Promise<{ triesLeft: number; enrolled: boolean }> {
  const { attemptId, customerId } = attempt;
  await markDecided(tx, attemptId, finding, now);
  const keep = { keepDays: settings.faceEvidenceDays, now };
  await insertEvidence(tx, vault, attemptId, evidenceOf(frames, finding.shownIn), keep);
  const enrolled =
    finding.enrols && (await insertEnrolment(tx, vault, { customerId, attemptId, image: frames.neutral }, now));
  assert(!enrolled || finding.reason === 'passed', 'only who passed is kept to compare with');
  return { triesLeft: await triesLeftToday(tx, attempt, settings, now), enrolled };
}

const everyFrame = ({ neutral, actions }: FaceFrames): Uint8Array[] => [
  neutral,
  ...actions.flatMap(({ frames }) => frames),
];
