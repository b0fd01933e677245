import type { Predictive, Trend } from "./predictive.ts";

/** A way to forecast: what was seen, and the x that is asked about. */
export interface ForecastModel {
  readonly id: ModelId;
  readonly title: string;
  /** Points it needs at least. */
  readonly least: number;
  /** What it assumes, in a line. */
  readonly note: string;
  /** Null where it cannot forecast: too few points, no variance, a singularity before the target. */
  forecast(trend: Trend, target: number): Predictive | null;
}

export const modelIds = [
  "last",
  "walk",
  "walk-ma",
  "line",
  "line-ar1",
  "piecewise",
  "superexponential",
  "logistic",
] as const;
export type ModelId = (typeof modelIds)[number];

/** Moving-average coefficient that Farmer & Lafond found over 53 technologies. */
const theta = 0.63;

/** All models, from the plainest. */
const models: readonly ForecastModel[] = [
  {
    id: "last",
    title: "last value",
    least: 3,
    note: "nothing changes; errors grow as those of a walk without drift",
    forecast: ({ x, y }, target) => {
      const n = y.length;
      const { ahead, steps } = gaps(x, target);
      let sum = 0;
      for (let i = 1; i < n; i++) sum += (at(y, i) - at(y, i - 1)) ** 2 / Math.max(steps[i - 1] ?? 0, tiny);
      return proper(n - 1, at(y, n - 1), Math.sqrt((sum / (n - 1)) * Math.max(ahead, 0)));
    },
  },
  {
    id: "walk",
    title: "random walk with drift",
    least: 4,
    note: "independent increments (Farmer & Lafond 2016, theta 0)",
    forecast: (trend, target) => walk(trend, target, 0),
  },
  {
    id: "walk-ma",
    title: "random walk with drift, theta .63",
    least: 4,
    note: "increments with moving-average noise (Farmer & Lafond 2016, eq. 20)",
    forecast: (trend, target) => walk(trend, target, theta),
  },
  {
    id: "line",
    title: "straight line",
    least: 4,
    note: "least squares, independent errors around the line",
    forecast: ({ x, y }, target) => {
      const fit = fitLine(x, y);
      return fit === null ? null : fromLine(fit, target, 0);
    },
  },
  {
    id: "line-ar1",
    title: "line with AR(1) errors",
    least: 6,
    note: "least squares; the last residual fades with the lag-one correlation of the residuals",
    forecast: ({ x, y }, target) => {
      const fit = fitLine(x, y);
      if (fit === null) return null;
      const rest = y.map((value, i) => value - fit.intercept - fit.slope * at(x, i));
      const rho = Math.min(0.98, Math.max(0, lagOne(rest)));
      const { ahead, steps } = gaps(x, target);
      const lags = ahead / (steps.reduce((a, b) => a + b, 0) / steps.length);
      const kept = rho ** lags;
      const sd = Math.sqrt(fit.squares / (y.length - 2));
      const mean = fit.intercept + fit.slope * target + kept * at(rest, rest.length - 1);
      // Errors that go together carry less information about the line: as many points as are left of n (1 - rho) / (1 + rho).
      const worth = (1 + rho) / (1 - rho);
      const line = worth * (1 / y.length + (target - fit.meanX) ** 2 / fit.spread);
      return proper(y.length - 3, mean, sd * Math.sqrt(1 - kept * kept + line));
    },
  },
  {
    id: "piecewise",
    title: "line with one bend",
    least: 8,
    note: "two joined lines, the bend where the squares are least; forecasts go on with the last",
    forecast: ({ x, y }, target) => {
      let best: { readonly bend: number; readonly tail: LineFit; readonly squares: number } | null = null;
      for (let i = 3; i + 3 < x.length; i++) {
        const tail = fitLine(x.slice(i), y.slice(i));
        const head = fitLine(x.slice(0, i), y.slice(0, i));
        if (tail === null || head === null) continue;
        const squares = tail.squares + head.squares;
        if (best === null || squares < best.squares) best = { bend: at(x, i), tail, squares };
      }
      if (best === null) return null;
      const sd = Math.sqrt(best.squares / (y.length - 5));
      const { tail } = best;
      const far = 1 + 1 / tail.n + (target - tail.meanX) ** 2 / tail.spread;
      return proper(y.length - 5, tail.intercept + tail.slope * target, sd * Math.sqrt(far));
    },
  },
  {
    id: "superexponential",
    title: "easier doublings",
    least: 6,
    note: "each doubling takes a smaller share of the time of the one before: y = a - b log2(x* - x); x* after the target",
    forecast: ({ x, y }, target) => {
      const last = at(x, x.length - 1);
      const length = last - at(x, 0);
      return bestBent(x, y, target, (step) => {
        const singular = target + length * (0.02 * 1.35 ** step);
        return (value) => -Math.log2((singular - value) / length);
      });
    },
  },
  {
    id: "logistic",
    title: "slowing growth",
    least: 6,
    note: "y = a - b log2(1 + 2^(-(x - x0) / s)): a line that bends towards a ceiling",
    forecast: ({ x, y }, target) => {
      const last = at(x, x.length - 1);
      const length = last - at(x, 0);
      return bestBent(x, y, target, (step) => {
        const middle = last - length + ((step % 7) / 6) * 1.6 * length;
        const width = length * 0.08 * 2 ** Math.floor(step / 7);
        return (value) => -Math.log2(1 + 2 ** (-(value - middle) / width));
      });
    },
  },
];

