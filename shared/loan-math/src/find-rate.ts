/** Of ln(1 + rate), in steps that widen: plans have rates near zero, odd flows far off. A double ends at e^709, a step past 600. */
const FURTHEST = { above: 600, below: -14 };
const FIRST_STEP = 0.001;
const WIDENING = 1.1;
const HALVINGS = 200;

/**
 * The rate nearest to zero at which `worth`, a continuous function of ln(1 + rate), is zero; undefined where there is
 * none. Brackets outwards from zero and halves, so it always ends and needs no guess; with flows that change sign more
 * than once several rates may fit, and the nearest is the one that people mean.
 */
export function findRate(worth: (logRate: number) => number): number | undefined {
  const atZero = worth(0);
  if (atZero === 0) return 0;
  let inner = 0;
  for (let outer = FIRST_STEP; inner < FURTHEST.above; outer *= WIDENING) {
    if (opposite(worth(outer), worth(inner))) return Math.expm1(halve(worth, inner, outer));
    const inRange = -inner > FURTHEST.below;
    if (inRange && opposite(worth(-outer), worth(-inner))) return Math.expm1(halve(worth, -inner, -outer));
    inner = outer;
  }
  return undefined;
}

const opposite = (a: number, b: number): boolean => a <= 0 !== b <= 0 || a === 0;

function halve(worth: (logRate: number) => number, from: number, to: number): number {
  const sign = worth(from) > 0;
  let near = from;
  let far = to;
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (near + far) / 2;
    if (middle === near || middle === far) break;
    if (worth(middle) > 0 === sign) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}
