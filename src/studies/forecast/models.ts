import { bestBend } from "./bend.ts";
import { type Bend, bendSearch } from "./bent-axis.ts";
import { at, fitLine, type LineFit } from "./line.ts";
import type { Predictive, Trend } from "./predictive.ts";

/** A way to forecast. */
export interface ForecastModel {
  readonly id: ModelId;
  readonly title: string;
  /** Points it needs at least. */
  readonly least: number;
  /** What it assumes, in a line. */
  readonly note: string;
  /** Learns what was seen, once for all that is asked. */
  fit(trend: Trend): Forecast;
}

/**
 * The value at an x. Null where it cannot be forecast: too few points, no variance, a singularity before the target.
 *
 * @example modelNamed("line").fit({ x: [1, 2, 3, 4], y: [1, 2, 2, 3] })(5)?.location // 3.5
 */
export type Forecast = (target: number) => Predictive | null;

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
    fit: ({ x, y }) => {
      const n = y.length;
      let sum = 0;
      for (let i = 1; i < n; i++) sum += (at(y, i) - at(y, i - 1)) ** 2 / step(x, i);
      return (target) => {
        const ahead = target - at(x, n - 1);
        return ahead > 0 ? proper(n - 1, at(y, n - 1), Math.sqrt((sum / (n - 1)) * ahead)) : null;
      };
    },
  },
  {
    id: "walk",
    title: "random walk with drift",
    least: 4,
    note: "independent increments (Farmer & Lafond 2016, theta 0)",
    fit: (trend) => walk(trend, 0),
  },
  {
    id: "walk-ma",
    title: "random walk with drift, theta .63",
    least: 4,
    note: "increments with moving-average noise (Farmer & Lafond 2016, eq. 20)",
    fit: (trend) => walk(trend, theta),
  },
  {
    id: "line",
    title: "straight line",
    least: 4,
    note: "least squares, independent errors around the line",
    fit: ({ x, y }) => {
      const fit = fitLine(x, y);
      return (target) => (fit === null ? null : fromLine(fit, target, 0));
    },
  },
  {
    id: "line-ar1",
    title: "line with AR(1) errors",
    least: 6,
    note: "least squares; the last residual fades with the lag-one correlation of the residuals",
    fit: ({ x, y }) => {
      const fit = fitLine(x, y);
      if (fit === null) return () => null;
      const n = y.length;
      const { rest, rho } = lastRest({ x, y }, fit);
      const sd = Math.sqrt(fit.squares / (n - 2));
      let steps = 0;
      for (let i = 1; i < n; i++) steps += at(x, i) - at(x, i - 1);
      // Errors that go together carry less information about the line: as many points as are left of n (1 - rho) / (1 + rho).
      const worth = (1 + rho) / (1 - rho);
      return (target) => {
        const lags = (target - at(x, n - 1)) / (steps / (n - 1));
        const kept = rho ** lags;
        const mean = fit.intercept + fit.slope * target + kept * rest;
        const line = worth * (1 / n + (target - fit.meanX) ** 2 / fit.spread);
        return proper(n - 3, mean, sd * Math.sqrt(1 - kept * kept + line));
      };
    },
  },
  {
    id: "piecewise",
    title: "line with one bend",
    least: 8,
    note: "two joined lines, the bend where the squares are least; forecasts go on with the last",
    fit: (trend) => {
      const best = bestBend(trend);
      if (best === null) return () => null;
      const freedom = trend.y.length - 5;
      const sd = Math.sqrt(best.squares / freedom);
      const { tail } = best;
      return (target) => {
        const far = 1 + 1 / tail.n + (target - tail.meanX) ** 2 / tail.spread;
        return proper(freedom, tail.intercept + tail.slope * target, sd * Math.sqrt(far));
      };
    },
  },
  {
    id: "superexponential",
    title: "easier doublings",
    least: 6,
    note: "each doubling takes a smaller share of the time of the one before: y = a - b log2(x* - x); x* after the target",
    fit: (trend) => {
      const { last, length } = ends(trend);
      const search = bendSearch(trend);
      return (target) => {
        const bends = Array.from({ length: tried }, (_, i) => target + length * (0.02 * 1.35 ** i))
          .filter((singular) => singular > last)
          .map(
            (singular): Bend =>
              (value) =>
                -Math.log2((singular - value) / length),
          );
        const best = search(bends);
        return best === null ? null : fromLine(best.fit, best.bend(target), 1);
      };
    },
  },
  {
    id: "logistic",
    title: "slowing growth",
    least: 6,
    note: "y = a - b log2(1 + 2^(-(x - x0) / s)): a line that bends towards a ceiling",
    fit: (trend) => {
      const { last, length } = ends(trend);
      const best = bendSearch(trend)(
        Array.from({ length: tried }, (_, i): Bend => {
          const middle = last - length + ((i % 7) / 6) * 1.6 * length;
          const width = length * 0.08 * 2 ** Math.floor(i / 7);
          return (value) => -Math.log2(1 + 2 ** (-(value - middle) / width));
        }),
      );
      return (target) => (best === null ? null : fromLine(best.fit, best.bend(target), 1));
    },
  },
];

