import type { FaceAction, FaceFrames } from '../../src/integrations/face/port.ts';
import type { MovingHead, Pose, Shot } from './moving-head.ts';

const AT_MOST: Readonly<Record<FaceAction, (extent: number) => Pose>> = {
  'turn-left': (extent) => ({ yaw: 0.45 * extent }),
  'turn-right': (extent) => ({ yaw: -0.45 * extent }),
  blink: (extent) => ({ blink: extent }),
  'open-mouth': (extent) => ({ mouth: extent }),
};
/** There and back: how far an action is done in each of its frames. */
const COURSE = [0, 0.5, 1, 0.6, 0.1];

/** What a camera takes of somebody who follows a challenge; the hand that holds it is never quite still. */
export async function film(head: MovingHead, actions: readonly FaceAction[], shot: Shot = {}): Promise<FaceFrames> {
  let taken = 0;
  const frame = (pose: Pose): Promise<Buffer> => {
    taken += 1;
    return head.jpeg(pose, { ...shot, shiftX: 6 * Math.sin(taken), shiftY: 4 * Math.cos(1.3 * taken) });
  };
  const recorded: FaceFrames = { neutral: await frame({}), actions: [] };
  for (const action of actions) {
    const frames: Buffer[] = [];
    for (const extent of COURSE) frames.push(await frame(AT_MOST[action](extent)));
    recorded.actions.push({ action, frames });
  }
  return recorded;
}
