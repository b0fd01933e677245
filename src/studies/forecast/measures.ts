import { z } from "zod";
import { compareForecasters, pWords } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import { type Hindcast, hindcasts, type Observation } from "./hindcast.ts";
import { rateOf } from "./straightness.ts";

/** Schema of how well a straight line in calendar time forecasts one of several measures of progress. */
export const measureResult = z
  .object({
    series: z.string(),
    /** Forecasts one step ahead, and those whose 80% band held. */
    n: z.number(),
    held: z.number(),
    /** Mean CRPS of the line in years of the measure's own growth: by how long a forecast is off; null where its growth is not beyond doubt. */
    years: z.number().nullable(),
    /** Is the first forecast better than this one, at 1%, also where both rates are as unfavourable as 99% of them allow? Null for the first. */
    worse: z.boolean().nullable(),
    why: z.string(),
  })
  .readonly();
type MeasureResult = z.infer<typeof measureResult>;

/** A measure with its points. */
interface Measure {
  readonly name: string;
  readonly points: readonly Observation[];
}

/**
 * The same exercise on several measures: which of them does a straight line in calendar time forecast best? Errors are told in years of each
 * measure's own growth, or a measure that hardly moves would win. The best first; empty for fewer than two.
 */
export function compareMeasures(
  measures: readonly Measure[],
  { least, window, horizons }: Pick<ForecastConfig, "least" | "window" | "horizons">,
): readonly MeasureResult[] {
  if (measures.length < 2) return [];
  const horizon = horizons[0] ?? 1;
  const dates = [...new Set(measures.flatMap(({ points }) => points.map(({ date }) => date)))].toSorted(
    (a, b) => a - b,
  );
  const place = new Map(dates.map((date, i) => [date, i]));
  const found = measures.map(({ name, points }) => {
    const rate = rateOf(points);
    const rows = hindcasts(points, {
      axes: ["date"],
      models: ["line"],
      horizons: [horizon],
      least,
      window,
    }).map(
      // Rows of one date are paired, also where a measure has gaps.
      (row): Hindcast => ({
        ...row,
        axis: name,
        origin: place.get(points[row.origin + horizon]?.date ?? 0) ?? -1,
      }),
    );
    const ends = rate === null ? [] : [Math.abs(rate.at99.low), Math.abs(rate.at99.high)];
    const sure = rate !== null && (rate.at99.low > 0 || rate.at99.high < 0);
    const crps = rows.reduce((sum, row) => sum + row.crps, 0) / rows.length;
    return {
      ...{ name, rows, sure, held: rows.filter(({ inside }) => inside[1]).length },
      ...{ slow: Math.min(...ends), fast: Math.max(...ends) },
      years: sure && rows.length > 0 ? crps / Math.abs(rate.estimate) : null,
    };
  });
  const order = found.toSorted((a, b) => (a.years ?? Infinity) - (b.years ?? Infinity));
  const [best] = order;
  return order.map((one): MeasureResult => {
    const base = { series: one.name, n: one.rows.length, held: one.held, years: one.years };
    if (one.years === null || best === undefined) {
      const why = one.rows.length === 0 ? "no forecast was made" : "whether it grows is not beyond doubt";
      return { ...base, worse: null, why };
    }
    if (one === best) return { ...base, worse: null, why: "best" };
    const rows = [
      ...best.rows.map((row) => ({ ...row, crps: row.crps / best.slow })),
      ...one.rows.map((row) => ({ ...row, crps: row.crps / one.fast })),
    ];
    const who = { model: "line", knowledge: "conditional" } as const;
    const { test, forecasts } = compareForecasters(
      rows,
      { ...who, axis: best.name },
      { ...who, axis: one.name },
      horizon,
    );
    const worse = test.ok && forecasts >= 10 && test.at99.high < 0;
    const why = worse ? `${pWords(test.p)} on ${forecasts} dates` : `not told apart on ${forecasts} dates`;
    return { ...base, worse, why };
  });
}
