import { pitHistogram } from "../../stats/scores/pit.ts";
import { type ForecastModel, fitLine, type ModelId, modelNamed } from "./models.ts";
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
type Knowledge = "conditional" | "unconditional";

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
}

/** Every axis and model from every origin; all see the same points. */
export function hindcasts(points: readonly Observation[], plan: HindcastPlan): Hindcast[] {
  const known = points.filter(({ axes }) => plan.axes.every((axis) => axes[axis] !== undefined));
  const out: Hindcast[] = [];
  for (const axis of plan.axes) {
    const xs = known.map(({ axes }) => axes[axis] ?? Number.NaN);
    for (const knowledge of knowledgeOf(axis)) {
      for (const model of plan.models.map(modelNamed)) {
        for (let end = Math.max(plan.least, model.least); end < known.length; end++) {
          const start = plan.window === null ? 0 : Math.max(0, end - plan.window);
          const train = sorted(
            xs.slice(start, end),
            known.slice(start, end).map(({ y }) => y),
          );
          const dates = known.slice(start, end).map(({ date }) => date);
          for (const horizon of plan.horizons) {
            const target = known[end + horizon - 1];
            if (target === undefined) continue;
            const x = target.axes[axis] ?? Number.NaN;
            const predicted =
              knowledge === "conditional"
                ? model.forecast(train, x)
                : unconditional(model, train, xs.slice(start, end), dates, target.date, 1)?.predicted;
            if (predicted == null) continue;
            const base = { axis, model: model.id, knowledge, origin: end - 1, horizon, predicted };
            out.push({ ...base, actual: target.y, ...scoreOf(predicted, target.y) });
          }
        }
      }
    }
  }
  return out;
}

function knowledgeOf(axis: string): readonly Knowledge[] {
  return axis === "date" ? ["conditional"] : ["conditional", "unconditional"];
}

/**
 * A forecast for a date from all points known on an axis; where the axis stands then is forecast too.
 *
 * @param pace growth of the axis from the last point on, in its growth so far: 1 goes on as before
 */
export function forecastAt(
  points: readonly Observation[],
  axis: string,
  model: ModelId,
  date: number,
  pace: number,
): { readonly x: number; readonly predicted: Predictive } | null {
  const known = points.filter(({ axes }) => axes[axis] !== undefined);
  const xs = known.map(({ axes }) => axes[axis] ?? Number.NaN);
  const train = sorted(
    xs,
    known.map(({ y }) => y),
  );
  if (axis === "date") {
    const predicted = modelNamed(model).forecast(train, date);
    return predicted === null ? null : { x: date, predicted };
  }
  return unconditional(
    modelNamed(model),
    train,
    xs,
    known.map((point) => point.date),
    date,
    pace,
  );
}

/** The axis itself goes on as a line over the dates; its uncertainty is carried through the model's slope. */
function unconditional(
  model: ForecastModel,
  train: Trend,
  xs: readonly number[],
  dates: readonly number[],
  date: number,
  pace: number,
): { readonly x: number; readonly predicted: Predictive } | null {
  const line = fitLine(dates, xs);
  if (line === null) return null;
  const ahead = date - (dates.at(-1) ?? date);
  const x = line.intercept + line.slope * (date - (1 - pace) * ahead);
  const far = 1 + 1 / line.n + (date - line.meanX) ** 2 / line.spread;
  const scale = Math.sqrt((line.squares / (line.n - 2)) * far);
  const there = model.forecast(train, x);
  const beside = model.forecast(train, x + scale);
  if (there === null || beside === null) return null;
  const predicted = { ...there, scale: Math.hypot(there.scale, beside.location - there.location) };
  return { x, predicted };
}

/** Points in order of x: a model that walks needs an axis that goes forward. */
function sorted(x: readonly number[], y: readonly number[]): Trend {
  const order = x.map((_, i) => i).sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  return { x: order.map((i) => x[i] ?? 0), y: order.map((i) => y[i] ?? 0) };
}

/** What an axis and a model came to at one horizon. */
export type HindcastSummary = {
  readonly axis: string;
  readonly model: ModelId;
  readonly knowledge: Knowledge;
  readonly horizon: number;
  readonly n: number;
  /** Means, in doublings (CRPS, interval score, error) and nats (log score). */
  readonly crps: number;
  readonly logScore: number;
  readonly interval80: number;
  /** Mean of forecast - actual. */
  readonly bias: number;
  /** [.5, .8, .95] → forecasts whose central interval held the value. */
  readonly covered: readonly number[];
  /** Ten bins of the probability integral transform. */
  readonly pit: readonly number[];
  /** 1 - CRPS / CRPS of the walk over dates on the same targets; null where there are none in common. */
  readonly skill: number | null;
};

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

/** Losses of two forecasters on the targets that both forecast, in order of origins. */
export function pairedLosses(
  rows: readonly Hindcast[],
  a: Forecaster,
  b: Forecaster,
  horizon: number,
): { readonly a: number[]; readonly b: number[] } {
  const of = ({ axis, model, knowledge }: Forecaster): Map<number, number> =>
    new Map(
      rows
        .filter(
          (row) =>
            row.axis === axis &&
            row.model === model &&
            row.knowledge === knowledge &&
            row.horizon === horizon,
        )
        .map(({ origin, crps }) => [origin, crps]),
    );
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
