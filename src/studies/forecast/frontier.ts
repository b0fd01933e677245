import type { Random } from "../../stats/distributions/random.ts";
import { fitLine } from "./line.ts";

/** A dated value on a log2 scale. */
export interface Dated {
  readonly date: number;
  readonly y: number;
}

/** Which points a trend is drawn through. */
export const frontierRules = ["all", "running-maximum"] as const;
export type FrontierRule = (typeof frontierRules)[number];

/** Points in order of dates; with `running-maximum` only those above all before them. */
export function frontier<Point extends Dated>(points: readonly Point[], rule: FrontierRule): Point[] {
  const ordered = points.toSorted((a, b) => a.date - b.date);
  if (rule === "all") return ordered;
  let most = Number.NEGATIVE_INFINITY;
  return ordered.filter(({ y }) => {
    if (y <= most) return false;
    most = y;
    return true;
  });
}

/** What choosing the best so far does to a trend that is known. */
export type FrontierBias = {
  readonly rule: FrontierRule;
  /** Doublings a year, mean over worlds, minus the true rate. */
  readonly rate: number;
  /** Forecast minus truth of the mean chip, `ahead` years past the last date, doublings: mean and central 95% of worlds. */
  readonly level: number;
  readonly low: number;
  readonly high: number;
};

/** A trend with scatter, sampled at given dates. */
export interface FrontierWorld {
  readonly dates: readonly number[];
  /** Doublings a year. */
  readonly rate: number;
  /** Standard deviation around the line, doublings. */
  readonly scatter: number;
  /** Years past the last date. */
  readonly ahead: number;
}

/** Simulates a known line with scatter, fits each rule's points, and compares rate and forecast with the truth. */
export function frontierBias(world: FrontierWorld, worlds: number, source: Random): FrontierBias[] {
  const { dates, rate, scatter, ahead } = world;
  const last = Math.max(...dates);
  const drawn = Array.from({ length: worlds }, () =>
    dates.map((date) => ({ date, y: rate * date + scatter * source.normal() })),
  );
  return frontierRules.map((rule) => {
    const fits = drawn.flatMap((points) => {
      const chosen = frontier(points, rule);
      const fit = fitLine(
        chosen.map(({ date }) => date),
        chosen.map(({ y }) => y),
      );
      if (fit === null) return [];
      const then = last + ahead;
      return [{ rate: fit.slope - rate, level: fit.intercept + fit.slope * then - rate * then }];
    });
    const levels = fits.map(({ level }) => level).toSorted((a, b) => a - b);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    return {
      rule,
      rate: mean(fits.map((fit) => fit.rate)),
      level: mean(levels),
      low: levels[Math.floor(0.025 * levels.length)] ?? Number.NaN,
      high: levels[Math.ceil(0.975 * levels.length) - 1] ?? Number.NaN,
    };
  });
}
