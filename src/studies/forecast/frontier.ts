import { z } from "zod";
import { mean } from "../../stats/distributions/moments.ts";
import { middle95 } from "../../stats/distributions/quantile.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { lineThrough } from "./line.ts";

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

/**
 * What a series stands at: with all points their mean within so many years of a date, on the frontier the best so far; null where there is
 * nothing.
 */
export function standing<Point extends Dated>(
  points: readonly Point[],
  then: number,
  rule: FrontierRule,
  window: number,
): { readonly points: readonly Point[]; readonly date: number; readonly y: number } | null {
  const near =
    rule === "all"
      ? points.filter(({ date }) => Math.abs(date - then) <= window)
      : points.filter(({ date }) => date <= then).slice(-1);
  if (near.length === 0) return null;
  const date = rule === "all" ? mean(near.map((point) => point.date)) : then;
  return { points: near, date, y: mean(near.map(({ y }) => y)) };
}

/** Schema of what choosing the best so far does to a trend that is known. */
export const frontierBiasResult = z
  .object({
    rule: z.enum(frontierRules),
    /** Doublings a year, mean over worlds, minus the true rate. */
    rate: z.number(),
    /** Forecast minus truth of the mean chip, `ahead` years past the last date, doublings: mean and central 95% of worlds. */
    level: z.number(),
    low: z.number(),
    high: z.number(),
  })
  .readonly();

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
export function frontierBias(
  world: FrontierWorld,
  worlds: number,
  source: Random,
): z.infer<typeof frontierBiasResult>[] {
  const { dates, rate, scatter, ahead } = world;
  const last = Math.max(...dates);
  const drawn = Array.from({ length: worlds }, () =>
    dates.map((date) => ({ date, y: rate * date + scatter * source.normal() })),
  );
  return frontierRules.map((rule) => {
    const fits = drawn.flatMap((points) => {
      const chosen = frontier(points, rule);
      const fit = lineThrough(chosen);
      if (fit === null) return [];
      const then = last + ahead;
      return [{ rate: fit.slope - rate, level: fit.intercept + fit.slope * then - rate * then }];
    });
    const levels = fits.map(({ level }) => level).toSorted((a, b) => a - b);
    return {
      rule,
      rate: mean(fits.map((fit) => fit.rate)),
      level: mean(levels),
      ...middle95(levels),
    };
  });
}
