import { z } from "zod";
import { pitHistogram } from "../../stats/scores/pit.ts";
import { fitLine, type LineFit } from "./line.ts";
import { type Forecast, type ModelId, modelIds, modelNamed } from "./models.ts";
import type { Predictive, Trend } from "./predictive.ts";
import { levels, type Score, scoreOf } from "./score.ts";

/** One point of a series with its place on every axis. */
export interface Observation {
  /** Decimal years of 365.25 days. */
  readonly date: number;
  /** Position on each axis; `date` is one of them. Missing where it is not known. */
  readonly axes: Readonly<Record<string, number | undefined>>;
  /** log2 of the value. */
  readonly y: number;
  readonly label: string;
}

/** Whether a forecast is told where x will be, or forecasts that too. */
export const knowledges = ["conditional", "unconditional"] as const;
type Knowledge = (typeof knowledges)[number];

/** One forecast made from an origin, and what came of it. */
export interface Hindcast extends Score {
  readonly axis: string;
  readonly model: ModelId;
  readonly knowledge: Knowledge;
  /** Index of the last point that was trained on, and points ahead. */
  readonly origin: number;
  readonly horizon: number;
  readonly predicted: Predictive;
  readonly actual: number;
}

/** What to run. */
export interface HindcastPlan {
  readonly axes: readonly string[];
  readonly models: readonly ModelId[];
  /** Points ahead. */
  readonly horizons: readonly number[];
  /** Points trained on at least. */
  readonly least: number;
  /** Train on the last so many only; null: on all so far. */
  readonly window: number | null;
  /** Forecast from every so manieth origin only, counted back from the last; default 1. */
  readonly every?: number;
}

