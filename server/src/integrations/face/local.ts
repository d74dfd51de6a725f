import { createWorkerPool, Overloaded } from '../../platform/workers/pool.ts';
import { done, unknown } from '../outcome.ts';
import type { Question } from './look.ts';
import type { FaceCheck, FaceVerdict } from './port.ts';

/** A question takes more than half a second of one core, beside other work two or three: more than so many in line would wait longer than anybody's patience. */
const MAX_WAITING = 6;
/** Less than the lease of a request (http/write-once.ts), with the time in line. */
const DEADLINE_MS = 20_000;

/** The engine of this house: everything is computed here, no picture leaves the machine. What it cannot promise is in docs/face.md. */
export function localFaceCheck({
  onFailure,
}: {
  onFailure(error: unknown): void;
}): FaceCheck & { stop(): Promise<void> } {
  const pool = createWorkerPool<Question, FaceVerdict>({
    file: new URL('./worker.ts', import.meta.url),
    name: 'face',
    threads: 1,
    maxWaiting: MAX_WAITING,
    deadlineMs: DEADLINE_MS,
  });
  return {
    standIn: false,
    // A nod is not offered: the pitch of a head could not be told for sure from a mesh.
    actions: ['turn-left', 'turn-right', 'blink', 'open-mouth'],
    async check(question) {
      try {
        return done(await pool.run(question));
      } catch (error) {
        if (error instanceof Overloaded) return unknown('too many wait');
        // Ours to mend, not the customer's: nobody has looked at their frames.
        onFailure(error);
        return unknown('the engine failed');
      }
    },
    stop: pool.stop,
  };
}
