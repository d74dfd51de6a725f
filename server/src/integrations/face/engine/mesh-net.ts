import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadNet } from './onnx.ts';
import type { Picture, Point } from './picture.ts';
import { placeIn, planesOf, scaled, type Square } from './sample.ts';
import { readTfGraph } from './tf-graph.ts';

export type FoundFace = { score: number; width: number; mesh: Point[] };
type Box = { score: number; x: number; y: number; width: number; height: number; eyes: readonly [Flat, Flat] };
type Flat = { x: number; y: number };

/** Sides of what each net takes. */
const SIDE = { detector: 256, mesh: 192, eye: 64 };
/** The cells of the detector: how wide, and how many boxes each may have. */
const CELLS = [
  { wide: 16, boxes: 2, numbers: 512 },
  { wide: 32, boxes: 6, numbers: 384 },
];
const NUMBERS_OF_A_BOX = 16;
const LEAST_SCORE = 0.2;
/** Two boxes that share more than this are one face. */
const SAME = 0.1;
const MOST_FACES = 3;
/** How much more than the box, or than the eye from corner to corner, the next net wants to see. */
const AROUND = { face: 1.5, eye: 2.3 };
/** Points of the mesh that the net of the eyes knows better, in its order from 0 on. */
const EYES = [
  {
    corners: [263, 362],
    mirrored: true,
    points: [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398],
  },
  {
    corners: [33, 133],
    mirrored: false,
    points: [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173],
  },
] as const;

/**
 * Detection (BlazeFace), a mesh of 468 points and the lids of the eyes (MediaPipe): the nets that come with @vladmandic/human, without
 * its code, which rounds points to whole pixels and takes three times as long.
 */
export async function loadMeshNet(): Promise<{ facesIn(picture: Picture, eyes: boolean): Promise<FoundFace[]> }> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/human')), '..', 'models');
  const load = async (name: string) => loadNet(await readTfGraph(folder, name));
  const [detector, meshNet, eyeNet] = [await load('blazeface'), await load('facemesh'), await load('iris')];

  async function boxesIn(picture: Picture): Promise<Box[]> {
    const side = Math.max(picture.width, picture.height);
    const all: Square = { x: picture.width / 2, y: picture.height / 2, side, tilt: 0 };
    const pixels = scaled(planesOf(picture, all, SIDE.detector), [127.5, 127.5, 127.5], 127.5);
    const found = Object.values(await detector(pixels, [1, 3, SIDE.detector, SIDE.detector]));
    const boxes = CELLS.flatMap(({ wide, boxes: perCell, numbers }) => {
      const scores = found.find(({ length }) => length === numbers) ?? new Float32Array();
      const places = found.find(({ length }) => length === numbers * NUMBERS_OF_A_BOX) ?? new Float32Array();
      return boxesOf(scores, places, { wide, perCell, in: all });
    });
    return apart(boxes);
  }

  async function meshOf(picture: Picture, box: Box): Promise<{ mesh: Point[]; score: number; tilt: number }> {
    const [right, left] = box.eyes;
    const tilt = Math.atan2(left.y - right.y, left.x - right.x);
    const square: Square = { x: box.x, y: box.y, side: AROUND.face * Math.max(box.width, box.height), tilt };
    const pixels = scaled(planesOf(picture, square, SIDE.mesh), [0, 0, 0], 255);
    const found = Object.values(await meshNet(pixels, [1, 3, SIDE.mesh, SIDE.mesh]));
    const points = found.find(({ length }) => length === 468 * 3) ?? new Float32Array();
    const mesh = Array.from({ length: points.length / 3 }, (_, i): Point => {
      const [x = 0, y = 0, z = 0] = points.subarray(3 * i, 3 * i + 3);
      return { ...placeIn(square, SIDE.mesh, { x, y }), z: (z * square.side) / SIDE.mesh };
    });
    return { mesh, score: found.find(({ length }) => length === 1)?.[0] ?? 0, tilt };
  }

  /** The lids where the mesh has them only roughly. */
  async function refineEyes(picture: Picture, mesh: Point[], tilt: number): Promise<void> {
    const squares = EYES.map(({ corners, mirrored }): Square => {
      const [a, b] = corners.map((i) => mesh[i]) as [Point, Point];
      const side = AROUND.eye * Math.hypot(a.x - b.x, a.y - b.y);
      return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, side, tilt, mirrored };
    });
    const each = 3 * SIDE.eye ** 2;
    const pixels = new Float32Array(squares.length * each);
    for (const [i, square] of squares.entries()) {
      pixels.set(scaled(planesOf(picture, square, SIDE.eye), [0, 0, 0], 255), i * each);
    }
    const found = Object.values(await eyeNet(pixels, [squares.length, 3, SIDE.eye, SIDE.eye]))[0] ?? new Float32Array();
    for (const [i, square] of squares.entries()) {
      const numbers = found.subarray((i * found.length) / squares.length);
      for (const [k, point] of EYES[i]?.points.entries() ?? []) {
        const place = placeIn(square, SIDE.eye, { x: numbers[3 * k] ?? 0, y: numbers[3 * k + 1] ?? 0 });
        Object.assign(mesh[point] ?? {}, place);
      }
    }
  }

  return {
    async facesIn(picture, eyes) {
      const faces: FoundFace[] = [];
      for (const box of await boxesIn(picture)) {
        const { mesh, score, tilt } = await meshOf(picture, box);
        if (score < LEAST_SCORE) continue;
        if (eyes && faces.length === 0) await refineEyes(picture, mesh, tilt);
        faces.push({ score: box.score, width: box.width, mesh });
      }
      return faces;
    },
  };
}

type Cells = { wide: number; perCell: number; in: Square };

/** What the detector says of each cell, in pixels of the picture. */
function boxesOf(scores: Float32Array, places: Float32Array, { wide, perCell, in: square }: Cells): Box[] {
  const boxes: Box[] = [];
  const cells = SIDE.detector / wide;
  const scale = square.side / SIDE.detector;
  for (const [i, logit] of scores.entries()) {
    const score = 1 / (1 + Math.exp(-logit));
    if (score < LEAST_SCORE) continue;
    const cell = Math.floor(i / perCell);
    const middle = { x: ((cell % cells) + 0.5) * wide, y: (Math.floor(cell / cells) + 0.5) * wide };
    const numbers = places.subarray(i * NUMBERS_OF_A_BOX);
    const at = (k: number): Flat =>
      placeIn(square, SIDE.detector, { x: middle.x + (numbers[k] ?? 0), y: middle.y + (numbers[k + 1] ?? 0) });
    const [width, height] = [(numbers[2] ?? 0) * scale, (numbers[3] ?? 0) * scale];
    boxes.push({ score, ...at(0), width, height, eyes: [at(4), at(6)] });
  }
  return boxes;
}

/** Of boxes that lie over each other the surest; the largest first. */
function apart(boxes: Box[]): Box[] {
  const kept: Box[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score)) {
    if (kept.length < MOST_FACES && kept.every((other) => shared(box, other) <= SAME)) kept.push(box);
  }
  return kept.toSorted((a, b) => b.width - a.width);
}

function shared(a: Box, b: Box): number {
  const overlap = (from: number, fromSide: number, to: number, toSide: number): number =>
    Math.max(0, Math.min(from + fromSide / 2, to + toSide / 2) - Math.max(from - fromSide / 2, to - toSide / 2));
  const both = overlap(a.x, a.width, b.x, b.width) * overlap(a.y, a.height, b.y, b.height);
  return both / (a.width * a.height + b.width * b.height - both);
}
