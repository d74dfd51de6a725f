import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { FaceEngine } from '../../src/integrations/face/engine/index.ts';
import type { Point } from '../../src/integrations/face/engine/picture.ts';
import { draw, type Canvas, type Flat, type Triangle } from './draw-triangles.ts';
import { HEIGHT, photoOf, WIDTH, type Somebody } from './people.ts';

/** Turned to its left by so many radians; eyes and mouth between 0 and 1. */
export type Pose = { yaw?: number; blink?: number; mouth?: number };
/** How it is photographed: brightness as a factor, blur as a sigma in pixels, how far it stands from the middle. */
export type Shot = { brightness?: number; blur?: number; shiftX?: number; shiftY?: number; quality?: number };
export type MovingHead = { jpeg(pose?: Pose, shot?: Shot): Promise<Buffer> };

const HUMAN = dirname(createRequire(import.meta.url).resolve('@vladmandic/human'));
const coordinates = readFileSync(join(HUMAN, '..', 'src', 'face', 'facemeshcoords.ts'), 'utf8');
const listed = (name: string): number[] =>
  (new RegExp(`${name}[^=]*[=:]\\s*\\[([\\s\\S]*?)\\]`).exec(coordinates)?.[1] ?? '')
    .split(',')
    .map((text) => Number.parseInt(text, 10))
    .filter((n) => !Number.isNaN(n));
const TRIANGLES = listed('export const TRI468');
const EDGE = listed('silhouette');

/** Upper lid and the point of the lower lid that it meets; then the folds above, with the lower lid that pulls them. */
const LIDS = [
  ...[159, 145, 158, 153, 160, 144, 161, 163, 157, 154, 173, 155, 246, 7],
  ...[386, 374, 385, 380, 387, 373, 388, 390, 384, 381, 398, 382, 466, 249],
];
const FOLDS = [
  ...[27, 159, 145, 28, 158, 153, 56, 157, 154, 29, 160, 144, 30, 161, 163],
  ...[257, 386, 374, 258, 385, 380, 286, 384, 381, 259, 387, 373, 260, 388, 390],
];
const BELOW_THE_MOUTH = [
  ...[14, 87, 178, 88, 95, 317, 402, 318, 324, 15, 86, 179, 89, 96, 316, 403, 319, 325, 16, 85, 180, 90, 77, 315],
  ...[404, 320, 307, 17, 84, 181, 91, 146, 314, 405, 321, 375, 18, 83, 182, 106, 313, 406, 335, 200, 199, 201, 421],
  ...[208, 428, 175, 152, 148, 377, 176, 400, 171, 396, 140, 369, 149, 378, 32, 262, 194, 418, 204, 424, 211, 431],
  ...[170, 395],
];
const INSIDE_OF_MOUTH = [
  ...[78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308],
  ...[324, 318, 402, 317, 14, 87, 178, 88, 95],
];

/**
 * A photo that turns, blinks and opens its mouth: its mesh is moved in space, and the picture with it. No person is needed before a
 * camera, and the engine has to find out for itself what was done.
 */
export async function movingHead(engine: FaceEngine, somebody: Somebody): Promise<MovingHead> {
  const { data } = await sharp(await photoOf(somebody))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const photo: Canvas = { data: new Uint8Array(data), width: WIDTH, height: HEIGHT };
  const { mesh } = await engine.see(photo, 'eyes');
  if (!mesh) throw new Error('nobody is seen in this photo');
  const head = headOf(mesh.slice(0, 468));
  const straight = head.facing();
  return {
    async jpeg(pose = {}, { brightness = 1, blur = 0, shiftX = 0, shiftY = 0, quality = 88 } = {}) {
      const picture = head.paint(photo, { ...pose, yaw: straight + (pose.yaw ?? 0) });
      const raw = { raw: { width: WIDTH, height: HEIGHT, channels: 3 as const } };
      let image = sharp(picture.data, raw).affine([1.03, 0, 0, 1.03], { odx: shiftX, ody: shiftY });
      if (brightness !== 1) image = image.modulate({ brightness });
      if (blur > 0) image = image.blur(blur);
      return sharp(await image.png().toBuffer())
        .resize(WIDTH, HEIGHT, { fit: 'cover' })
        .jpeg({ quality })
        .toBuffer();
    },
  };
}

