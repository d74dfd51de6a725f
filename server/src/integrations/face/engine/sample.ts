import type { Picture } from './picture.ts';

/** A square in a picture, upright or not: its middle, its side in pixels, its tilt; mirrored, or `tall` times as high, where a net wants that. */
export type Square = { x: number; y: number; side: number; tilt: number; mirrored?: boolean; tall?: number };
type Flat = { x: number; y: number };

/** What is in the square, `size` pixels wide, plane after plane of red, green and blue, 0 to 255; black where the picture has ended. */
export function planesOf({ data, width, height }: Picture, square: Square, size: number): Float32Array {
  const out = new Float32Array(3 * size * size);
  const step = square.side / size;
  const [cos, sin] = [Math.cos(square.tilt) * step, Math.sin(square.tilt) * step];
  const [hand, tall] = [square.mirrored ? -1 : 1, square.tall ?? 1];
  const plane = size * size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const [across, down] = [hand * (column + 0.5 - size / 2), tall * (row + 0.5 - size / 2)];
      const x = square.x + across * cos - down * sin - 0.5;
      const y = square.y + across * sin + down * cos - 0.5;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) continue;
      const [fx, fy] = [x - left, y - top];
      const at = (top * width + left) * 3;
      const below = at + width * 3;
      const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
      const to = row * size + column;
      for (let i = 0; i < 3; i += 1) {
        const upper = a * (data[at + i] ?? 0) + b * (data[at + 3 + i] ?? 0);
        out[to + i * plane] = upper + c * (data[below + i] ?? 0) + d * (data[below + 3 + i] ?? 0);
      }
    }
  }
  return out;
}

/** Where in the picture a place in the square is, both from its upper left corner; the square has `size` of its own units. */
export function placeIn({ x, y, side, tilt, mirrored = false }: Square, size: number, place: Flat): Flat {
  const step = side / size;
  const [across, down] = [(place.x - size / 2) * step * (mirrored ? -1 : 1), (place.y - size / 2) * step];
  return {
    x: x + across * Math.cos(tilt) - down * Math.sin(tilt),
    y: y + across * Math.sin(tilt) + down * Math.cos(tilt),
  };
}

/** Every number as a net wants it: less the mean of its plane, by one scale. In place: it is some hundred thousand numbers. */
export function scaled(planes: Float32Array, means: readonly [number, number, number], scale: number): Float32Array {
  const length = planes.length / 3;
  for (const [plane, mean] of means.entries()) {
    for (let i = plane * length; i < (plane + 1) * length; i += 1) planes[i] = ((planes[i] ?? 0) - mean) / scale;
  }
  return planes;
}
