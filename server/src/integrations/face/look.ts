import { createHash } from 'node:crypto';
import type { FaceEngine, Sight } from './engine/index.ts';
import { between, likeness } from './engine/measure.ts';
import type { Picture, Point } from './engine/picture.ts';
import { goodFrames, judge, type Recording, type Seen } from './face.rules.ts';
import type { FaceAction, FaceCheck, FaceVerdict } from './port.ts';

export type Question = Parameters<FaceCheck['check']>[0];
type Looked = { sight: Sight; picture: Picture };

const UNREADABLE: FaceVerdict = { reason: 'poor-picture', scores: {}, shownIn: [] };

/** Looks at every frame, closely at the best of them, and at whom it should be, and judges by what was seen. */
export async function look(engine: FaceEngine, { frames, reference, limits }: Question): Promise<FaceVerdict> {
  const lookAt = async (
    bytes: Uint8Array,
    { kinds = ['jpeg'], eyes = 'no-eyes' }: { kinds?: ('jpeg' | 'png')[]; eyes?: 'eyes' | 'no-eyes' },
  ): Promise<Looked | undefined> => {
    const picture = await engine.decode(bytes, kinds);
    return picture && { picture, sight: await engine.see(picture, eyes) };
  };
  const known = reference && (await lookAt(reference, { kinds: ['jpeg', 'png'] }));
  const neutral = await lookAt(frames.neutral, { eyes: 'eyes' });
  if (!neutral) return UNREADABLE;
  const looked = new Map<Seen, Looked>();
  const seen = (one: Looked, bytes: Uint8Array): Seen => {
    const { descriptor, faces, measures } = one.sight;
    const made: Seen = {
      ...{ faces, measures },
      toNeutral: far(descriptor, neutral.sight.descriptor),
      toReference: known && far(descriptor, known.sight.descriptor),
      fingerprint: createHash('sha256').update(bytes).digest('hex'),
    };
    looked.set(made, one);
    return made;
  };

  const actions: { action: FaceAction; frames: Seen[] }[] = [];
  for (const { action, frames: taken } of frames.actions) {
    const sights: Seen[] = [];
    for (const bytes of taken) {
      const one = await lookAt(bytes, { eyes: action === 'blink' ? 'eyes' : 'no-eyes' });
      if (!one) return UNREADABLE;
      sights.push(seen(one, bytes));
    }
    actions.push({ action, frames: sights });
  }
  const isUsable = known?.sight.faces === 1;
  const recording: Recording = {
    neutral: seen(neutral, frames.neutral),
    actions,
    reference: reference === undefined ? 'none' : isUsable ? 'there' : 'unusable',
  };
  await lookClosely(engine, recording, { looked, known });
  return judge(recording, limits);
}

const far = (a: Float32Array | undefined, b: Float32Array | undefined): number => (a && b ? between(a, b) : Infinity);

/** The nets that are too dear for every frame. */
async function lookClosely(
  engine: FaceEngine,
  recording: Recording,
  { looked, known }: { looked: ReadonlyMap<Seen, Looked>; known: Looked | undefined },
): Promise<void> {
  const opinion = async ({ picture }: Looked, mesh: readonly Point[]) => engine.secondOpinion(picture, mesh);
  const whose = known?.sight.mesh && (await opinion(known, known.sight.mesh));
  for (const frame of goodFrames(recording)) {
    const one = looked.get(frame);
    if (!one?.sight.mesh) continue;
    frame.liveness = await engine.liveness(one.picture, one.sight.mesh);
    if (whose) frame.likeness = likeness(await opinion(one, one.sight.mesh), whose);
  }
}
