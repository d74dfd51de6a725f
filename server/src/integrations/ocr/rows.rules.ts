/** A piece of text where it was found: its corners clockwise from the upper left. */
export type Line = { text: string; mean: number; box: readonly (readonly number[])[] };
/** What stands beside each other, from left to right. */
export type Row = { text: string; confidence: number; left: Point; right: Point; height: number };
export type Point = { x: number; y: number };

type Placed = { text: string; mean: number; width: number; height: number; left: Point; right: Point; along: Point };

/** Text in rows from top to bottom, also where the card does not lie straight. */
export function rowsOf(lines: readonly Line[]): Row[] {
  const tilt = tiltOf(lines);
  const rows: Placed[][] = [];
  for (const line of lines.map((each) => place(each, tilt)).toSorted((a, b) => a.along.y - b.along.y)) {
    const row = rows.find(([first]) => first && isBeside(first, line));
    if (row) row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => joined(row.toSorted((a, b) => a.along.x - b.along.x)));
}

/** How much the card is turned clockwise, in radians: the long lines tell. */
export function tiltOf(lines: readonly Line[]): number {
  const long = lines.map(({ box }) => sizeOf(box)).filter(({ width, height }) => width > 4 * height);
  const weight = long.reduce((sum, { width }) => sum + width, 0);
  return weight === 0 ? 0 : long.reduce((sum, { width, angle }) => sum + angle * width, 0) / weight;
}

const corner = (box: Line['box'], i: number): Point => ({ x: box[i]?.[0] ?? 0, y: box[i]?.[1] ?? 0 });
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

export function sizeOf(box: Line['box']): { width: number; height: number; angle: number } {
  const [a, b, d] = [corner(box, 0), corner(box, 1), corner(box, 3)];
  return {
    width: Math.hypot(b.x - a.x, b.y - a.y),
    height: Math.hypot(d.x - a.x, d.y - a.y),
    angle: Math.atan2(b.y - a.y, b.x - a.x),
  };
}

function place({ text, mean, box }: Line, tilt: number): Placed {
  const [left, right] = [middle(corner(box, 0), corner(box, 3)), middle(corner(box, 1), corner(box, 2))];
  const centre = middle(left, right);
  const [cos, sin] = [Math.cos(-tilt), Math.sin(-tilt)];
  const along = { x: centre.x * cos - centre.y * sin, y: centre.x * sin + centre.y * cos };
  return { text: text.replace(/\s+/g, ''), mean, ...sizeOf(box), left, right, along };
}

const isBeside = (a: Placed, b: Placed): boolean =>
  Math.abs(a.along.y - b.along.y) < 0.5 * Math.min(a.height, b.height) + 4;

/** As sure as its least sure piece. */
const joined = (row: Placed[]): Row => ({
  text: row.map(({ text }) => text).join(''),
  confidence: Math.min(...row.map(({ mean }) => mean)),
  left: (row[0] as Placed).left,
  right: (row.at(-1) as Placed).right,
  height: Math.max(...row.map(({ height }) => height)),
});
