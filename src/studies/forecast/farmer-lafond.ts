import type { Random } from "../../stats/distributions/random.ts";
import { studentCdf } from "../../stats/distributions/student-t.ts";

/** One technology: logarithms of unit cost, a year apart. */
export interface CostSeries {
  readonly name: string;
  /** Natural logarithms, in order of years. */
  readonly logCost: readonly number[];
}

/** Hindcasts of a random walk with drift over many technologies (Farmer & Lafond 2016, arXiv 1502.05274). */
export type CostHindcasts = {
  readonly technologies: number;
  /** Technologies whose cost fell, one-sided t-test on the mean increment, p < level. */
  readonly improving: number;
  readonly forecasts: number;
  /** Of these, with a horizon within the limit. */
  readonly withinLimit: number;
  readonly byHorizon: readonly HorizonError[];
};

/** Mean squared normalised error at one horizon. */
type HorizonError = {
  /** Years ahead. */
  readonly tau: number;
  readonly n: number;
  /** Mean of (error / K)²; K is the sample standard deviation of the last m increments. */
  readonly meanSquare: number;
  /** 95% band by bootstrap over technologies. */
  readonly low: number;
  readonly high: number;
  /** What an uncorrelated walk gives: (m-1)/(m-3) (tau + tau²/m), eq. 12. */
  readonly walk: number;
  /** What a walk with moving-average noise gives: walk's form with A* of eq. 20. */
  readonly correlated: number;
};

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
function improving(series: readonly CostSeries[], level: number): CostSeries[] {
  return series.filter(({ logCost }) => {
    const { mean, sd, count } = increments(logCost, 0, logCost.length - 1);
    return studentCdf(mean / (sd / Math.sqrt(count)), count - 1) < level;
  });
}

/** Squared normalised errors of one technology: [tau - 1] → one value for each origin. */
function squaredErrors({ logCost }: CostSeries, window: number): number[][] {
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
): CostHindcasts {
  const chosen = improving(series, protocol.level);
  const errors = chosen.map((technology) => squaredErrors(technology, protocol.window));
  const totals = errors.map((byTau) =>
    byTau.map((values) => ({ n: values.length, sum: values.reduce((a, b) => a + b, 0) })),
  );
  const meanAt = (tau: number, indices: Iterable<number>): { n: number; mean: number } => {
    let n = 0;
    let sum = 0;
    for (const index of indices) {
      const at = totals[index]?.[tau - 1];
      if (at === undefined) continue;
      n += at.n;
      sum += at.sum;
    }
    return { n, mean: sum / n };
  };
  const all = chosen.map((_, index) => index);
  const resamples = Array.from({ length: draws }, () => all.map(() => source.int(all.length)));
  const { window: m, theta } = protocol;
  return {
    technologies: series.length,
    improving: chosen.length,
    forecasts: errors.flat(2).length,
    withinLimit: errors.flatMap((byTau) => byTau.slice(0, protocol.limit)).flat().length,
    byHorizon: Array.from({ length: protocol.limit }, (_, i): HorizonError => {
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
        low: drawn[Math.floor(0.025 * drawn.length)] ?? mean,
        high: drawn[Math.ceil(0.975 * drawn.length) - 1] ?? mean,
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

/** Mean squared error at one horizon against panels made with a theta. */
type ThetaRange = {
  readonly tau: number;
  readonly observed: number;
  /** 95% of simulated panels of the same lengths, drifts and variances. */
  readonly low: number;
  readonly high: number;
};

/** Is a theta compatible with the data? */
export type ThetaCheck = {
  readonly theta: number;
  /** Share of simulated panels that stray from their mean at some horizon at least as far as the real one (logarithms, in units of their spread). */
  readonly p: number;
  readonly byTau: readonly ThetaRange[];
};

/** Panels as long and as noisy as the real ones are simulated under a theta; all horizons are tested as one. */
export function checkTheta(
  series: readonly CostSeries[],
  protocol: CostProtocol,
  theta: number,
  taus: readonly number[],
  panels: number,
  source: Random,
): ThetaCheck {
  const chosen = improving(series, protocol.level);
  const observed = meansAt(
    chosen.map((technology) => squaredErrors(technology, protocol.window)),
    taus,
  );
  const shapes = chosen.map(({ logCost }) => increments(logCost, 0, logCost.length - 1));
  const simulated = Array.from({ length: panels }, () =>
    meansAt(
      shapes.map((shape) =>
        squaredErrors({ name: "", logCost: walk(shape, theta, source) }, protocol.window),
      ),
      taus,
    ),
  );
  const centres = taus.map((_, i) => {
    const logs = simulated.map((means) => Math.log(means[i] ?? Number.NaN));
    const mean = logs.reduce((a, b) => a + b, 0) / panels;
    return { mean, sd: Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (panels - 1)) };
  });
  const stray = (means: readonly number[]): number =>
    Math.max(...centres.map(({ mean, sd }, i) => Math.abs(Math.log(means[i] ?? Number.NaN) - mean) / sd));
  const far = stray(observed);
  return {
    theta,
    p: (simulated.filter((means) => stray(means) >= far).length + 1) / (panels + 1),
    byTau: taus.map((tau, i): ThetaRange => {
      const drawn = simulated.map((means) => means[i] ?? Number.NaN).toSorted((a, b) => a - b);
      return {
        tau,
        observed: observed[i] ?? Number.NaN,
        low: drawn[Math.floor(0.025 * panels)] ?? Number.NaN,
        high: drawn[Math.ceil(0.975 * panels) - 1] ?? Number.NaN,
      };
    }),
  };
}

function meansAt(errors: readonly (readonly (readonly number[])[])[], taus: readonly number[]): number[] {
  return taus.map((tau) => {
    const values = errors.flatMap((byTau) => byTau[tau - 1] ?? []);
    return values.reduce((a, b) => a + b, 0) / values.length;
  });
}

function walk(
  { mean, sd, count }: { readonly mean: number; readonly sd: number; readonly count: number },
  theta: number,
  source: Random,
): number[] {
  const shock = sd / Math.sqrt(1 + theta * theta);
  const out = [0];
  let before = shock * source.normal();
  for (let i = 0; i < count; i++) {
    const now = shock * source.normal();
    out.push((out.at(-1) ?? 0) + mean + now + theta * before);
    before = now;
  }
  return out;
}

/** Mean, sample standard deviation and number of the increments between two indices. */
function increments(
  values: readonly number[],
  from: number,
  to: number,
): { readonly mean: number; readonly sd: number; readonly count: number } {
  const count = to - from;
  const mean = ((values[to] ?? Number.NaN) - (values[from] ?? Number.NaN)) / count;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const step = (values[i + 1] ?? Number.NaN) - (values[i] ?? Number.NaN) - mean;
    sum += step * step;
  }
  return { mean, sd: Math.sqrt(sum / (count - 1)), count };
}