/** The model with this id. */
export function modelNamed(id: ModelId): ForecastModel {
  const found = models.find((model) => model.id === id);
  if (found === undefined) throw new RangeError(`no model named ${id}`);
  return found;
}

/** A straight line through points. */
export interface LineFit {
  readonly n: number;
  readonly intercept: number;
  readonly slope: number;
  readonly meanX: number;
  /** Sum of squared deviations of x. */
  readonly spread: number;
  /** Sum of squared residuals. */
  readonly squares: number;
}

const tiny = 1e-6;
const bends = 21;

/** Least squares; null where x does not vary or there are fewer than three points. */
export function fitLine(x: readonly number[], y: readonly number[]): LineFit | null {
  const n = x.length;
  if (n < 3) return null;
  const meanX = x.reduce((a, b) => a + b, 0) / n;
  const meanY = y.reduce((a, b) => a + b, 0) / n;
  let spread = 0;
  let joint = 0;
  for (let i = 0; i < n; i++) {
    spread += (at(x, i) - meanX) ** 2;
    joint += (at(x, i) - meanX) * (at(y, i) - meanY);
  }
  if (spread < tiny * tiny) return null;
  const slope = joint / spread;
  const intercept = meanY - slope * meanX;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (at(y, i) - intercept - slope * at(x, i)) ** 2;
  return { n, intercept, slope, meanX, spread, squares };
}

/** Prediction of a new point: t with n - 2 - `more` degrees of freedom. */
function fromLine(fit: LineFit, target: number, more: number): Predictive | null {
  const freedom = fit.n - 2 - more;
  const sd = Math.sqrt(fit.squares / freedom);
  const far = 1 + 1 / fit.n + (target - fit.meanX) ** 2 / fit.spread;
  return proper(freedom, fit.intercept + fit.slope * target, sd * Math.sqrt(far));
}

/** Of many ways to bend the axis the one on which a rising line fits best; one degree of freedom is spent on the choice. */
function bestBent(
  x: readonly number[],
  y: readonly number[],
  target: number,
  bend: (step: number) => (value: number) => number,
): Predictive | null {
  let best: { readonly fit: LineFit; readonly to: number } | null = null;
  for (let step = 0; step < bends; step++) {
    const bent = bend(step);
    const fit = fitLine(x.map(bent), y);
    if (fit === null || (best !== null && fit.squares >= best.fit.squares)) continue;
    best = { fit, to: bent(target) };
  }
  return best === null ? null : fromLine(best.fit, best.to, 1);
}

/**
 * A walk with drift on an irregular axis: drift from first to last, variance of an increment proportional to its length;
 * with moving-average noise the factor of Farmer & Lafond, in steps of the mean length.
 */
function walk({ x, y }: Trend, target: number, ma: number): Predictive | null {
  const n = y.length;
  const { ahead, steps } = gaps(x, target);
  const length = at(x, n - 1) - at(x, 0);
  if (!(length > 0)) return null;
  const drift = (at(y, n - 1) - at(y, 0)) / length;
  let sum = 0;
  for (let i = 1; i < n; i++) {
    const step = Math.max(steps[i - 1] ?? 0, tiny);
    sum += (at(y, i) - at(y, i - 1) - drift * step) ** 2 / step;
  }
  const perUnit = sum / (n - 2);
  const m = n - 1;
  const tau = (Math.max(ahead, 0) * m) / length;
  const spread =
    -2 * ma * Math.min(1, tau) + (1 + (2 * (m - 1) * ma) / m + ma * ma) * (tau + (tau * tau) / m);
  const variance = (perUnit * length * spread) / (m * (1 + ma * ma));
  return proper(n - 2, at(y, n - 1) + drift * ahead, Math.sqrt(variance));
}

function gaps(
  x: readonly number[],
  target: number,
): { readonly ahead: number; readonly steps: readonly number[] } {
  return {
    ahead: target - at(x, x.length - 1),
    steps: x.slice(1).map((value, i) => value - at(x, i)),
  };
}

function lagOne(values: readonly number[]): number {
  let joint = 0;
  let own = 0;
  for (let i = 0; i < values.length; i++) {
    own += at(values, i) ** 2;
    if (i > 0) joint += at(values, i) * at(values, i - 1);
  }
  return own === 0 ? 0 : joint / own;
}

function proper(freedom: number, location: number, scale: number): Predictive | null {
  if (freedom < 2 || !Number.isFinite(location) || !(scale > 0) || !Number.isFinite(scale)) return null;
  return { freedom, location, scale };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
