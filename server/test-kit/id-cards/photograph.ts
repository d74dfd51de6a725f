import sharp from 'sharp';
import type { Chance } from './chance.ts';
import { HEIGHT, WIDTH } from './draw.ts';

/** How a card lies before the camera and what the camera makes of it. */
const LEVELS = {
  clean: { degrees: 0.6, perspective: 0.004, blur: 0, noise: 2, quality: 92, light: 0.04, width: 1280 },
  medium: { degrees: 4, perspective: 0.025, blur: 0.7, noise: 6, quality: 60, light: 0.18, width: 1280 },
  blurred: { degrees: 3, perspective: 0.02, blur: 2.2, noise: 6, quality: 70, light: 0.2, width: 1280 },
  poor: { degrees: 8, perspective: 0.05, blur: 1.7, noise: 20, quality: 45, light: 0.45, width: 860 },
  noisy: { degrees: 5, perspective: 0.03, blur: 0.8, noise: 26, quality: 50, light: 0.3, width: 1152 },
} as const;
export type Level = keyof typeof LEVELS;
export const levels = Object.keys(LEVELS) as Level[];

/** A picture of a drawn card as a phone would send it: rotated, in perspective, unevenly lit, blurred, noisy, JPEG. */
export async function photograph(card: Buffer, level: Level, by: Chance): Promise<Buffer> {
  const how = LEVELS[level];
  const width = how.width;
  const height = Math.round(width * 0.7);
  const source = await sharp(card).ensureAlpha().raw().toBuffer();
  const place = placement(how, width, height, by);
  const table: [number, number, number] = [90 + by.next() * 60, 80 + by.next() * 60, 70 + by.next() * 60];
  const lightFrom = by.next() * 2 * Math.PI;
  const picture = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const slope = (x / width - 0.5) * Math.cos(lightFrom) + (y / height - 0.5) * Math.sin(lightFrom);
      const light = 1 + how.light * slope;
      const grain = by.normal() * how.noise;
      const from = place(x, y);
      for (const c of [0, 1, 2] as const) {
        const seen = (from && sample(source, from.x, from.y, c)) ?? table[c];
        const tint = c === 1 ? 0 : (by.next() - 0.5) * how.noise * 0.8;
        picture[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, seen * light + grain + tint));
      }
    }
  }
  const shot = sharp(picture, { raw: { width, height, channels: 3 } });
  if (how.blur > 0) shot.blur(how.blur);
  return shot.jpeg({ quality: how.quality }).toBuffer();
}

/** From a pixel of the picture to the place on the card that is seen there. */
function placement(how: (typeof LEVELS)[Level], width: number, height: number, by: Chance) {
  const swing = () => by.next() * 2 - 1;
  const scale = (width * 0.86) / WIDTH;
  const angle = (swing() * how.degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [cx, cy] = [width / 2 + swing() * width * 0.015, height / 2 + swing() * height * 0.015];
  const [kx, ky] = [(swing() * how.perspective * 2) / WIDTH, (swing() * how.perspective * 2) / HEIGHT];
  const m = inverse([cos + cx * kx, -sin + cx * ky, cx, sin + cy * kx, cos + cy * ky, cy, kx, ky, 1]);
  return (x: number, y: number): { x: number; y: number } | undefined => {
    const w = m[6] * x + m[7] * y + m[8];
    const at = {
      x: (m[0] * x + m[1] * y + m[2]) / w + WIDTH / 2,
      y: (m[3] * x + m[4] * y + m[5]) / w + HEIGHT / 2,
    };
    return at.x >= 0 && at.y >= 0 && at.x < WIDTH - 1 && at.y < HEIGHT - 1 ? at : undefined;
  };
}

type Nine = [number, number, number, number, number, number, number, number, number];

function inverse([a, b, c, d, e, f, g, h, i]: Nine): Nine {
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const by = 1 / (a * p + b * q + c * r);
  return [p, c * h - b * i, b * f - c * e, q, a * i - c * g, c * d - a * f, r, b * g - a * h, a * e - b * d].map(
    (cell) => cell * by,
  ) as Nine;
}

/** Between four pixels; nothing where the card is cut out. */
function sample(source: Buffer, x: number, y: number, channel: number): number | undefined {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const at = (top * WIDTH + left) * 4;
  if ((source[at + 3] as number) < 128) return undefined;
  const read = (offset: number): number => source[at + offset + channel] as number;
  const above = read(0) * (1 - dx) + read(4) * dx;
  const below = read(WIDTH * 4) * (1 - dx) + read(WIDTH * 4 + 4) * dx;
  return above * (1 - dy) + below * dy;
}
