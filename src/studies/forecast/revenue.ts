import { type Dated, type FrontierRule, frontier } from "./frontier.ts";
import { fitLine } from "./line.ts";

/** A yearly series of revenue, or of revenue and investment, that somebody brought: log2 of the sum. */
export type RevenueSeries = readonly Dated[];

/** Chips forecast from one cut-off on log(revenue + investment), beside the calendar. */
export type RevenueTest = {
  readonly cut: number;
  readonly rule: FrontierRule;
  /** Chips before the cut-off that have a place on the axis. */
  readonly trained: number;
  /** Correlation of the axis with the calendar on them. */
  readonly r: number;
  readonly horizons: readonly {
    readonly horizon: number;
    /** Forecast less actual, doublings; x given. */
    readonly byRevenue: number;
    readonly byCalendar: number;
  }[];
};

/** Both axes on the same chips: straight lines trained before the cut-off, the axis's own future handed over. */
export function revenueTest(
  chips: readonly Dated[],
  revenue: RevenueSeries,
  cut: number,
  horizons: readonly number[],
  rule: FrontierRule,
  window: number,
): RevenueTest | null {
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
  const across = fitLine(dates, xs);
  const back = fitLine(xs, dates);
  if (byRevenue === null || byCalendar === null || across === null || back === null || before.length < 5) {
    return null;
  }
  return {
    cut,
    rule,
    trained: before.length,
    r: Math.sqrt(across.slope * back.slope),
    horizons: horizons.flatMap((horizon) => {
      const then = cut + horizon;
      const targets =
        rule === "all"
          ? placed.filter(({ date }) => Math.abs(date - then) <= window)
          : placed.filter(({ date }) => date <= then).slice(-1);
      const x = interpolated(revenue, then);
      if (targets.length === 0 || x === null) return [];
      const mean = (of: (point: (typeof placed)[number]) => number): number =>
        targets.reduce((sum, point) => sum + of(point), 0) / targets.length;
      const actual = mean(({ y }) => y);
      const place =
        rule === "all"
          ? { x: mean((point) => point.x), date: mean((point) => point.date) }
          : { x, date: then };
      return [
        {
          horizon,
          byRevenue: byRevenue.intercept + byRevenue.slope * place.x - actual,
          byCalendar: byCalendar.intercept + byCalendar.slope * place.date - actual,
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
