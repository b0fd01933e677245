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
 * not vary. One pass forward and one backward give the squares of every head and tail; only the bends that come out least are fitted again, so
 * that the figures are those of `fitLine`.
 */
export function bestBend({ x, y }: Trend): BentLine | null {
  const n = x.length;
  const line = fitLine(x, y);
  if (line === null) return null;
  const heads = squaresFrom(0, { x, y }, line);
  const tails = squaresFrom(n - 1, { x, y }, line);
  let least = Number.POSITIVE_INFINITY;
  for (let bend = fewest; bend + fewest < n; bend++) {
    const squares = (heads[bend - 1] ?? 0) + (tails[bend] ?? 0);
    if (squares < least) least = squares;
  }
  // What rounding may do to a point's distance from a line, and with it to a sum of squares.
  const rounding = 2 * Number.EPSILON * (Math.abs(line.intercept) + Math.abs(line.slope * (x[n - 1] ?? 0)));
  const most =
    least + near.share * line.squares + (2 * Math.sqrt(line.squares * n) + n * rounding) * rounding;
  const bends: { readonly bend: number; readonly squares: number }[] = [];
  for (let bend = fewest; bend + fewest < n; bend++) {
    const squares = (heads[bend - 1] ?? 0) + (tails[bend] ?? 0);
    // Squares that are not finite are those of a part in which x does not vary.
    if (squares <= most && squares < Number.POSITIVE_INFINITY) bends.push({ bend, squares });
  }
  const chosen = bends
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

/**
 * Squares left by a line through the points from an end up to each; infinite where x does not vary. Sums are of what the whole's line leaves,
 * counted from that end: every part has its end, so that a short one loses no digits to a long one.
 */
function squaresFrom(end: number, { x, y }: Trend, { intercept, slope }: LineFit): Float64Array {
  const n = x.length;
  const out = new Float64Array(n);
  const step = end === 0 ? 1 : -1;
  const zeroX = x[end] ?? Number.NaN;
  const zeroY = (y[end] ?? Number.NaN) - intercept - slope * zeroX;
  let [sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0];
  for (let count = 1, i = end; count <= n; count++, i += step) {
    const value = x[i] ?? Number.NaN;
    const u = value - zeroX;
    const v = (y[i] ?? Number.NaN) - intercept - slope * value - zeroY;
    sumX += u;
    sumY += v;
    sumXX += u * u;
    sumXY += u * v;
    sumYY += v * v;
    const share = 1 / count;
    const spread = sumXX - sumX * sumX * share;
    const joint = sumXY - sumX * sumY * share;
    const squares = sumYY - sumY * sumY * share - (joint * joint) / spread;
    out[i] = spread < leastSpread ? Number.POSITIVE_INFINITY : Math.max(0, squares);
  }
  return out;
}
