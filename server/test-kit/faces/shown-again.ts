import sharp from 'sharp';
import { HEIGHT, WIDTH } from './people.ts';

export type Medium = 'screen' | 'print';

/**
 * A picture held before the camera instead of a face: on a screen (its rows beat against the camera's, blacks glow, its edge is in view)
 * or printed (dots of ink, little contrast, white paper around it). Made by arithmetic, not photographed.
 */
export async function shownAgain(jpeg: Uint8Array, medium: Medium): Promise<Buffer> {
  const shown = await sharp(jpeg)
    .resize(Math.round(WIDTH * 0.84), Math.round(HEIGHT * 0.84), { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = shown.info;
  const data = Buffer.from(shown.data);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        const i = (y * width + x) * 3 + c;
        data[i] = medium === 'screen' ? onScreen(data[i] ?? 0, x, y, c) : printed(data[i] ?? 0, x, y, c);
      }
    }
  }
  const [sides, ends] = [Math.round((WIDTH - width) / 2), Math.round((HEIGHT - height) / 2)];
  const around = medium === 'screen' ? '#0a0a0c' : '#e9e6df';
  const framed = await sharp(data, { raw: { width, height, channels: 3 } })
    .extend({
      left: sides,
      right: WIDTH - width - sides,
      top: ends,
      bottom: HEIGHT - height - ends,
      background: around,
    })
    .png()
    .toBuffer();
  return sharp(framed).blur(0.6).jpeg({ quality: 75 }).toBuffer();
}

function onScreen(value: number, x: number, y: number, c: number): number {
  const lit = 255 * (value / 255) ** 0.8;
  const beat = 1 + 0.1 * Math.sin(0.9 * x + 0.35 * y + 2 * c) + 0.06 * Math.sin(1.7 * y);
  return clamped(18 + 0.9 * lit * beat * (c === 2 ? 1.06 : 1));
}

function printed(value: number, x: number, y: number, c: number): number {
  const angle = [0.26, 1.3, 0.78][c] ?? 0;
  const [u, v] = [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
  const dots = 22 * Math.sin(2.1 * u) * Math.sin(2.1 * v);
  return clamped(40 + 0.68 * value + dots - (c === 2 ? 10 : 0));
}

const clamped = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));
