import type { Flaw } from './port.ts';
import type { Point, Row } from './rows.rules.ts';

/** Grey, one byte a pixel. */
export type Grey = { pixels: Uint8Array; width: number; height: number };
export type Measured = { width: number; sharpness: number; glare: number; brightness: number };

/** Below these a reading is more luck than skill; found with the cards of the bench (docs/ocr.md). */
const LEAST = { width: 600, sharpness: 20, brightness: 70 };
const MOST_GLARE = 0.12;
const WHITE = 253;

/** Variance of the Laplacian, share of white, mean brightness. */
export function measure({ pixels, width, height }: Grey): Omit<Measured, 'width'> {
  let [sum, squares, white, light] = [0, 0, 0, 0];
  const at = (i: number): number => pixels[i] as number;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const edge = at(i - 1) + at(i + 1) + at(i - width) + at(i + width) - 4 * at(i);
      sum += edge;
      squares += edge * edge;
      light += at(i);
      if (at(i) >= WHITE) white += 1;
    }
  }
  const count = (width - 2) * (height - 2);
  return { sharpness: squares / count - (sum / count) ** 2, glare: white / count, brightness: light / count };
}

export function flawsOf(measured: Measured): Flaw[] {
  const flaws: Flaw[] = [];
  if (measured.width < LEAST.width) flaws.push('too-small');
  if (measured.sharpness < LEAST.sharpness) flaws.push('blurred');
  if (measured.glare > MOST_GLARE) flaws.push('glare');
  if (measured.brightness < LEAST.brightness) flaws.push('dark');
  return flaws;
}

export type Region = { left: number; top: number; width: number; height: number };
type Size = { width: number; height: number };

/**
 * Where the name, the number's two ends and the holder's picture are on every card, in shares of its width: 85.6 × 54 mm, and the
 * picture 26 × 32 mm on the right.
 */
const ON_CARD = {
  name: { x: 0.063, y: 0.094 },
  numberLeft: { x: 0.063, y: 0.55 },
  numberRight: { x: 0.893, y: 0.55 },
  portrait: { left: 0.62, right: 0.98, top: 0.05, bottom: 0.48 },
};

/** The part of the picture with the holder's face, with room around it: from where name and number are, else by guess. */
export function portraitRegion(anchors: { name?: Row; idNumber?: Row }, size: Size): Region {
  const { name, idNumber } = anchors;
  const place = name && idNumber ? fromCard(name.left, idNumber.left, idNumber.right) : undefined;
  const { left, right, top, bottom } = ON_CARD.portrait;
  const corners = [left, right].flatMap((x) => [top, bottom].map((y) => ({ x, y })));
  const seen = place
    ? corners.map(place)
    : [
        { x: size.width * 0.55, y: size.height * 0.08 },
        { x: size.width * 0.97, y: size.height * 0.8 },
      ];
  return within(seen, size);
}

/** The name without its label, which takes the first third of the row. */
export function nameRegion({ left, right, height }: Row, size: Size): Region {
  const from = { x: left.x + (right.x - left.x) * 0.33, y: left.y + (right.y - left.y) * 0.33 };
  return within(
    [
      { x: from.x, y: Math.min(from.y, right.y) - height * 0.8 },
      { x: right.x + height * 0.4, y: Math.max(from.y, right.y) + height * 0.8 },
    ],
    size,
  );
}

/** From shares of the card to pixels, by three places that are known in both. */
function fromCard(name: Point, numberLeft: Point, numberRight: Point): (at: Point) => Point {
  const [a, b, c] = [ON_CARD.name, ON_CARD.numberLeft, ON_CARD.numberRight];
  return ({ x, y }) => {
    const across = (x - b.x) / (c.x - b.x);
    const up = (y - b.y) / (a.y - b.y);
    return {
      x: numberLeft.x + across * (numberRight.x - numberLeft.x) + up * (name.x - numberLeft.x),
      y: numberLeft.y + across * (numberRight.y - numberLeft.y) + up * (name.y - numberLeft.y),
    };
  };
}

function within(points: readonly Point[], size: Size): Region {
  const clip = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), most));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [clip(Math.min(...xs), size.width - 1), clip(Math.min(...ys), size.height - 1)];
  return {
    left,
    top,
    width: Math.max(1, clip(Math.max(...xs), size.width) - left),
    height: Math.max(1, clip(Math.max(...ys), size.height) - top),
  };
}
