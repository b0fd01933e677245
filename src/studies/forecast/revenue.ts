import { z } from "zod";
import { mean } from "../../stats/distributions/moments.ts";
import { type Dated, type FrontierRule, frontier, frontierRules, standing } from "./frontier.ts";
import { collinearity } from "./hindcast.ts";
import { fitLine } from "./line.ts";

/** A yearly series of revenue, or of revenue and investment, that somebody brought: log2 of the sum. */
export type RevenueSeries = readonly Dated[];

/** Schema of chips forecast from one cut-off on log(revenue + investment), beside the calendar. */
export const revenueResult = z
  .object({
    cut: z.number(),
    rule: z.enum(frontierRules),
    /** Chips before the cut-off that have a place on the axis. */
    trained: z.number(),
    /** Correlation of the axis with the calendar on them. */
    r: z.number(),
    /** Forecast less actual, doublings; x given. */
    horizons: z
      .array(z.object({ horizon: z.number(), byRevenue: z.number(), byCalendar: z.number() }).readonly())
      .readonly(),
  })
  .readonly();

/** Both axes on the same chips: straight lines trained before the cut-off, the axis's own future handed over. */
export function revenueTest(
  chips: readonly Dated[],
  revenue: RevenueSeries,
  cut: number,
  horizons: readonly number[],
  rule: FrontierRule,
  window: number,
): z.infer<typeof revenueResult> | null {
  const placed = frontier(chips, rule).flatMap(({ date, y }) => {
    const x = interpolated(revenue, date);
    return x === null ? [] : [{ date, x, y }];
  });
  const before = placed.filter(({ date }) => date < cut);
  const ys = before.map(({ y }) => y);
  const xs = before.map(({ x }) => x);
  const dates = before.map(({ date }) => date);
  const byRevenue = fitLine(xs, ys);
  const byCalendar = fitLine(dates, ys);
  if (byRevenue === null || byCalendar === null || before.length < 5) return null;
  return {
    cut,
    rule,
    trained: before.length,
    r: collinearity(dates, xs).r,
    horizons: horizons.flatMap((horizon) => {
      const then = cut + horizon;
      const actual = standing(placed, then, rule, window);
      const known = interpolated(revenue, then);
      if (actual === null || known === null) return [];
      const x = rule === "all" ? mean(actual.points.map((point) => point.x)) : known;
      return [
        {
          horizon,
          byRevenue: byRevenue.intercept + byRevenue.slope * x - actual.y,
          byCalendar: byCalendar.intercept + byCalendar.slope * actual.date - actual.y,
        },
      ];
    }),
  };
}

/** The axis at a date, straight between its years; null outside of them. */
function interpolated(series: RevenueSeries, date: number): number | null {
  const after = series.findIndex((point) => point.date >= date);
  const right = series[after];
  if (right === undefined) return null;
  if (right.date === date) return right.y;
  const left = series[after - 1];
  if (left === undefined) return null;
  return left.y + ((right.y - left.y) * (date - left.date)) / (right.date - left.date);
}
