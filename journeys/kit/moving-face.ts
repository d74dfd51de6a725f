import { film } from '../../server/test-kit/faces/film.ts';
import { movingHead } from '../../server/test-kit/faces/moving-head.ts';
import { people, type Name } from '../../server/test-kit/faces/people.ts';
import { loadFaceEngine } from '../../server/src/integrations/face/engine/index.ts';
import type { passFace } from './face.ts';

type FramesFor = NonNullable<Parameters<typeof passFace>[2]>;
const ACTIONS = ['turn-left', 'turn-right', 'blink', 'open-mouth'] as const;

/**
 * Those who can be before the camera of a server that looks at the frames: photos that move as a challenge asks. Filmed here and now,
 * since it keeps this process busy for a second each: call it before a server is started in it.
 */
export async function facesOf<const Names extends readonly Name[]>(...names: Names) {
  const engine = await loadFaceEngine();
  const faces: FramesFor[] = [];
  for (const name of names) {
    const { neutral, actions: filmed } = await film(await movingHead(engine, people[name]), ACTIONS);
    faces.push(({ actions }) => ({
      neutral: text(neutral),
      actions: actions.map((action) => ({
        action,
        frames: filmed.filter((shown) => shown.action === action).flatMap((shown) => shown.frames.map(text)),
      })),
    }));
  }
  return faces as { [K in keyof Names]: FramesFor };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
