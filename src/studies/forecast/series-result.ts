import type { Random } from "../../stats/distributions/random.ts";
import { compareOn } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import { outlook } from "./divergence.ts";
import { collinearity, forecaster, hindcasting, type Observation, summaries } from "./hindcast.ts";
import { fitLine } from "./line.ts";
import type { ModelId } from "./models.ts";
import type { Fan, SeriesResult } from "./results.ts";
import { curvature, serialProgress } from "./serial.ts";

/** Paces at which the other axes go on from the last point: as before, and at half the growth. */
const paces = [1, 0.5] as const;

/** Share of the points that the drawn forecasts are trained on. */
const fanShare = 0.65;

/** Hindcasts, identifiability, curvature and outlook of one series; the first axis is the date. Yields the share that is done. */
export function* seriesResult(
  { name, shipped, unit }: Pick<SeriesResult, "name" | "shipped" | "unit">,
  points: readonly Observation[],
  axes: readonly string[],
  config: ForecastConfig,
  source: Random,
): Generator<number, SeriesResult> {
  const rows = yield* hindcasting(points, {
    axes,
    models: [...new Set([...config.models, config.model])],
    horizons: config.horizons,
    least: config.least,
    window: config.window,
  });
  const [first = "date", ...others] = axes;
  const rule = {
    model: config.model,
    horizon: config.horizons[0] ?? 1,
    least: config.least,
    level: config.level,
  };
  const outlooks = paces.map((pace) => ({
    pace,
    ...outlook(name, points, axes, config.model, config.years, pace),
  }));
  return {
    ...{ name, shipped, unit, axes },
    points: points.map(({ date, y, label }) => ({ date, y, label })),
    identifiability: others.map((axis) => compareOn(rows, points, first, axis, rule)),
    hindcasts: summaries(rows),
    curvature: curvature(points),
    serial: others.flatMap((axis) => {
      const found = serialProgress(points, axis, config.draws, source.fork(`serial ${axis}`));
      return found === null ? [] : [found];
    }),
    fans: fansOf(points, ["line", "walk"], config.years),
    axisPanels: axes.map((axis) => panelOf(points, axis)),
    divergences: outlooks.flatMap(({ pace, divergences }) =>
      divergences.filter(({ a }) => a === first).map((divergence) => ({ ...divergence, pace })),
    ),
    forecasts: [
      ...(outlooks[0]?.forecasts ?? []),
      ...(config.model === "walk" ? [] : outlook(name, points, [first], "walk", config.years, 1).forecasts),
    ],
  };
}

/** Forecasts from an origin that leaves a third of the points to be seen, month by month to the last point and on. */
function fansOf(points: readonly Observation[], models: readonly ModelId[], years: number): Fan[] {
  const trained = Math.max(5, Math.floor(points.length * fanShare));
  const seen = points.slice(0, trained);
  const cut = seen.at(-1)?.date ?? Number.NaN;
  const end = (points.at(-1)?.date ?? cut) + Math.min(years, 2);
  const steps = 30;
  const dates = Array.from({ length: steps }, (_, i) => cut + ((end - cut) * (i + 1)) / steps);
  return models.map((model) => {
    const forecast = forecaster(seen, "date", model);
    return {
      cut,
      model,
      points: dates.flatMap((date) => {
        const made = forecast(date, 1);
        return made === null ? [] : [{ date, predicted: made.predicted }];
      }),
    };
  });
}

function panelOf(points: readonly Observation[], axis: string): SeriesResult["axisPanels"][number] {
  const known = points.flatMap(({ axes, y }) => {
    const x = axes[axis];
    return x === undefined ? [] : [{ x, y }];
  });
  const xs = known.map(({ x }) => x);
  const ys = known.map(({ y }) => y);
  const fit = fitLine(xs, ys);
  const ends = [Math.min(...xs), Math.max(...xs)];
  return {
    axis,
    r: collinearity(xs, ys).r,
    points: known,
    line: fit === null ? [] : ends.map((x) => ({ x, y: fit.intercept + fit.slope * x })),
  };
}
