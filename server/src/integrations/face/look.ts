import { createHash } from 'node:crypto';
import type { FaceEngine, Sight } from './engine/index.ts';
import { between } from './engine/measure.ts';
import { judge, type Seen } from './face.rules.ts';
import type { FaceCheck, FaceVerdict } from './port.ts';

export type Question = Parameters<FaceCheck['check']>[0];

const UNREADABLE: FaceVerdict = { reason: 'poor-picture', scores: {}, shownIn: [] };

/** Looks at every frame, and at whom it should be, and judges by what was seen. */
export async function look(engine: FaceEngine, { frames, reference, maxDistance }: Question): Promise<FaceVerdict> {
  const sightOf = async (bytes: Uint8Array, kinds: readonly ('jpeg' | 'png')[]): Promise<Sight | undefined> => {
    const picture = await engine.decode(bytes, kinds);
    return picture && engine.see(picture);
  };
  const known = reference && (await sightOf(reference, ['jpeg', 'png']));
  const neutral = await sightOf(frames.neutral, ['jpeg']);
  if (!neutral) return UNREADABLE;
  const far = (a: Float32Array | undefined, b: Float32Array | undefined): number => (a && b ? between(a, b) : Infinity);
  const seen = (sight: Sight, bytes: Uint8Array): Seen => ({
    faces: sight.faces,
    measures: sight.measures,
    toNeutral: far(sight.descriptor, neutral.descriptor),
    toReference: known && far(sight.descriptor, known.descriptor),
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
  });

  const actions: { action: (typeof frames.actions)[number]['action']; frames: Seen[] }[] = [];
  for (const shown of frames.actions) {
    const sights: Seen[] = [];
    for (const bytes of shown.frames) {
      const sight = await sightOf(bytes, ['jpeg']);
      if (!sight) return UNREADABLE;
      sights.push(seen(sight, bytes));
    }
    actions.push({ action: shown.action, frames: sights });
  }
  const isUsable = known?.faces === 1;
  const recording = {
    neutral: seen(neutral, frames.neutral),
    actions,
    reference: reference === undefined ? 'none' : isUsable ? 'there' : 'unusable',
  } as const;
  return judge(recording, maxDistance);
}
