export type Canvas = { data: Uint8Array; width: number; height: number };
export type Flat = { x: number; y: number };
type Corners = [Flat, Flat, Flat];
/** A piece of the photo and where it goes; without a photo it is dark. */
export type Triangle = { from: Corners | undefined; to: Corners };

const DARK = [42, 15, 16];
/** A little over the edge, so that no seam shows. */
const OVER = -0.03;

/** Each piece of `source` bent to its place in `target`, one over the other. */
export function draw(source: Canvas, target: Canvas, triangles: readonly Triangle[]): void {
  for (const { from, to } of triangles) {
    const [a, b, c] = to;
    const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if (Math.abs(area) < 1e-3) continue;
    const [left, right] = range([a.x, b.x, c.x], target.width);
    const [top, bottom] = range([a.y, b.y, c.y], target.height);
    for (let y = top; y <= bottom; y += 1) {
      for (let x = left; x <= right; x += 1) {
        const v = ((x - a.x) * (c.y - a.y) - (c.x - a.x) * (y - a.y)) / area;
        const w = ((b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y)) / area;
        const u = 1 - v - w;
        if (u < OVER || v < OVER || w < OVER) continue;
        const i = (y * target.width + x) * 3;
        if (from) copy(source, target, i, mixed(from, [u, v, w]));
        else target.data.set(DARK, i);
      }
    }
  }
}

const mixed = ([a, b, c]: Corners, [u, v, w]: [number, number, number]): Flat => ({
  x: a.x * u + b.x * v + c.x * w,
  y: a.y * u + b.y * v + c.y * w,
});

const range = (values: number[], size: number): [number, number] => [
  Math.max(0, Math.floor(Math.min(...values))),
  Math.min(size - 1, Math.ceil(Math.max(...values))),
];

/** Bilinear. */
function copy({ data, width, height }: Canvas, target: Canvas, i: number, { x, y }: Flat): void {
  const sx = Math.min(Math.max(x, 0), width - 1.001);
  const sy = Math.min(Math.max(y, 0), height - 1.001);
  const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
  const [fx, fy] = [sx - ix, sy - iy];
  const at = (iy * width + ix) * 3;
  for (let c = 0; c < 3; c += 1) {
    const top = (data[at + c] ?? 0) * (1 - fx) + (data[at + 3 + c] ?? 0) * fx;
    const bottom = (data[at + width * 3 + c] ?? 0) * (1 - fx) + (data[at + width * 3 + 3 + c] ?? 0) * fx;
    target.data[i + c] = top * (1 - fy) + bottom * fy;
  }
}
