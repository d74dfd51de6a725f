import { CROP } from './descriptor-net.ts';
import type { Picture, Point } from './picture.ts';
import { planesOf } from './sample.ts';

/** What one face in one frame shows, in ratios that do not depend on how near it is. */
export type Measures = {
  /** Where the nose stands between the edges of the face: 0.5 straight ahead, larger where the head turns to its left. */
  nose: number;
  /** How open the eyes are: height to width. Undefined where nobody asked. */
  eyes: number | undefined;
  /** How open the mouth is: height to width. */
  mouth: number;
  /** Of the face, in pixels. */
  width: number;
  /** Mean of the face, 0 to 255. */
  brightness: number;
  /** Variance of the Laplacian of the face: small where it is blurred. */
  sharpness: number;
};

const at = (mesh: readonly Point[], i: number): Point => mesh[i] ?? { x: 0, y: 0, z: 0 };
const distance = (mesh: readonly Point[], a: number, b: number): number =>
  Math.hypot(at(mesh, a).x - at(mesh, b).x, at(mesh, a).y - at(mesh, b).y);
/** Along the line from one point to another: a head that is tilted is measured as if it were not. */
const along = (mesh: readonly Point[], point: number, from: number, to: number): number => {
  const [p, a, b] = [at(mesh, point), at(mesh, from), at(mesh, to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  return ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy);
};

// Numbers of points are those of MediaPipe's face mesh.
export const measuresOf = (mesh: readonly Point[], crop: Float32Array, withEyes: boolean): Measures => ({
  nose: along(mesh, 1, 234, 454),
  eyes: withEyes ? eyesOf(mesh) : undefined,
  mouth: distance(mesh, 13, 14) / distance(mesh, 78, 308),
  width: distance(mesh, 234, 454),
  ...lightOf(crop),
});

const eyesOf = (mesh: readonly Point[]): number =>
  ((distance(mesh, 385, 380) + distance(mesh, 387, 373)) / (2 * distance(mesh, 362, 263)) +
    (distance(mesh, 160, 144) + distance(mesh, 158, 153)) / (2 * distance(mesh, 33, 133))) /
  2;

function lightOf(crop: Float32Array): { brightness: number; sharpness: number } {
  const plane = CROP * CROP;
  const grey = new Float32Array(plane);
  let sum = 0;
  for (let i = 0; i < plane; i += 1) {
    const value = 0.299 * (crop[i] ?? 0) + 0.587 * (crop[i + plane] ?? 0) + 0.114 * (crop[i + 2 * plane] ?? 0);
    grey[i] = value;
    sum += value;
  }
  let edges = 0;
  let squares = 0;
  let n = 0;
  for (let y = 1; y < CROP - 1; y += 1) {
    for (let x = 1; x < CROP - 1; x += 1) {
      const i = y * CROP + x;
      const around = (grey[i - 1] ?? 0) + (grey[i + 1] ?? 0) + (grey[i - CROP] ?? 0) + (grey[i + CROP] ?? 0);
      const edge = around - 4 * (grey[i] ?? 0);
      edges += edge;
      squares += edge * edge;
      n += 1;
    }
  }
  return { brightness: sum / grey.length, sharpness: squares / n - (edges / n) ** 2 };
}

/** Of a net: which share of its side lies between eyes and mouth, and how far down the middle of the three is. */
export type Framing = { size: number; reach: number; down: number };
// As face-api aligns, but upright, which parted all pairs of a trial.
export const FOR_DESCRIPTOR: Framing = { size: CROP, reach: 0.45, down: 0.43 };

/** The face upright and of one size, as a recognition net was trained on: eyes and mouth where it expects them. */
export function cropOf(picture: Picture, mesh: readonly Point[], { size, reach, down }: Framing): Float32Array {
  const middle = (a: number, b: number) => ({
    x: (at(mesh, a).x + at(mesh, b).x) / 2,
    y: (at(mesh, a).y + at(mesh, b).y) / 2,
  });
  const [right, left, mouth] = [middle(33, 133), middle(263, 362), middle(61, 291)];
  const toMouth = (eye: { x: number; y: number }): number => Math.hypot(eye.x - mouth.x, eye.y - mouth.y);
  const side = (toMouth(right) + toMouth(left)) / 2 / reach;
  const tilt = Math.atan2(left.y - right.y, left.x - right.x);
  const lower = (0.5 - down) * side;
  const x = (right.x + left.x + mouth.x) / 3 - lower * Math.sin(tilt);
  const y = (right.y + left.y + mouth.y) / 3 + lower * Math.cos(tilt);
  return planesOf(picture, { x, y, side, tilt }, size);
}

export const between = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0));

/** Cosine of the angle between two: 1 for the same. */
export function likeness(a: Float32Array, b: Float32Array): number {
  const product = (one: Float32Array, other: Float32Array): number =>
    one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
