import { CROP } from './descriptor-net.ts';
import type { Picture, Point } from './picture.ts';

/** What one face in one frame shows, in ratios that do not depend on how near it is. */
export type Measures = {
  /** Where the nose stands between the edges of the face: 0.5 straight ahead, larger where the head turns to its left. */
  nose: number;
  /** How open the eyes are: height to width. */
  eyes: number;
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
export const measuresOf = (mesh: readonly Point[], crop: Float32Array): Measures => ({
  nose: along(mesh, 1, 234, 454),
  eyes:
    ((distance(mesh, 385, 380) + distance(mesh, 387, 373)) / (2 * distance(mesh, 362, 263)) +
      (distance(mesh, 160, 144) + distance(mesh, 158, 153)) / (2 * distance(mesh, 33, 133))) /
    2,
  mouth: distance(mesh, 13, 14) / distance(mesh, 78, 308),
  width: distance(mesh, 234, 454),
  ...lightOf(crop),
});

function lightOf(crop: Float32Array): { brightness: number; sharpness: number } {
  const grey = new Float32Array(CROP * CROP);
  let sum = 0;
  for (let i = 0; i < grey.length; i += 1) {
    const value = 0.299 * (crop[i * 3] ?? 0) + 0.587 * (crop[i * 3 + 1] ?? 0) + 0.114 * (crop[i * 3 + 2] ?? 0);
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

/** The face upright and of one size, as the recognition net was trained on: eyes and mouth where it expects them. */
export function cropOf(picture: Picture, mesh: readonly Point[]): Float32Array {
  const middle = (a: number, b: number): Point => ({
    x: (at(mesh, a).x + at(mesh, b).x) / 2,
    y: (at(mesh, a).y + at(mesh, b).y) / 2,
    z: 0,
  });
  const [right, left, mouth] = [middle(33, 133), middle(263, 362), middle(61, 291)];
  const reach = (eye: Point): number => Math.hypot(eye.x - mouth.x, eye.y - mouth.y);
  // As face-api aligns, but upright, which parted all pairs of a trial: 0.45 of the side from eyes to mouth, the middle of the three at 0.5 and 0.43 of it.
  const scale = (CROP * 0.45) / ((reach(right) + reach(left)) / 2);
  const tilt = Math.atan2(left.y - right.y, left.x - right.x);
  const centre = { x: (right.x + left.x + mouth.x) / 3, y: (right.y + left.y + mouth.y) / 3 };
  const [cos, sin] = [Math.cos(tilt) / scale, Math.sin(tilt) / scale];
  return sampled(picture, (x, y) => {
    const [dx, dy] = [x - CROP * 0.5, y - CROP * 0.43];
    return [centre.x + dx * cos - dy * sin, centre.y + dx * sin + dy * cos];
  });
}

/** Bilinear; outside the picture it is black. */
function sampled(
  { data, width, height }: Picture,
  place: (x: number, y: number) => readonly [number, number],
): Float32Array {
  const out = new Float32Array(CROP * CROP * 3);
  const value = (x: number, y: number, c: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (data[(y * width + x) * 3 + c] ?? 0);
  for (let y = 0; y < CROP; y += 1) {
    for (let x = 0; x < CROP; x += 1) {
      const [sx, sy] = place(x, y);
      const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - ix, sy - iy];
      for (let c = 0; c < 3; c += 1) {
        const top = value(ix, iy, c) * (1 - fx) + value(ix + 1, iy, c) * fx;
        const bottom = value(ix, iy + 1, c) * (1 - fx) + value(ix + 1, iy + 1, c) * fx;
        out[(y * CROP + x) * 3 + c] = top * (1 - fy) + bottom * fy;
      }
    }
  }
  return out;
}

export const between = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0));
