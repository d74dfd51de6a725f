import { createHash } from 'node:crypto';
import type { FaceEngine } from '../../src/integrations/face/engine/index.ts';

/** Looks at the same picture once, however many recordings it is in: that is most of the time that a table of pairs takes. */
export function lookingOnce({ decode, see, secondOpinion, liveness }: FaceEngine): FaceEngine {
  const decoded = new Map<string, ReturnType<typeof decode>>();
  const seen = {
    eyes: new Map<object, ReturnType<typeof see>>(),
    'no-eyes': new Map<object, ReturnType<typeof see>>(),
  };
  const opinions = new Map<object, ReturnType<typeof secondOpinion>>();
  const alive = new Map<object, ReturnType<typeof liveness>>();
  const once = <Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  return {
    decode: (bytes, kinds) => once(decoded, `${kinds.join()} ${sha256(bytes)}`, () => decode(bytes, kinds)),
    see: (picture, eyes) => once(seen[eyes], picture, () => see(picture, eyes)),
    secondOpinion: (picture, mesh) => once(opinions, picture, () => secondOpinion(picture, mesh)),
    liveness: (picture, mesh) => once(alive, picture, () => liveness(picture, mesh)),
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
