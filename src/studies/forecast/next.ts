import { z } from "zod";
import { readDate } from "../../data/dates.ts";
import { type Calibration, calibration, calibrationOf, isRefuted } from "./calibration.ts";
import type { ForecastConfig } from "./config.ts";
import type { DatedForecast } from "./divergence.ts";
import {
  type Forecaster,
  forecaster,
  type Hindcast,
  hindcasts,
  madeBy,
  type Observation,
} from "./hindcast.ts";
import { modelIds } from "./models.ts";
import { offScale } from "./own-unit.ts";
import type { Predictive } from "./predictive.ts";
import type { Scale } from "./scales.ts";
import { centralInterval } from "./score.ts";

/** Schema of what is to be expected so many points ahead, in the series' own unit. */
export const expectation = z
  .object({
    /** Points ahead, and the decimal year. */
    horizon: z.number(),
    date: z.number(),
    axis: z.string(),
    model: z.enum(modelIds),
    /** Median and central 80%. */
    median: z.number(),
    low80: z.number(),
    high80: z.number(),
    calibration,
  })
  .readonly();
type Expectation = z.infer<typeof expectation>;

/** How far apart two points are, in years: the distance that most have, or the mean where they are irregular. */
export function stepOf(points: readonly { readonly date: number }[]): number {
  const gaps = points.slice(1).map(({ date }, i) => date - (points[i]?.date ?? date));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Number.NaN;
  const alike = gaps.filter((gap) => Math.abs(gap - usual) <= 0.1 * usual).length;
  return alike >= 0.6 * gaps.length ? usual : gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** The next values by one forecaster, each band as wide as its own past asks for. */
export function nextValues(
  points: readonly Observation[],
  rows: readonly Hindcast[],
  who: Forecaster,
  { horizons, scale }: Pick<ForecastConfig, "horizons"> & { readonly scale: Scale },
): Expectation[] {
  const forecast = forecaster(points, who.axis, who.model);
  const [last, step] = [points.at(-1)?.date ?? Number.NaN, stepOf(points)];
  return horizons.flatMap((horizon) => {
    const date = last + horizon * step;
    const made = forecast(date, 1);
    if (made === null) return [];
    const found = calibrationOf(madeBy(rows, who, horizon), horizon);
    const predicted = recalibrated(made.predicted, found);
    const [low80, high80] = centralInterval(predicted, 0.8);
    return [
      {
        ...{ horizon, date, axis: who.axis, model: who.model, calibration: found },
        median: offScale(predicted.location, scale),
        low80: offScale(low80, scale),
        high80: offScale(high80, scale),
      },
    ];
  });
}

/** Forecasts of one series with the bands that their own past asks for; where it is too short, as they are, with the reason. */
export function withCalibration(
  points: readonly Observation[],
  forecasts: readonly DatedForecast[],
  { least, window }: Pick<ForecastConfig, "least" | "window">,
): DatedForecast[] {
  const [last, step] = [points.at(-1)?.date ?? Number.NaN, stepOf(points)];
  return [...Map.groupBy(forecasts, ({ axis, model }) => `${axis} ${model}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { axis, model } = first;
    const horizonOf = ({ date }: DatedForecast): number =>
      Math.max(1, Math.round(((readDate(date) ?? last) - last) / step));
    const known = points.filter(({ axes }) => axes[axis] !== undefined).length;
    const horizons = [...new Set(group.map(horizonOf))];
    const tried = horizons.filter((horizon) => known - least - horizon + 1 > 0);
    // Forecasts further ahead than a few points need not be made from each.
    const every = tried.length === 0 ? 1 : Math.max(1, Math.floor(Math.min(...tried) / 10));
    const rows =
      tried.length === 0
        ? []
        : hindcasts(points, { axes: [axis], models: [model], horizons: tried, least, window, every });
    const knowledge = axis === "date" ? "conditional" : "unconditional";
    const who = { axis, model, knowledge } as const;
    const byHorizon = new Map(
      horizons.map((horizon): [number, Calibration] => [
        horizon,
        calibrationOf(madeBy(rows, who, horizon), horizon, every),
      ]),
    );
    return group.map((forecast): DatedForecast => {
      const found = byHorizon.get(horizonOf(forecast));
      if (found === undefined) return forecast;
      const predicted = recalibrated(forecast.predicted, found);
      if (predicted === forecast.predicted) return { ...forecast, calibration: found };
      const [low80, high80] = centralInterval(predicted, 0.8);
      return { ...forecast, predicted, low80, high80, calibration: found };
    });
  });
}

function recalibrated(predicted: Predictive, { factor }: Calibration): Predictive {
  return factor === null ? predicted : { ...predicted, scale: predicted.scale * factor };
}

/** Forecasts that are written down: of days that lie ahead, by bands that the past does not refute. */
export function ahead(forecasts: readonly DatedForecast[], at: string): DatedForecast[] {
  return forecasts.filter(
    ({ date, calibration }) => date > at && !(calibration !== null && isRefuted(calibration)),
  );
}
