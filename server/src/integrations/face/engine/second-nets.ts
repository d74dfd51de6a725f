import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cropOf, type Framing } from './measure.ts';
import { loadNet } from './onnx.ts';
import type { Picture, Point } from './picture.ts';
import { planesOf, scaled } from './sample.ts';

/** Eyes and mouth where ArcFace's five points have them. */
const FOR_FEATURE: Framing = { size: 112, reach: 0.396, down: 0.582 };
/** How much of what is around the face the net for pictures of pictures wants to see: a frame or fingers tell. */
const AROUND = 2.7;
const SIDE = 128;

/**
 * Two nets that come with faceplugin-face-recognition-js: another opinion about who it is, and a hint whether a face is before the camera or
 * a picture of one. What each is worth on our films: docs/face.md.
 */
export async function loadSecondNets() {
  const home = dirname(createRequire(import.meta.url).resolve('faceplugin-face-recognition-js/package.json'));
  const [feature, alive] = await Promise.all(
    ['fr_feature', 'fr_liveness'].map((name) => loadNet(join(home, 'model', `${name}.onnx`))),
  );
  return {
    async secondOpinion(picture: Picture, mesh: readonly Point[]): Promise<Float32Array> {
      const pixels = scaled(cropOf(picture, mesh, FOR_FEATURE), [127, 127, 127], 128);
      return first(await feature?.(pixels, [1, 3, FOR_FEATURE.size, FOR_FEATURE.size]));
    },
    async liveness(picture: Picture, mesh: readonly Point[]): Promise<number> {
      const planes = planesOf(picture, surroundings(picture, mesh), SIDE);
      const length = planes.length / 3;
      // Blue first, unlike that package's own example: so it tells our faces from none at all, the other way it says one half of each.
      const pixels = new Float32Array(planes.length);
      for (const plane of [0, 1, 2])
        pixels.set(planes.subarray(plane * length, (plane + 1) * length), (2 - plane) * length);
      const [face = 0, ...others] = first(await alive?.(pixels, [1, 3, SIDE, SIDE]));
      return 1 / (1 + others.reduce((sum, other) => sum + Math.exp(other - face), 0));
    },
  };
}

const first = (found: Record<string, Float32Array> | undefined): Float32Array => {
  const [values] = Object.values(found ?? {});
  if (!values) throw new Error('a net says nothing');
  return values;
};

/** The box of the face made larger as far as the picture goes, and pushed into it. */
function surroundings({ width, height }: Picture, mesh: readonly Point[]) {
  const [xs, ys] = [mesh.map(({ x }) => x), mesh.map(({ y }) => y)];
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const scale = Math.min(AROUND, (width - 1) / (right - left), (height - 1) / (bottom - top));
  const [wide, high] = [(right - left) * scale, (bottom - top) * scale];
  const within = (middle: number, side: number, all: number): number =>
    Math.max(side / 2, Math.min(middle, all - 1 - side / 2));
  return {
    x: within((left + right) / 2, wide, width),
    y: within((top + bottom) / 2, high, height),
    side: wide,
    tall: high / wide,
    tilt: 0,
  };
}