function headOf(mesh: Point[]) {
  const at = (i: number): Point => mesh[i] ?? { x: 0, y: 0, z: 0 };
  const centre = { x: (at(234).x + at(454).x) / 2, y: (at(10).y + at(152).y) / 2, z: (at(234).z + at(454).z) / 2 };
  const around = (grow: number): Flat[] =>
    EDGE.map((i) => ({ x: centre.x + (at(i).x - centre.x) * grow, y: centre.y + (at(i).y - centre.y) * grow }));
  /** Hair and ears move with the head, half as far; what is further out stays where it is. */
  const [near, far] = [around(1.45), around(2.3)];

  function moved({ yaw = 0, blink = 0, mouth = 0 }: Pose): Point[] {
    const points = mesh.map((point) => ({ ...point }));
    const lift = (i: number, y: number): void => void ((points[i] as Point).y += y);
    for (let i = 0; i < LIDS.length; i += 2) {
      const [upper, lower] = [LIDS[i] as number, LIDS[i + 1] as number];
      lift(upper, (at(lower).y - at(upper).y) * blink * 0.96);
    }
    for (let i = 0; i < FOLDS.length; i += 3) {
      const [fold, lid, lower] = [FOLDS[i] as number, FOLDS[i + 1] as number, FOLDS[i + 2] as number];
      lift(fold, (at(lower).y - at(lid).y) * blink * 0.55);
    }
    const drop = (at(152).y - at(10).y) * 0.15 * mouth;
    for (const i of BELOW_THE_MOUTH) lift(i, drop * (at(i).y >= at(14).y ? 1 : 0.8));
    const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
    return points.map(({ x, y, z }) => {
      const [dx, dz] = [x - centre.x, (z - centre.z) * 1.15];
      return { x: centre.x + dx * cos - dz * sin, y, z: dx * sin + dz * cos };
    });
  }

  return {
    /** By how much this head must be turned to look straight ahead. */
    facing(): number {
      const offset = (yaw: number): number => {
        const [nose, right, left] = [1, 234, 454].map((i) => moved({ yaw })[i]?.x ?? 0) as [number, number, number];
        return Math.abs((nose - right) / (left - right) - 0.5);
      };
      const angles = Array.from({ length: 61 }, (_, i) => (i - 30) / 50);
      return angles.reduce((best, yaw) => (offset(yaw) < offset(best) ? yaw : best), 0);
    },
    paint(photo: Canvas, pose: Pose): Canvas {
      const canvas = { ...photo, data: Uint8Array.from(photo.data) };
      const points = moved(pose);
      const to = (i: number): Flat => points[i] ?? centre;
      const pulled = near.map((point, k) => ({
        x: point.x + (to(EDGE[k] as number).x - at(EDGE[k] as number).x) * 0.55,
        y: point.y + (to(EDGE[k] as number).y - at(EDGE[k] as number).y) * 0.55,
      }));
      draw(photo, canvas, ring({ near, far, pulled, from: at, to }));
      draw(photo, canvas, face(at, points));
      if ((pose.mouth ?? 0) > 0.05) {
        const middle = { x: (to(13).x + to(14).x) / 2, y: (to(13).y + to(14).y) / 2 };
        const dark = INSIDE_OF_MOUTH.map((i, k): Triangle => {
          const next = INSIDE_OF_MOUTH[(k + 1) % INSIDE_OF_MOUTH.length] as number;
          return { from: undefined, to: [to(i), to(next), middle] };
        });
        draw(photo, canvas, dark);
      }
      return canvas;
    },
  };
}

type Ring = { near: Flat[]; far: Flat[]; pulled: Flat[]; from(i: number): Flat; to(i: number): Flat };

/** Between the face and what does not move. */
function ring({ near, far, pulled, from, to }: Ring): Triangle[] {
  return EDGE.flatMap((a, k): Triangle[] => {
    const j = (k + 1) % EDGE.length;
    const b = EDGE[j] as number;
    const [n, m, f, g, p, q] = [near[k], near[j], far[k], far[j], pulled[k], pulled[j]] as Flat[] as [
      ...[Flat, Flat, Flat],
      ...[Flat, Flat, Flat],
    ];
    return [
      { from: [f, g, n], to: [f, g, p] },
      { from: [g, m, n], to: [g, q, p] },
      { from: [n, m, from(a)], to: [p, q, to(a)] },
      { from: [m, from(b), from(a)], to: [q, to(b), to(a)] },
    ];
  });
}

/** What is nearer to the camera covers what is behind it. */
function face(from: (i: number) => Flat, points: Point[]): Triangle[] {
  const corner = (i: number): number => TRIANGLES[i] as number;
  const sorted = Array.from({ length: TRIANGLES.length / 3 }, (_, i) => [
    corner(3 * i),
    corner(3 * i + 1),
    corner(3 * i + 2),
  ]).toSorted((a, b) => depth(points, b) - depth(points, a));
  return sorted.map((corners) => ({
    from: three(corners, from),
    to: three(corners, (i) => points[i] ?? { x: 0, y: 0 }),
  }));
}

const three = ([a = 0, b = 0, c = 0]: number[], at: (i: number) => Flat): [Flat, Flat, Flat] => [at(a), at(b), at(c)];

const depth = (points: Point[], corners: number[]): number => corners.reduce((sum, i) => sum + (points[i]?.z ?? 0), 0);