/** Every axis and model from every origin; all see the same points. */
export function hindcasts(points: readonly Observation[], plan: HindcastPlan): Hindcast[] {
  const steps = hindcasting(points, plan);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same from one origin to the next, so that a caller can do other things between; yields the share that is done. */
export function* hindcasting(
  points: readonly Observation[],
  plan: HindcastPlan,
): Generator<number, Hindcast[]> {
  const known = points.filter(({ axes }) => plan.axes.every((axis) => axes[axis] !== undefined));
  const dates = known.map(({ date }) => date);
  const models = plan.models.map(modelNamed);
  const { every = 1 } = plan;
  const out: Hindcast[] = [];
  for (const [index, axis] of plan.axes.entries()) {
    const xs = known.map(({ axes }) => axes[axis] ?? Number.NaN);
    const seen = inOrder(known, xs);
    const made = knowledgeOf(axis).map((knowledge) => ({
      knowledge,
      rows: models.map((): Hindcast[] => []),
    }));
    for (let end = plan.least; end < known.length; end++) {
      if ((known.length - 1 - end) % every !== 0) continue;
      const start = plan.window === null ? 0 : Math.max(0, end - plan.window);
      const train = seen(start, end);
      const ahead = axis === "date" ? null : fitLine(dates, xs, start, end);
      for (const [place, model] of models.entries()) {
        if (end < model.least) continue;
        const forecast = model.fit(train);
        for (const { knowledge, rows } of made) {
          for (const horizon of plan.horizons) {
            const target = known[end + horizon - 1];
            if (target === undefined) continue;
            const predicted =
              knowledge === "conditional"
                ? forecast(target.axes[axis] ?? Number.NaN)
                : (unconditional(forecast, ahead, target.date, 0)?.predicted ?? null);
            if (predicted === null) continue;
            const base = { axis, model: model.id, knowledge, origin: end - 1, horizon, predicted };
            rows[place]?.push({ ...base, actual: target.y, ...scoreOf(predicted, target.y) });
          }
        }
      }
      yield (index + end / known.length) / plan.axes.length;
    }
    for (const { rows } of made) for (const row of rows.flat()) out.push(row);
  }
  return out;
}

function knowledgeOf(axis: string): readonly Knowledge[] {
  return axis === "date" ? ["conditional"] : ["conditional", "unconditional"];
}

/** A forecast for a date, and where the axis is expected to stand then. */
export interface Ahead {
  readonly x: number;
  readonly predicted: Predictive;
}

/**
 * Forecasts for dates from all points known on an axis; where the axis stands then is forecast too. Of the date and the pace: growth of the
 * axis from the last point on, in its growth so far; 1 goes on as before.
 */
export function forecaster(
  points: readonly Observation[],
  axis: string,
  model: ModelId,
): (date: number, pace: number) => Ahead | null {
  const known = points.filter(({ axes }) => axes[axis] !== undefined);
  const xs = known.map(({ axes }) => axes[axis] ?? Number.NaN);
  const dates = known.map(({ date }) => date);
  const forecast = modelNamed(model).fit(inOrder(known, xs)(0, known.length));
  if (axis === "date") {
    return (date) => {
      const predicted = forecast(date);
      return predicted === null ? null : { x: date, predicted };
    };
  }
  const line = fitLine(dates, xs);
  const last = dates.at(-1) ?? Number.NaN;
  return (date, pace) => unconditional(forecast, line, date, (1 - pace) * (date - last));
}

/**
 * The axis itself goes on as a line over the dates; its uncertainty is carried through the model's slope.
 *
 * @param late by how much the axis lags behind its line at that date, in years
 */
function unconditional(forecast: Forecast, line: LineFit | null, date: number, late: number): Ahead | null {
  if (line === null) return null;
  const x = line.intercept + line.slope * (date - late);
  const far = 1 + 1 / line.n + (date - line.meanX) ** 2 / line.spread;
  const scale = Math.sqrt((line.squares / (line.n - 2)) * far);
  const there = forecast(x);
  const beside = forecast(x + scale);
  if (there === null || beside === null) return null;
  const predicted = { ...there, scale: Math.hypot(there.scale, beside.location - there.location) };
  return { x, predicted };
}

/** New points after which a trend counts as one of its own. */
const stretch = 16;

/**
 * Points from one index up to another in order of x, equal ones as they came: a model that walks needs an axis that goes forward. Both
 * indices may only grow from call to call.
 */
function inOrder(
  points: readonly Observation[],
  xs: readonly number[],
): (start: number, end: number) => Trend {
  const ys = points.map(({ y }) => y);
  const x: number[] = [];
  const y: number[] = [];
  let from = 0;
  let to = 0;
  let early: { readonly trend: Trend; readonly end: number } | null = null;
  return (start, end) => {
    for (; to < end; to++) {
      const own = xs[to] ?? Number.NaN;
      const place = x.findLastIndex((value) => value <= own) + 1;
      x.splice(place, 0, own);
      y.splice(place, 0, ys[to] ?? Number.NaN);
    }
    for (; from < start; from++) {
      // Of equal ones the first is the oldest.
      const place = x.indexOf(xs[from] ?? Number.NaN);
      x.splice(place, 1);
      y.splice(place, 1);
    }
    const trend = { x: [...x], y: [...y] };
    if (start > 0) return trend;
    if (early === null || end - early.end > stretch) {
      early = { trend, end };
      return trend;
    }
    const added = { x: xs.slice(early.end, end), y: ys.slice(early.end, end) };
    return { ...trend, since: { trend: early.trend, added } };
  };
}

/** Schema of what an axis and a model came to at one horizon. */
export const hindcastSummary = z
  .object({
    axis: z.string(),
    model: z.enum(modelIds),
    knowledge: z.enum(knowledges),
    horizon: z.number(),
    n: z.number(),
    /** Means, in doublings (CRPS, interval score, error) and nats (log score). */
    crps: z.number(),
    logScore: z.number(),
    interval80: z.number(),
    /** Mean of forecast - actual. */
    bias: z.number(),
    /** [.5, .8, .95] → forecasts whose central interval held the value. */
    covered: z.array(z.number()).readonly(),
    /** Ten bins of the probability integral transform. */
    pit: z.array(z.number()).readonly(),
    /** 1 - CRPS / CRPS of the walk over dates on the same targets; null where there are none in common. */
    skill: z.number().nullable(),
  })
  .readonly();
export type HindcastSummary = z.infer<typeof hindcastSummary>;

/** Means over origins. */
export function summaries(rows: readonly Hindcast[]): HindcastSummary[] {
  const groups = Map.groupBy(rows, (row) => `${row.axis} ${row.model} ${row.knowledge} ${row.horizon}`);
  const reference = new Map(
    rows
      .filter(({ axis, model }) => axis === "date" && model === "walk")
      .map((row) => [`${row.origin} ${row.horizon}`, row.crps]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const mean = (of: (row: Hindcast) => number): number =>
      group.reduce((sum, row) => sum + of(row), 0) / group.length;
    const shared = group.filter(({ origin, horizon }) => reference.has(`${origin} ${horizon}`));
    const own = shared.reduce((sum, { crps }) => sum + crps, 0);
    const walk = shared.reduce(
      (sum, { origin, horizon }) => sum + (reference.get(`${origin} ${horizon}`) ?? 0),
      0,
    );
    const pit = pitHistogram(
      group.map((row) => row.pit),
      10,
    );
    const { axis, model, knowledge, horizon } = first;
    return {
      ...{ axis, model, knowledge, horizon, n: group.length, pit },
      crps: mean(({ crps }) => crps),
      logScore: mean(({ logScore }) => logScore),
      interval80: mean(({ interval80 }) => interval80),
      bias: mean(({ predicted, actual }) => predicted.location - actual),
      covered: levels.map((_, i) => group.filter(({ inside }) => inside[i]).length),
      skill: shared.length === 0 || walk === 0 ? null : 1 - own / walk,
    };
  });
}

/** Who made a forecast, and with what knowledge. */
export type Forecaster = Pick<Hindcast, "axis" | "model" | "knowledge">;

/** Hindcasts of one forecaster at one horizon. */
export function madeBy(rows: readonly Hindcast[], who: Forecaster, horizon: number): readonly Hindcast[] {
  return rows.filter(
    (row) =>
      row.axis === who.axis &&
      row.model === who.model &&
      row.knowledge === who.knowledge &&
      row.horizon === horizon,
  );
}

/** Losses of two forecasters on the targets that both forecast, in order of origins. */
export function pairedLosses(
  rows: readonly Hindcast[],
  a: Forecaster,
  b: Forecaster,
  horizon: number,
): { readonly a: number[]; readonly b: number[] } {
  const of = (who: Forecaster): Map<number, number> =>
    new Map(madeBy(rows, who, horizon).map(({ origin, crps }) => [origin, crps]));
  const [left, right] = [of(a), of(b)];
  const shared = [...left.keys()].filter((origin) => right.has(origin)).toSorted((x, y) => x - y);
  return {
    a: shared.map((origin) => left.get(origin) ?? Number.NaN),
    b: shared.map((origin) => right.get(origin) ?? Number.NaN),
  };
}

/** Squared correlation of two axes and the variance inflation it means for a fit on both. */
export function collinearity(a: readonly number[], b: readonly number[]): { r: number; vif: number } {
  const fit = fitLine(a, b);
  const back = fitLine(b, a);
  if (fit === null || back === null) return { r: Number.NaN, vif: Number.POSITIVE_INFINITY };
  const r = Math.sign(fit.slope) * Math.sqrt(Math.max(0, fit.slope * back.slope));
  return { r, vif: 1 / Math.max(1e-12, 1 - r * r) };
}
