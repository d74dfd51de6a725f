import type { Measures } from './engine/measure.ts';
import type { FaceAction, FaceLimits, FaceVerdict } from './port.ts';

/** One frame as the engine saw it. */
export type Seen = {
  faces: number;
  measures: Measures | undefined;
  /** Distance of its descriptor from that of the frame before the actions. */
  toNeutral: number;
  toReference: number | undefined;
  /** Of the frames that were looked at closely only: what the second net says of it and the reference, and whether it seems alive. */
  likeness?: number | undefined;
  liveness?: number | undefined;
  /** Equal only for the very same picture. */
  fingerprint: string;
};
export type Recording = {
  neutral: Seen;
  actions: { action: FaceAction; frames: Seen[] }[];
  /** Of whom it should be: nobody is known, or a picture that shows no single face. */
  reference: 'none' | 'unusable' | 'there';
};

// Measured on moving heads of seven people in three kinds of light (docs/face.md). Done in full, a turn moves the nose by 0.28 to 0.42 of
// the face, closing the eyes takes 36 to 60 % of their own height, an open mouth adds 0.15 to 0.51 of its width; at rest the nose moves by
// 0.06, the eyes by 6 % and the mouth by 0.12. Where these meet, a person is asked to do it once more rather than noise taken for a deed.
const TURNED = 0.12;
const CLOSED = 0.8;
const OPENED = 0.13;
/** What was not asked for now is held against nobody who does it by half. A blink is no large thing. */
const STRAY = 1.5;
const LARGE = ['turn-left', 'turn-right', 'open-mouth'] as const satisfies FaceAction[];
/** A head that moves less than this in all frames together is a picture of one. */
const STILL = { nose: 0.05, eyes: 0.12, mouth: 0.06 };
/** Frames of a camera are never the same twice; a stuck one may send some again. */
const MOST_SAME = 1 / 3;
/** Frames further apart show two people. One person's stay below 0.36 ahead and below 0.44 turned; two alike were 0.53 apart. */
const SAME_PERSON = { ahead: 0.5, turned: 0.6 };
/** Narrower faces than the recognition net was made for, light and blur in which it errs. */
const POOR = { width: 90, dark: 30, bright: 235, blurred: 8 };
const AHEAD = { from: 0.36, to: 0.64 };
const GOOD_FRAMES = 3;
const ENOUGH_OF_THEM = 2;
/** Of a turned head the face may be lost for a moment. */
const MAY_BE_LOST = 2;

type Shown = { action: FaceAction; frames: Seen[] }[];

/** Alive, following the very challenge, one person throughout, and the one of the reference. Pure: numbers in, verdict out. */
export function judge(recording: Recording, limits: FaceLimits): FaceVerdict {
  const { neutral, actions } = recording;
  const shownIn = actions.map(({ action, frames }) => strongest(action, frames, neutral));
  const scores = scoresOf(recording);
  const verdict = (reason: FaceVerdict['reason']): FaceVerdict => ({ reason, scores, shownIn });
  const frames = actions.flatMap((shown) => shown.frames);

  if ([neutral, ...frames].some(({ faces }) => faces > 1)) return verdict('several-faces');
  if (!neutral.measures || actions.some((shown) => lost(shown.frames) > MAY_BE_LOST)) return verdict('no-face');
  if (isPoor(neutral.measures)) return verdict('poor-picture');
  if (isStill([neutral, ...frames])) return verdict('not-alive');
  if (livenessOf(recording) < limits.liveness) return verdict('not-alive');
  const { measures } = neutral;
  if (frames.some((frame) => isSomebodyElse(frame, measures))) return verdict('other-person');
  if (!follows(actions, measures)) return verdict('challenge-not-followed');
  if (recording.reference === 'none') return verdict('passed');
  if (recording.reference === 'unusable') return verdict('no-reference');
  // Two nets that learnt from different pictures: one may take two people for each other, both seldom do.
  const near = goodFrames(recording).filter(
    ({ toReference = Infinity, likeness = -1 }) => toReference <= limits.distance && likeness >= limits.likeness,
  );
  return verdict(near.length >= ENOUGH_OF_THEM ? 'passed' : 'other-person');
}

const lost = (frames: Seen[]): number => frames.filter(({ measures }) => !measures).length;

