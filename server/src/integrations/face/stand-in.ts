import { done } from '../outcome.ts';
import type { FaceCheck } from './port.ts';

/**
 * Passes everybody and looks at nobody, whether or not a picture is on file. For tests and demonstrations; `standIn` makes every page
 * that uses it say so, and a production configuration must not choose it.
 */
export const faceStandIn = (): FaceCheck => ({
  standIn: true,
  actions: ['turn-left', 'turn-right', 'blink', 'open-mouth'],
  check: async ({ frames }) => done({ reason: 'passed', scores: {}, shownIn: frames.actions.map(() => 0) }),
});
