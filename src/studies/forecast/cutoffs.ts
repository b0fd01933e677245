import { z } from "zod";
import { type Dated, type FrontierRule, frontier, standing } from "./frontier.ts";
import { lineThrough } from "./line.ts";

/** Schema of what a line trained before one year said of another. */
const cutoffCell = z
  .object({
    /** Trained on what came before this year. */
    cut: z.number(),
    /** Years ahead. */
    horizon: z.number(),
    /** Points trained on. */
    trained: z.number(),
    /** Points that the truth is taken from. */
    targets: z.number(),
    /** Forecast minus actual, doublings; null where there is too little before or nothing after. */
    error: z.number().nullable(),
  })
  .readonly();

/** Schema of lines for one series, one cut-off and many horizons. */
export const cutoffResult = z
  .object({
    cut: z.number(),
    trained: z.number(),
    /** Years a doubling takes; null where no line can be drawn. */
    doublingYears: z.number().nullable(),
    cells: z.array(cutoffCell).readonly(),
  })
  .readonly();
type Cutoff = z.infer<typeof cutoffResult>;

/** How the truth at a date is read off a series. */
export interface CutoffRule {
  readonly frontier: FrontierRule;
  /** With all points: truth is their mean within so many years. */
  readonly window: number;
  /** Points before the cut-off at least. */
  readonly least: number;
}

export const cutoffRule = { window: 2.5, least: 5 } as const;

/**
 * Signed errors of straight lines. On all points the actual value is the mean of the points within the window and the
 * forecast is taken at their mean date; on the frontier it is the best so far.
 */
export function cutoff(
  points: readonly Dated[],
  cut: number,
  horizons: readonly number[],
  rule: CutoffRule,
): Cutoff {
  const chosen = frontier(points, rule.frontier);
  const before = chosen.filter(({ date }) => date < cut);
  const fit = before.length < rule.least ? null : lineThrough(before);
  const latest = Math.max(...points.map(({ date }) => date));
  return {
    cut,
    trained: before.length,
    doublingYears: fit === null ? null : 1 / fit.slope,
    cells: horizons.map((horizon): z.infer<typeof cutoffCell> => {
      const then = cut + horizon;
      const actual = then > latest + rule.window ? null : standing(chosen, then, rule.frontier, rule.window);
      const base = { cut, horizon, trained: before.length };
      if (fit === null || actual === null) return { ...base, targets: 0, error: null };
      const error = fit.intercept + fit.slope * actual.date - actual.y;
      return { ...base, targets: actual.points.length, error };
    }),
  };
}
