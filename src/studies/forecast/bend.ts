import { fitLine, type LineFit, leastSpread } from "./line.ts";
import type { Trend } from "./predictive.ts";

/** Two lines, one before and one from the bend on. */
export interface BentLine {
  /** Index of the first point of the tail. */
  readonly bend: number;
  readonly tail: LineFit;
  /** Of both lines. */
  readonly squares: number;
}

/** Points before a bend, and one fewer than from it on, at least. */
const fewest = 3;

/** Sums of squares nearer to each other than this share are told apart by fitting again, of at most so many bends. */
const near = { share: 1e-9, most: 100 } as const;

/**
 * The bend at which two lines leave the least squares, the earliest of equal ones; null with fewer than seven points or where x does
 * not vary. One pass forward and one backward give the squares of every head and tail (Welford's updating sums, on what one line through all
 * points leaves); only the bends that come out least are fitted again, so that the figures are those of `fitLine`.
 */
export function bestBend({ x, y }: Trend): BentLine | null {
  const n = x.length;
  const line = fitLine(x, y);
  if (line === null) return null;
  const { intercept, slope, squares: whole } = line;
  const rest = y.map((value, i) => value - intercept - slope * (x[i] ?? Number.NaN));
  const heads = runningSquares(x, rest, "from the start");
  const tails = runningSquares(x, rest, "from the end");
  // What rounding may do to a point's distance from a line, and with it to a sum of squares.
  const rounding = 2 * Number.EPSILON * (Math.abs(intercept) + Math.abs(slope * (x[n - 1] ?? 0)));
  const reach = near.share * whole + (2 * Math.sqrt(whole * n) + n * rounding) * rounding;
  const bends: { readonly bend: number; readonly squares: number }[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let bend = fewest; bend + fewest < n; bend++) {
    const squares = (heads[bend - 1] ?? 0) + (tails[bend] ?? 0);
    // Squares that are not finite are those of a part in which x does not vary.
    if (squares === Number.POSITIVE_INFINITY || !(squares <= least + reach)) continue;
    if (squares < least) least = squares;
    bends.push({ bend, squares });
  }
  const chosen = bends
    .filter(({ squares }) => squares <= least + reach)
    .toSorted((a, b) => a.squares - b.squares)
    .slice(0, near.most)
    .toSorted((a, b) => a.bend - b.bend);
  let best: BentLine | null = null;
  for (const { bend } of chosen) {
    const tail = fitLine(x, y, bend);
    const head = fitLine(x, y, 0, bend);
    if (tail === null || head === null) continue;
    const squares = tail.squares + head.squares;
    if (best === null || squares < best.squares) best = { bend, tail, squares };
    if (squares === 0) break;
  }
  return best;
}

/** Squares left by a line through the points up to each, from one side; infinite where x does not vary. */
function runningSquares(
  x: readonly number[],
  y: readonly number[],
  order: "from the start" | "from the end",
): Float64Array {
  const n = x.length;
  const out = new Float64Array(n);
  let [meanX, meanY, spread, joint, total] = [0, 0, 0, 0, 0];
  for (let count = 1; count <= n; count++) {
    const i = order === "from the start" ? count - 1 : n - count;
    const dx = (x[i] ?? Number.NaN) - meanX;
    const dy = (y[i] ?? Number.NaN) - meanY;
    const share = 1 / count;
    meanX += dx * share;
    meanY += dy * share;
    const rest = (y[i] ?? Number.NaN) - meanY;
    spread += dx * ((x[i] ?? Number.NaN) - meanX);
    joint += dx * rest;
    total += dy * rest;
    out[i] = spread < leastSpread ? Number.POSITIVE_INFINITY : Math.max(0, total - (joint * joint) / spread);
  }
  return out;
}
