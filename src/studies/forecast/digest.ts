import { mean } from "../../stats/distributions/moments.ts";
import { type LineFit, leastSpread } from "./line.ts";
import type { Trend } from "./predictive.ts";

/**
 * Few nodes that stand for many points: for a smooth function f the sum of f(x) over the points is that of weight × f(node), and the sum of
 * f(x) (y - zero) that of joint × f(node).
 */
export interface Digest {
  readonly n: number;
  /** From which values of y are counted, near their mean; their sum and sum of squares from there. */
  readonly zero: number;
  readonly sum: number;
  readonly squares: number;
  readonly nodes: Float64Array;
  readonly weight: Float64Array;
  readonly joint: Float64Array;
}

/**
 * Edges of the panels by distance from the last point, in lengths of the axis; what lies nearer than the first stands for itself. A panel is
 * as long as it is far from the last point, and a quarter of the axis at most: m nodes of it are right to about 5.8^-m of the largest f where
 * no singularity lies before the last point or nearer to the axis than .35 of its length (Trefethen 2013, theorem 8.2).
 */
const edges = [1 / 512, 1 / 256, 1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1] as const;
const panels = edges.length - 1;

/** Chebyshev nodes within -1 and 1, and what the weight of each takes of every moment. */
const rules = [6, 16].map((nodes) =>
  Array.from({ length: nodes }, (_, j) => {
    const angle = (Math.PI * (j + 0.5)) / nodes;
    const shares = Float64Array.from(
      { length: nodes },
      (_, k) => ((k === 0 ? 1 : 2) / nodes) * Math.cos(k * angle),
    );
    return { place: Math.cos(angle), shares };
  }),
);
const moments = Math.max(...rules.map((rule) => rule.length));

/** A coarse digest of a trend, whose squares are right to 1e-5 of the whole, and a fine one, right to 1e-13: one pass over the points adds up the moments of both. */
export function digestsOf({ x, y }: Trend): Digest[] {
  const n = x.length;
  const last = x[n - 1] ?? Number.NaN;
  const length = last - (x[0] ?? Number.NaN);
  const zero = mean(y);
  const counts = new Float64Array(panels * moments);
  const sums = new Float64Array(panels * moments);
  let sum = 0;
  let squares = 0;
  let panel = panels - 1;
  let own = n;
  for (let i = 0; i < n; i++) {
    const from = (last - (x[i] ?? last)) / length;
    while (panel >= 0 && from < (edges[panel] ?? 0)) panel--;
    const rest = (y[i] ?? zero) - zero;
    sum += rest;
    squares += rest * rest;
    if (panel < 0) {
      own = Math.min(own, i);
      continue;
    }
    const [low = 0, high = 1] = [edges[panel], edges[panel + 1]];
    const place = (2 * from - low - high) / (high - low);
    // Chebyshev polynomials, each from the two before.
    let before = place;
    let now = 1;
    for (let k = panel * moments; k < (panel + 1) * moments; k++) {
      counts[k] = (counts[k] ?? 0) + now;
      sums[k] = (sums[k] ?? 0) + now * rest;
      const next = 2 * place * now - before;
      before = now;
      now = next;
    }
  }
  return rules.map((rule) => {
    const size = panels * rule.length + n - own;
    const [nodes, weight, joint] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    let at = 0;
    for (let panel = 0; panel < panels; panel++) {
      const [low = 0, high = 1] = [edges[panel], edges[panel + 1]];
      for (const { place, shares } of rule) {
        nodes[at] = last - (length * (low + high + (high - low) * place)) / 2;
        for (let k = 0; k < shares.length; k++) {
          weight[at] = (weight[at] ?? 0) + (shares[k] ?? 0) * (counts[panel * moments + k] ?? 0);
          joint[at] = (joint[at] ?? 0) + (shares[k] ?? 0) * (sums[panel * moments + k] ?? 0);
        }
        at++;
      }
    }
    for (let i = own; i < n; i++, at++) {
      nodes[at] = x[i] ?? last;
      weight[at] = 1;
      joint[at] = (y[i] ?? zero) - zero;
    }
    return { n, zero, sum, squares, nodes, weight, joint };
  });
}

/** The same with more points, each a node of its own: no singularity may lie before the last of all. */
export function digestWith(digest: Digest, { x, y }: Pick<Trend, "x" | "y">): Digest {
  const rest = y.map((value) => value - digest.zero);
  return {
    n: digest.n + x.length,
    zero: digest.zero,
    sum: rest.reduce((sum, value) => sum + value, digest.sum),
    squares: rest.reduce((sum, value) => sum + value * value, digest.squares),
    nodes: joined(digest.nodes, x),
    weight: joined(
      digest.weight,
      x.map(() => 1),
    ),
    joint: joined(digest.joint, rest),
  };
}

function joined(first: Float64Array, second: readonly number[]): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Sum of squared deviations of y. */
export function totalOf({ n, sum, squares }: Digest): number {
  return squares - (sum * sum) / n;
}

/** Least squares of y on f(x), as `fitLine` makes it of all points; null where f hardly varies. */
export function fitOn(digest: Digest, f: (x: number) => number): LineFit | null {
  const { n, zero, sum, nodes, weight, joint } = digest;
  // Counted from one of its values, or a far-off f would lose digits.
  const base = f(nodes[0] ?? Number.NaN);
  let [total, squared, both] = [0, 0, 0];
  for (let i = 0; i < nodes.length; i++) {
    const off = f(nodes[i] ?? Number.NaN) - base;
    const held = (weight[i] ?? 0) * off;
    total += held;
    squared += held * off;
    both += (joint[i] ?? 0) * off;
  }
  const spread = squared - (total * total) / n;
  if (!(spread > 1e6 * leastSpread)) return null;
  const meanX = base + total / n;
  const slope = (both - (total * sum) / n) / spread;
  const intercept = zero + sum / n - slope * meanX;
  return { n, intercept, slope, meanX, spread, squares: totalOf(digest) - slope * slope * spread };
}
