import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** One face of the group pictures that @vladmandic/face-api brings along (MIT): which picture, and where in it. */
export type Somebody = { sample: number; left: number; top: number; width: number; height: number };

const person = (sample: number, left: number, top: number, width: number, height: number): Somebody => ({
  ...{ sample, left, top, width, height },
});

/**
 * Those who look more or less into the camera. People of one picture are surely different people; the same person may be in two
 * pictures, so nothing is claimed about those.
 */
export const people = {
  anna: person(6, 1366, 121, 446, 594),
  bella: person(6, 130, 335, 455, 607),
  carla: person(6, 1083, 206, 377, 502),
  dora: person(5, 1009, 75, 390, 520),
  ella: person(5, 223, 698, 504, 672),
  fiona: person(3, 488, 228, 386, 515),
  greta: person(3, 932, 77, 440, 587),
} as const;
export type Name = keyof typeof people;

const DEMO = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');
export const WIDTH = 480;
export const HEIGHT = 640;

const photo = ({ sample, ...where }: Somebody) => sharp(join(DEMO, `sample${sample}.jpg`)).extract(where);

/** Head and shoulders, as a phone would take them. */
export const photoOf = (somebody: Somebody): Promise<Buffer> =>
  photo(somebody).resize(WIDTH, HEIGHT, { fit: 'cover' }).removeAlpha().png().toBuffer();

/** Several people at once. */
export const groupPhoto = (): Promise<Buffer> =>
  sharp(join(DEMO, 'sample6.jpg')).extract({ left: 1000, top: 100, width: 900, height: 700 }).jpeg().toBuffer();
