import { z } from "zod";
import { sum } from "../../stats/distributions/moments.ts";
import { middle95 } from "../../stats/distributions/quantile.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { studentCdf } from "../../stats/distributions/student-t.ts";

/** One technology: logarithms of unit cost, a year apart. */
export interface CostSeries {
  readonly name: string;
  /** Natural logarithms, in order of years. */
  readonly logCost: readonly number[];
}

/** Schema of the mean squared normalised error at one horizon. */
const horizonError = z
  .object({
    /** Years ahead. */
    tau: z.number(),
    n: z.number(),
    /** Mean of (error / K)²; K is the sample standard deviation of the last m increments. */
    meanSquare: z.number(),
    /** 95% band by bootstrap over technologies. */
    low: z.number(),
    high: z.number(),
    /** What an uncorrelated walk gives: (m-1)/(m-3) (tau + tau²/m), eq. 12. */
    walk: z.number(),
    /** What a walk with moving-average noise gives: walk's form with A* of eq. 20. */
    correlated: z.number(),
  })
  .readonly();

/** Schema of hindcasts of a random walk with drift over many technologies (Farmer & Lafond 2016, arXiv 1502.05274). */
export const costHindcasts = z.object({
  technologies: z.number(),
  /** Technologies whose cost fell, one-sided t-test on the mean increment, p < level. */
  improving: z.number(),
  forecasts: z.number(),
  /** Of these, with a horizon within the limit. */
  withinLimit: z.number(),
  byHorizon: z.array(horizonError).readonly(),
});

/** What the protocol fixes; the published figures hold for exactly these. */
export interface CostProtocol {
  /** Increments that drift and variance are estimated from. */
  readonly window: number;
  /** Longest horizon, years. */
  readonly limit: number;
  readonly level: number;
  /** Moving-average coefficient of the noise in the increments. */
  readonly theta: number;
}

export const costProtocol: CostProtocol = { window: 5, limit: 20, level: 0.1, theta: 0.63 };

/** Technologies that improve: mean increment below 0, one-sided t-test. */
export function improving(series: readonly CostSeries[], level: number): CostSeries[] {
  return series.filter(({ logCost }) => {
    const { mean, sd, count } = increments(logCost, 0, logCost.length - 1);
    return studentCdf(mean / (sd / Math.sqrt(count)), count - 1) < level;
  });
}

/** Squared normalised errors of one technology: [tau - 1] → one value for each origin. */
export function squaredErrors({ logCost }: CostSeries, window: number): number[][] {
  const out: number[][] = [];
  for (let origin = window; origin < logCost.length - 1; origin++) {
    const { mean, sd } = increments(logCost, origin - window, origin);
    const now = logCost[origin] ?? Number.NaN;
    for (let tau = 1; origin + tau < logCost.length; tau++) {
      const error = ((logCost[origin + tau] ?? Number.NaN) - now - mean * tau) / sd;
      out[tau - 1] ??= [];
      out[tau - 1]?.push(error * error);
    }
  }
  return out;
}

/** All hindcasts of the technologies that improve, with bands from `draws` resamples of whole technologies. */
export function hindcastCosts(
  series: readonly CostSeries[],
  protocol: CostProtocol,
  draws: number,
  source: Random,
): z.infer<typeof costHindcasts> {
  const chosen = improving(series, protocol.level);
  const errors = chosen.map((technology) => squaredErrors(technology, protocol.window));
  const totals = errors.map((byTau) => byTau.map((values) => ({ n: values.length, sum: sum(values) })));
  const meanAt = (tau: number, indices: Iterable<number>): { n: number; mean: number } => {
    let n = 0;
    let total = 0;
    for (const index of indices) {
      const at = totals[index]?.[tau - 1];
      if (at === undefined) continue;
      n += at.n;
      total += at.sum;
    }
    return { n, mean: total / n };
  };
  const all = chosen.map((_, index) => index);
  const resamples = Array.from({ length: draws }, () => all.map(() => source.int(all.length)));
  const { window: m, theta } = protocol;
  return {
    technologies: series.length,
    improving: chosen.length,
    forecasts: errors.flat(2).length,
    withinLimit: errors.flatMap((byTau) => byTau.slice(0, protocol.limit)).flat().length,
    byHorizon: Array.from({ length: protocol.limit }, (_, i) => {
      const tau = i + 1;
      const { n, mean } = meanAt(tau, all);
      const drawn = resamples
        .map((indices) => meanAt(tau, indices).mean)
        .filter(Number.isFinite)
        .toSorted((a, b) => a - b);
      return {
        tau,
        n,
        meanSquare: mean,
        ...middle95(drawn),
        walk: walkMeanSquare(m, tau, 0),
        correlated: walkMeanSquare(m, tau, theta),
      };
    }),
  };
}

/**
 * Expected squared normalised error of a walk with drift whose increments have noise v(t) + theta v(t-1):
 * (m-1)/(m-3) A / (1+theta²) with A = -2 theta + (1 + 2(m-1) theta / m + theta²)(tau + tau²/m). With theta 0 the walk of eq. 12.
 */
export function walkMeanSquare(m: number, tau: number, theta: number): number {
  const spread = -2 * theta + (1 + (2 * (m - 1) * theta) / m + theta * theta) * (tau + (tau * tau) / m);
  return (((m - 1) / (m - 3)) * spread) / (1 + theta * theta);
}

/** Mean, sample standard deviation and number of the increments between two indices. */
export function increments(
  values: readonly number[],
  from: number,
  to: number,
): { readonly mean: number; readonly sd: number; readonly count: number } {
  const count = to - from;
  const mean = ((values[to] ?? Number.NaN) - (values[from] ?? Number.NaN)) / count;
  let total = 0;
  for (let i = from; i < to; i++) {
    const step = (values[i + 1] ?? Number.NaN) - (values[i] ?? Number.NaN) - mean;
    total += step * step;
  }
  return { mean, sd: Math.sqrt(total / (count - 1)), count };
}
