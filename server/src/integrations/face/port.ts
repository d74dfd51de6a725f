import type { Outcome } from '../outcome.ts';

/** 人脸识别: is the person before the camera alive, and the one they say they are? */
export type FaceVerdict = { passed: boolean; reason: 'matched' | 'not-alive' | 'other-person' };

export interface FaceCheck {
  /** True where no camera is asked for and the page must say so. */
  readonly standIn: boolean;
  /** Idempotent on attemptNo. */
  check(attempt: { attemptNo: string; name: string; idNumber: string }): Promise<Outcome<FaceVerdict>>;
}
