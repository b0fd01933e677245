import { z } from "zod";
import { isoDate } from "../../data/dates.ts";
import { calibration } from "./calibration.ts";
import { forecaster, type Observation } from "./hindcast.ts";
import { type ModelId, modelIds } from "./models.ts";
import { type Predictive, predictive } from "./predictive.ts";
import { centralInterval } from "./score.ts";

/** Schema of a forecast of one value at one date by one axis, written down before it is known. */
export const datedForecast = z
  .object({
    series: z.string(),
    axis: z.string(),
    model: z.enum(modelIds),
    /** ISO day. */
    date: z.string(),
    /** What the axis is expected to stand at then. */
    x: z.number(),
    /** In log2 of the series' unit. */
    predicted: predictive,
    low80: z.number(),
    high80: z.number(),
    /** How the band was widened or narrowed by what the same forecaster did in the past; null: before bands were. */
    calibration: calibration.nullable().default(null),
  })
  .readonly();
export type DatedForecast = z.infer<typeof datedForecast>;

/** Schema of when two axes first differ by more than the 80% band of either. */
export const divergence = z.object({
  a: z.string(),
  b: z.string(),
  /** Decimal year, or null where they do not part within the years looked at. */
  date: z.number().nullable(),
  /** Gap of the two medians there or at the end, doublings. */
  gap: z.number(),
});
type Divergence = z.infer<typeof divergence>;

/** Both axes forecast from the last point on, month by month. */
export interface Outlook {
  readonly forecasts: readonly DatedForecast[];
  readonly divergences: readonly Divergence[];
}

/** Forecasts of every axis and the dates at which they part, if the axes go on at a pace in what they did so far. */
export function outlook(
  series: string,
  points: readonly Observation[],
  axes: readonly string[],
  model: ModelId,
  years: number,
  pace: number,
): Outlook {
  const last = points.at(-1)?.date ?? Number.NaN;
  const dates = Array.from({ length: Math.ceil(years * 12) }, (_, month) => last + (month + 1) / 12);
  const byAxis = axes.map((axis) => {
    const forecast = forecaster(points, axis, model);
    return { axis, ahead: dates.map((date) => forecast(date, pace)) };
  });
  const forecasts = byAxis.flatMap(({ axis, ahead: list }) =>
    list.flatMap((made, i) => {
      const at = dates[i] ?? Number.NaN;
      // Twice a year is enough to be scored by.
      if (made === null || (i + 1) % 6 !== 0) return [];
      const [low80, high80] = centralInterval(made.predicted, 0.8);
      return [
        {
          ...{ series, axis, model, at, date: isoDate(at), x: made.x, predicted: made.predicted },
          ...{ low80, high80, calibration: null },
        },
      ];
    }),
  );
  const divergences = byAxis.flatMap(({ axis: a, ahead: left }, i) =>
    byAxis.slice(i + 1).map(({ axis: b, ahead: right }): Divergence => {
      let gap = 0;
      for (const [k, one] of left.entries()) {
        const other = right[k];
        if (one == null || other == null) continue;
        gap = one.predicted.location - other.predicted.location;
        const half = (made: Predictive): number => centralInterval(made, 0.8)[1] - made.location;
        if (Math.abs(gap) > Math.max(half(one.predicted), half(other.predicted))) {
          return { a, b, date: dates[k] ?? null, gap };
        }
      }
      return { a, b, date: null, gap };
    }),
  );
  return { forecasts, divergences };
}
