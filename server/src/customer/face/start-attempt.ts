import { randomInt } from 'node:crypto';
import {
  addSeconds,
  dayInShanghai,
  instant,
  ok,
  refuse,
  type CustomerId,
  type Instant,
  type Result,
} from '@miaodai/values';
import { v7 as uuid } from 'uuid';
import type { Settings } from '../../bank/settings/index.ts';
import type { FaceAction, FaceCheck } from '../../integrations/face/port.ts';
import type { Context } from '../../platform/context.ts';
import { withinRate } from '../../platform/rate-limit.store.ts';
import { CHALLENGE_LENGTH, triesLeft, type FaceAttempt, type FacePurpose } from './face.rules.ts';
import { countSubmitted, insertAttempt } from './face.store.ts';
import { isFaceRequired } from './switches.store.ts';

/** Challenges for one try: who wants to wait for a convenient one soon waits for tomorrow. */
const STARTS_PER_TRY = 3;
const DAY_SECONDS = 86_400;

type Input = { customerId: CustomerId; purpose: FacePurpose; channel: string };
export type Started = { attempt: FaceAttempt; triesLeft: number };

/** Draws a challenge. Where the bank asks for no face check of this purpose and channel, the attempt has passed already. */
export async function startFaceAttempt(
  { tx, now }: Context,
  face: FaceCheck,
  { customerId, purpose, channel }: Input,
  settings: Settings,
): Promise<Result<Started, 'too-many-requests'>> {
  const required = await isFaceRequired(tx, purpose, channel, now);
  const left = await triesLeftToday(tx, { customerId, purpose }, settings, now);
  if (required) {
    const subject = `face-start:${purpose}:${customerId}`;
    const mayStart = await withinRate(tx, subject, settings.faceChecksPerDay * STARTS_PER_TRY, DAY_SECONDS);
    if (left === 0 || !mayStart) return refuse('too-many-requests', { facePerDay: settings.faceChecksPerDay });
  }
  const attempt: FaceAttempt = {
    attemptId: uuid(),
    ...{ customerId, purpose, channel, required },
    standIn: face.standIn,
    actions: required ? draw(face.actions) : [],
    framesPerAction: settings.faceFramesPerAction,
    expiresAt: addSeconds(now, settings.faceAttemptSeconds),
    submittedAt: null,
    reason: required ? null : 'passed',
  };
  await insertAttempt(tx, attempt, now);
  return ok({ attempt, triesLeft: left });
}

export async function triesLeftToday(
  tx: Context['tx'],
  { customerId, purpose }: Pick<Input, 'customerId' | 'purpose'>,
  { faceChecksPerDay }: Pick<Settings, 'faceChecksPerDay'>,
  now: Instant,
): Promise<number> {
  const midnight = instant(`${dayInShanghai(now)}T00:00:00+08:00`);
  return triesLeft(faceChecksPerDay, await countSubmitted(tx, customerId, purpose, midnight));
}

/** Different actions in an order that nobody can foretell: what was recorded for another challenge is of no use. */
function draw(offered: readonly FaceAction[]): FaceAction[] {
  const rest = [...offered];
  return Array.from({ length: Math.min(CHALLENGE_LENGTH, rest.length) }, () =>
    rest.splice(randomInt(rest.length), 1),
  ).flat();
}
