import type { FaceAction, FaceFrames, FaceReason } from '../../integrations/face/port.ts';
import type { CustomerId, Instant } from '@miaodai/values';

export type FacePurpose = 'open-account' | 'apply' | 'reset-password' | 'release-account';
export type Reason = FaceReason | 'no-reference';

export type FaceAttempt = {
  attemptId: string;
  customerId: CustomerId;
  purpose: FacePurpose;
  channel: string;
  required: boolean;
  standIn: boolean;
  actions: FaceAction[];
  framesPerAction: number;
  expiresAt: Instant;
  submittedAt: Instant | null;
  reason: Reason | null;
};

export const CHALLENGE_LENGTH = 3;

/** How often frames may still be submitted today. */
export const triesLeft = (perDay: number, submittedToday: number): number => Math.max(0, perDay - submittedToday);

/** Every action with its number of frames. */
export const isComplete = (
  { actions, framesPerAction }: Pick<FaceAttempt, 'actions' | 'framesPerAction'>,
  frames: FaceFrames,
): boolean =>
  frames.actions.length === actions.length && frames.actions.every((shown) => shown.frames.length === framesPerAction);

/** The drawn actions, in the drawn order: what was recorded for another challenge is not. */
export const followsOrder = ({ actions }: Pick<FaceAttempt, 'actions'>, frames: FaceFrames): boolean =>
  frames.actions.every((shown, i) => shown.action === actions[i]);

/** A JPEG says so in its first bytes, whatever name it came under. */
export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes.length > 4 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Kept are the picture before the actions and, of each action, the frame that shows it. */
export function evidenceOf(
  { neutral, actions }: FaceFrames,
  shownIn: readonly number[],
): { shows: string; image: Uint8Array }[] {
  const shown = actions.flatMap(({ action, frames }, i) => {
    const image = frames[shownIn[i] ?? 0] ?? frames[0];
    return image ? [{ shows: action, image }] : [];
  });
  return [{ shows: 'neutral', image: neutral }, ...shown];
}
