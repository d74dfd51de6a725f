import type { Outcome } from '../outcome.ts';

export type FaceAction = 'turn-left' | 'turn-right' | 'blink' | 'open-mouth';
/** JPEG files, as the camera saw them: not mirrored. */
export type FaceFrames = { neutral: Uint8Array; actions: { action: FaceAction; frames: Uint8Array[] }[] };
export type FaceReason =
  | 'passed'
  | 'no-face'
  | 'several-faces'
  | 'not-alive'
  | 'other-person'
  | 'challenge-not-followed'
  | 'poor-picture'
  | 'no-reference';
export type FaceVerdict = {
  reason: FaceReason;
  /** What was measured, for the record; no descriptor, from which a face could be known again. */
  scores: Readonly<Record<string, number>>;
  /** For each action, which of its frames shows it. */
  shownIn: number[];
};

/** Where the bank draws its lines (settings). */
export type FaceLimits = {
  /** Euclidean, of two descriptors of the first net: at most. */
  distance: number;
  /** Cosine of two descriptors of the second net: at least. */
  likeness: number;
  /** What the net for pictures of pictures says of a living face, 0 to 1: at least. */
  liveness: number;
};

/** 人脸识别: is the person before the camera alive, and the one they say they are? */
export interface FaceCheck {
  /** True where nobody looks at the frames, and the page must say so. */
  readonly standIn: boolean;
  /** What it can tell for sure that somebody did. */
  readonly actions: readonly FaceAction[];
  /**
   * Changes nothing: a repeat gives the same verdict. Unknown where it is too busy. `reference` is a JPEG or PNG of whom it should be;
   * without one only that somebody is alive is found out.
   */
  check(question: {
    frames: FaceFrames;
    reference: Uint8Array | undefined;
    limits: FaceLimits;
  }): Promise<Outcome<FaceVerdict>>;
}