/** The model with this id. */
export function modelNamed(id: ModelId): ForecastModel {
  const found = models.find((model) => model.id === id);
  if (found === undefined) throw new RangeError(`no model named ${id}`);
  return { ...found, fit: (trend) => floored(found.fit(trend), trend) };
}

/** Share of the range of the values below which no forecast's scale goes: what passes through every point does not know the next one exactly. */
const leastScale = 1e-6;

/** Null where the values seen do not vary: nothing says how far the next may lie from them. */
function floored(forecast: Forecast, { y }: Trend): Forecast {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const floor = leastScale * (high - low);
  if (!(floor > 0)) return () => null;
  return (target) => {
    const made = forecast(target);
    return made === null || made.scale >= floor ? made : { ...made, scale: floor };
  };
}

/** Ways to bend an axis that are tried; one degree of freedom is spent on the choice. */
const tried = 21;

/** Prediction of a new point: t with n - 2 - `more` degrees of freedom. */
function fromLine(fit: LineFit, target: number, more: number): Predictive | null {
  const freedom = fit.n - 2 - more;
  const sd = Math.sqrt(fit.squares / freedom);
  const far = 1 + 1 / fit.n + (target - fit.meanX) ** 2 / fit.spread;
  return proper(freedom, fit.intercept + fit.slope * target, sd * Math.sqrt(far));
}

/**
 * A walk with drift on an irregular axis: drift from first to last, variance of an increment proportional to its length;
 * with moving-average noise the factor of Farmer & Lafond, in steps of the mean length.
 */
function walk(trend: Trend, ma: number): Forecast {
  const { x, y } = trend;
  const n = y.length;
  const { last, length } = ends(trend);
  if (!(length > 0)) return () => null;
  const drift = (at(y, n - 1) - at(y, 0)) / length;
  let sum = 0;
  for (let i = 1; i < n; i++) {
    const wide = step(x, i);
    sum += (at(y, i) - at(y, i - 1) - drift * wide) ** 2 / wide;
  }
  const perUnit = sum / (n - 2);
  const m = n - 1;
  return (target) => {
    const ahead = target - last;
    // A walk knows nothing of what lies behind its last step.
    if (!(ahead > 0)) return null;
    const tau = (ahead * m) / length;
    const spread =
      -2 * ma * Math.min(1, tau) + (1 + (2 * (m - 1) * ma) / m + ma * ma) * (tau + (tau * tau) / m);
    const variance = (perUnit * length * spread) / (m * (1 + ma * ma));
    return proper(n - 2, at(y, n - 1) + drift * ahead, Math.sqrt(variance));
  };
}

function ends({ x }: Trend): { readonly last: number; readonly length: number } {
  const last = at(x, x.length - 1);
  return { last, length: last - at(x, 0) };
}

/** From the point before, at least half a minute on an axis of years: two values of one date would make an infinite rate. */
function step(x: readonly number[], i: number): number {
  return Math.max(at(x, i) - at(x, i - 1), 1e-6);
}

/** What a line leaves of the last point, and the lag-one correlation of what it leaves, 0 to .98. */
function lastRest(
  { x, y }: Trend,
  { intercept, slope }: LineFit,
): { readonly rest: number; readonly rho: number } {
  let joint = 0;
  let own = 0;
  let rest = 0;
  for (let i = 0; i < y.length; i++) {
    const now = at(y, i) - intercept - slope * at(x, i);
    own += now * now;
    joint += now * rest;
    rest = now;
  }
  return { rest, rho: own === 0 ? 0 : Math.min(0.98, Math.max(0, joint / own)) };
}

function proper(freedom: number, location: number, scale: number): Predictive | null {
  if (freedom < 2 || !Number.isFinite(location) || !(scale >= 0) || !Number.isFinite(scale)) return null;
  return { freedom, location, scale };
}