const isPoor = ({ width, brightness, sharpness, nose }: Measures): boolean =>
  width < POOR.width ||
  brightness < POOR.dark ||
  brightness > POOR.bright ||
  sharpness < POOR.blurred ||
  nose < AHEAD.from ||
  nose > AHEAD.to;

function isSomebodyElse({ measures, toNeutral }: Seen, neutral: Measures): boolean {
  if (!measures) return false;
  const isTurned = Math.abs(measures.nose - neutral.nose) >= TURNED;
  return toNeutral > (isTurned ? SAME_PERSON.turned : SAME_PERSON.ahead);
}

function isStill(frames: Seen[]): boolean {
  const different = new Set(frames.map(({ fingerprint }) => fingerprint)).size;
  if (frames.length - different > frames.length * MOST_SAME) return true;
  const range = (of: 'nose' | 'eyes' | 'mouth'): number => {
    const values = frames.flatMap(({ measures }) => measures?.[of] ?? []);
    return Math.max(...values) - Math.min(...values);
  };
  const open = frames[0]?.measures?.eyes ?? 1;
  return range('nose') < STILL.nose && range('eyes') / open < STILL.eyes && range('mouth') < STILL.mouth;
}

/** How far an action was done in a frame: 1 is enough. */
function extent(action: FaceAction, { measures }: Seen, neutral: Measures): number {
  if (!measures) return 0;
  switch (action) {
    case 'turn-left':
      return (measures.nose - neutral.nose) / TURNED;
    case 'turn-right':
      return (neutral.nose - measures.nose) / TURNED;
    case 'blink':
      return (1 - (measures.eyes ?? 1) / (neutral.eyes ?? 1)) / (1 - CLOSED);
    case 'open-mouth':
      return (measures.mouth - neutral.mouth) / OPENED;
  }
}

/** Each action in its own frames, and there no other but a blink, which nobody can help. */
const follows = (actions: Shown, neutral: Measures): boolean =>
  actions.every(({ action, frames }) => {
    const most = (one: FaceAction): number => Math.max(...frames.map((frame) => extent(one, frame, neutral)));
    return most(action) >= 1 && LARGE.every((other) => other === action || most(other) < STRAY);
  });

function strongest(action: FaceAction, frames: Seen[], { measures }: Seen): number {
  if (!measures) return 0;
  const extents = frames.map((frame) => extent(action, frame, measures));
  return Math.max(0, extents.indexOf(Math.max(...extents)));
}

/** The middle one of what the frames looked at closely were given. */
function livenessOf(recording: Recording): number {
  const values = goodFrames(recording).flatMap(({ liveness }) => liveness ?? []);
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 1;
}

/** The frame before the actions, and those in which the head is most like it. */
export function goodFrames({ neutral, actions }: Recording): Seen[] {
  const rest = actions
    .flatMap(({ frames }) => frames)
    .filter(({ measures }) => measures)
    .toSorted((a, b) => a.toNeutral - b.toNeutral);
  return [neutral, ...rest].slice(0, GOOD_FRAMES);
}

function scoresOf(recording: Recording): Record<string, number> {
  const { neutral, actions } = recording;
  const frames = [neutral, ...actions.flatMap((shown) => shown.frames)];
  const known = frames.flatMap(({ measures }) => (measures ? [measures] : []));
  const scores: Record<string, number> = { faces: Math.max(...frames.map(({ faces }) => faces)) };
  const put = (name: string, value: number): void => {
    if (Number.isFinite(value)) scores[name] = Math.round(value * 1_000) / 1_000;
  };
  for (const name of ['nose', 'eyes', 'mouth'] as const) {
    const values = known.flatMap((measures) => measures[name] ?? []);
    put(`${name}Least`, Math.min(...values));
    put(`${name}Most`, Math.max(...values));
  }
  for (const name of ['width', 'brightness', 'sharpness'] as const) put(name, neutral.measures?.[name] ?? Number.NaN);
  put('fromNeutralMost', Math.max(...frames.filter(({ measures }) => measures).map(({ toNeutral }) => toNeutral)));
  for (const [i, { toReference, likeness, liveness }] of goodFrames(recording).entries()) {
    put(`fromReference${i + 1}`, toReference ?? Number.NaN);
    put(`likeness${i + 1}`, likeness ?? Number.NaN);
    put(`liveness${i + 1}`, liveness ?? Number.NaN);
  }
  return scores;
}
