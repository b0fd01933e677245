import { type Dated, type FrontierRule, frontier } from "./frontier.ts";
import { fitLine } from "./line.ts";

/** What a line trained before one year said of another. */
type CutoffCell = {
  /** Trained on what came before this year. */
  readonly cut: number;
  /** Years ahead. */
  readonly horizon: number;
  /** Points trained on. */
  readonly trained: number;
  /** Points that the truth is taken from. */
  readonly targets: number;
  /** Forecast minus actual, doublings; null where there is too little before or nothing after. */
  readonly error: number | null;
};

/** Lines for one series, one cut-off and many horizons. */
export type Cutoff = {
  readonly cut: number;
  readonly trained: number;
  /** Years a doubling takes; null where no line can be drawn. */
  readonly doublingYears: number | null;
  readonly cells: readonly CutoffCell[];
};

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
  const fit =
    before.length < rule.least
      ? null
      : fitLine(
          before.map(({ date }) => date),
          before.map(({ y }) => y),
        );
  const latest = Math.max(...points.map(({ date }) => date));
  return {
    cut,
    trained: before.length,
    doublingYears: fit === null ? null : 1 / fit.slope,
    cells: horizons.map((horizon): CutoffCell => {
      const then = cut + horizon;
      const base = { cut, horizon, trained: before.length };
      if (fit === null || then > latest + rule.window) return { ...base, targets: 0, error: null };
      const targets =
        rule.frontier === "all"
          ? chosen.filter(({ date }) => Math.abs(date - then) <= rule.window)
          : chosen.filter(({ date }) => date <= then).slice(-1);
      if (targets.length === 0) return { ...base, targets: 0, error: null };
      const mean = (of: (point: Dated) => number): number =>
        targets.reduce((sum, point) => sum + of(point), 0) / targets.length;
      const date = rule.frontier === "all" ? mean((point) => point.date) : then;
      const error = fit.intercept + fit.slope * date - mean(({ y }) => y);
      return { ...base, targets: targets.length, error };
    }),
  };
}
