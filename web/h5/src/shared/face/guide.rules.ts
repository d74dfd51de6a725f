import type { CueName } from './actions.tsx';

/** One thing to do before the camera and how many pictures are taken of it. */
export type Cue = { action: CueName; frames: number };

/** First the face at rest, then what the server has drawn, in its order. */
export const cuesOf = (actions: readonly CueName[], framesPerAction: number): Cue[] => [
  { action: 'neutral', frames: 1 },
  ...actions.map((action) => ({ action, frames: framesPerAction })),
];

/** Milliseconds: to read the words, and from the first picture of an action to its last. */
export type Pace = { leadMs: number; spanMs: number; restMs: number };

export const REAL_PACE: Pace = { leadMs: 1_300, spanMs: 1_800, restMs: 500 };
/** A stand-in looks at no picture: nobody has to hold a pose for it. */
export const STAND_IN_PACE: Pace = { leadMs: 300, spanMs: 200, restMs: 50 };

/** When the pictures of a cue are taken, counted from its words: evenly over its span. */
export function shutterTimes({ frames }: Cue, { leadMs, spanMs }: Pace): number[] {
  if (frames <= 1) return [leadMs];
  return Array.from({ length: frames }, (_, at) => Math.round(leadMs + (at * spanMs) / (frames - 1)));
}
