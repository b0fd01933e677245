import { z } from "zod";
import { mean } from "../../stats/distributions/moments.ts";
import { normalCdf } from "../../stats/distributions/normal.ts";
import { middle95 } from "../../stats/distributions/quantile.ts";
import type { Random } from "../../stats/distributions/random.ts";
import { fitLine, lineThrough } from "./line.ts";

/** One model's time horizon in one published vintage. */
export interface Horizon {
  readonly vintage: string;
  readonly label: string;
  /** Release, years of 365.25 days. */
  readonly date: number;
  /** log2 minutes at 50% success, with the published 95% interval. */
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** State of the art when it was released, as published. */
  readonly frontier: boolean;
}

/** Minutes above which METR's task suite does not reach: a longer horizon is known only to be longer. */
export const ceilingMinutes = 960;

const daysInYear = 365.25;

/** Which horizons a doubling time is drawn through. */
export interface DoublingRule {
  readonly vintage: string;
  /** Release within, inclusive; years as in `Horizon.date`. */
  readonly from: number;
  readonly to: number;
  /** Longer ones are left out; null keeps all. */
  readonly ceiling: number | null;
  readonly frontierOnly: boolean;
}

/** Schema of a doubling time and the points behind it. */
export const doublingTime = z.object({
  n: z.number(),
  /** Days a doubling takes; null where no line can be drawn. */
  days: z.number().nullable(),
});

/** Points that a rule keeps, in order of release. */
export function chosen(all: readonly Horizon[], rule: DoublingRule): Horizon[] {
  return all
    .filter(
      ({ vintage, date, frontier, y }) =>
        vintage === rule.vintage &&
        date >= rule.from &&
        date <= rule.to &&
        (frontier || !rule.frontierOnly) &&
        (rule.ceiling === null || 2 ** y <= rule.ceiling),
    )
    .toSorted((a, b) => a.date - b.date);
}

/** Least squares of log2 horizon on release date. */
export function doubling(points: readonly Horizon[]): z.infer<typeof doublingTime> {
  const fit = lineThrough(points);
  return { n: points.length, days: fit === null ? null : daysInYear / fit.slope };
}

/** Schema of how much the published values of models moved between two vintages. */
export const revision = z
  .object({
    from: z.string(),
    to: z.string(),
    /** Models in both. */
    models: z.number(),
    /** Mean and root mean square of the change, doublings. */
    mean: z.number(),
    rms: z.number(),
    /** Doubling time on the models of the earlier vintage, with its values and with the later ones; days. */
    daysBefore: z.number().nullable(),
    daysAfter: z.number().nullable(),
  })
  .readonly();

/** Each vintage against the last: what was revised, apart from what was added. */
export function revisions(all: readonly Horizon[], vintages: readonly string[]): z.infer<typeof revision>[] {
  const last = vintages.at(-1);
  if (last === undefined) return [];
  const later = new Map(all.filter(({ vintage }) => vintage === last).map((row) => [bare(row.label), row]));
  return vintages.slice(0, -1).map((from) => {
    const pairs = all
      .filter(({ vintage }) => vintage === from)
      .flatMap((before) => {
        const after = later.get(bare(before.label));
        return after === undefined ? [] : [{ before, after }];
      });
    const moves = pairs.map(({ before, after }) => after.y - before.y);
    const art = pairs.filter(({ before }) => before.frontier);
    return {
      ...{ from, to: last, models: pairs.length },
      mean: mean(moves),
      rms: Math.sqrt(mean(moves.map((move) => move * move))),
      daysBefore: doubling(art.map(({ before }) => before)).days,
      daysAfter: doubling(art.map(({ after }) => after)).days,
    };
  });
}

/** Names differ between vintages by the day a model was released: they are one model. */
function bare(label: string): string {
  return label
    .replace(/_(20)?\d{6}$/, "")
    .replace("_2025_08_07", "")
    .replace("_elicited", "");
}

/** Schema of a doubling time with the uncertainty that the published intervals of the points carry into it. */
export const propagated = z.object({ days: z.number(), low: z.number(), high: z.number() }).readonly();

/** Draws every point from its own published interval (split log-normal) and fits again: central 95% of the slopes. */
export function measurementError(
  points: readonly Horizon[],
  draws: number,
  source: Random,
): z.infer<typeof propagated> | null {
  const { days } = doubling(points);
  if (days === null) return null;
  const slopes = Array.from({ length: draws }, () => {
    const drawn = points.map((point) => {
      const z = source.normal();
      const sd = (z < 0 ? point.y - point.low : point.high - point.y) / 1.959963984540054;
      return { ...point, y: point.y + z * sd };
    });
    return doubling(drawn).days ?? Number.NaN;
  }).toSorted((a, b) => a - b);
  return { days, ...middle95(slopes) };
}

/** Schema of what the ceiling does to the doubling time, by how it is treated. */
export const ceilingResult = z
  .object({
    above: z.number(),
    /** Days: values above taken as measured, left out, or known only to be above (Tobit). */
    asMeasured: z.number().nullable(),
    dropped: z.number().nullable(),
    censored: z.number().nullable(),
  })
  .readonly();

/** Doubling time with values above the ceiling right-censored (maximum likelihood by expectation-maximisation; Tobin 1958). */
export function ceilingEffect(points: readonly Horizon[], minutes: number): z.infer<typeof ceilingResult> {
  const bound = Math.log2(minutes);
  const kept = points.filter(({ y }) => y <= bound);
  return {
    above: points.length - kept.length,
    asMeasured: doubling(points).days,
    dropped: doubling(kept).days,
    censored: tobitDays(points, bound),
  };
}

function tobitDays(points: readonly Horizon[], bound: number): number | null {
  const dates = points.map(({ date }) => date);
  let fit = fitLine(
    dates,
    points.map(({ y }) => Math.min(y, bound)),
  );
  if (fit === null) return null;
  let variance = fit.squares / points.length;
  for (let step = 0; step < 2000; step++) {
    const { intercept, slope } = fit;
    const sd = Math.sqrt(variance);
    let extra = 0;
    const expected = points.map(({ y, date }) => {
      if (y <= bound) return y;
      const mean = intercept + slope * date;
      const z = (bound - mean) / sd;
      // Mean and variance of a normal above the bound; the hazard of the normal has its known limit far out.
      const tail = 1 - normalCdf(z);
      const hazard = tail > 1e-12 ? Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / tail : z + 1 / z;
      extra += variance * (1 + z * hazard - hazard * hazard);
      return mean + sd * hazard;
    });
    const next = fitLine(dates, expected);
    if (next === null) return null;
    const moved = Math.abs(next.slope - slope);
    fit = next;
    variance = (next.squares + extra) / points.length;
    if (moved < 1e-12) break;
  }
  return daysInYear / fit.slope;
}
