import type { Random } from "../../stats/distributions/random.ts";
import { compareOn } from "./compare-axes.ts";
import type { ForecastConfig } from "./config.ts";
import { outlook } from "./divergence.ts";
import { collinearity, forecaster, hindcasting, type Observation, summaries } from "./hindcast.ts";
import { fitLine } from "./line.ts";
import type { ModelId } from "./models.ts";
import { ahead, nextValues, stepOf, withCalibration } from "./next.ts";
import { ranking } from "./ranking.ts";
import type { Fan, SeriesResult } from "./results.ts";
import { serialProgress } from "./serial.ts";
import { silentModels } from "./silent.ts";
import { rateOf, straightness } from "./straightness.ts";

/** Paces at which the other axes go on from the last point: as before, and at half the growth. */
const paces = [1, 0.5] as const;

/** Share of the points that the drawn forecasts are trained on. */
const fanShare = 0.65;

/** What is known of a series before it is looked at. */
export type SeriesIdentity = Pick<
  SeriesResult,
  "name" | "shipped" | "unit" | "quantity" | "scale" | "censored"
>;

/** Hindcasts, identifiability, curvature and outlook of one series; the first axis is the date. Yields the share that is done. */
export function* seriesResult(
  { name, shipped, unit, quantity, scale, censored }: SeriesIdentity,
  points: readonly Observation[],
  axes: readonly string[],
  config: ForecastConfig,
  source: Random,
  registeredAt: string,
): Generator<number, SeriesResult> {
  const plan = {
    axes,
    models: [...new Set([...config.models, config.model])],
    horizons: config.horizons,
    least: config.least,
    window: config.window,
  };
  const rows = yield* hindcasting(points, plan);
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
  const ys = points.map(({ y }) => y);
  const order = ranking(rows, rule.horizon, 1e-5 * (Math.max(...ys) - Math.min(...ys)));
  const [best] = order;
  const forecasts = withCalibration(
    points,
    [
      ...(outlooks[0]?.forecasts ?? []),
      ...[...new Set<ModelId>(["walk", ...(best?.axis === first ? [best.model] : [])])]
        .filter((model) => model !== config.model)
        .flatMap((model) => outlook(name, points, [first], model, config.years, 1).forecasts),
    ],
    config,
  );
  return {
    ...{ name, shipped, unit, quantity, scale, censored, axes, step: stepOf(points) },
    points: points.map(({ date, y, label }) => ({ date, y, label })),
    identifiability: others.map((axis) => compareOn(rows, points, first, axis, rule)),
    hindcasts: summaries(rows),
    silent: silentModels(points, rows, plan),
    ranking: order,
    next: best === undefined ? [] : nextValues(points, rows, best, { horizons: config.horizons, scale }),
    rate: rateOf(points),
    curvature: straightness(points),
    serial: others.flatMap((axis) => {
      const found = serialProgress(points, axis, config.draws, source.fork(`serial ${axis}`));
      return found === null ? [] : [found];
    }),
    fans: fansOf(points, ["line", "walk"], config.years),
    axisPanels: axes.map((axis) => panelOf(points, axis)),
    divergences: outlooks.flatMap(({ pace, divergences }) =>
      divergences.filter(({ a }) => a === first).map((divergence) => ({ ...divergence, pace })),
    ),
    forecasts,
    registered: ahead(forecasts, registeredAt).length,
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
