import { z } from "zod";
import { mean } from "../../stats/distributions/moments.ts";
import { type DieboldMariano, dieboldMariano } from "../../stats/scores/diebold-mariano.ts";
import { driftOf } from "./drift.ts";
import {
  collinearity,
  type Forecaster,
  type Hindcast,
  hindcasts,
  madeBy,
  type Observation,
  pairedLosses,
} from "./hindcast.ts";
import { type ModelId, modelIds } from "./models.ts";

/** Axes that vary together more than this cannot be told apart by any fit: one carries 50 times the other's variance. */
export const tooCollinear = 50;

/**
 * Forecasts in common from which on an axis is named: on fewer, whose errors go together, the test named a wrong one in 7 of 100
 * planted worlds (validate/forecast-worlds.ts).
 */
export const fewestForecasts = 10;

/** Schema of two axes on the same points: can they be told apart at all, and which forecast better? */
export const axisComparison = z
  .object({
    a: z.string(),
    b: z.string(),
    model: z.enum(modelIds),
    horizon: z.number(),
    /** Points known on both axes, and forecasts from them. */
    points: z.number(),
    forecasts: z.number(),
    /** Correlation of the axes and the variance inflation of a fit on both. */
    r: z.number(),
    vif: z.number(),
    /** Mean CRPS of a minus that of b, with its 95% interval; doublings; null with too few forecasts. */
    difference: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** What a claim is decided by. */
    at99: z.object({ low: z.number(), high: z.number() }).readonly().nullable(),
    /** Two-sided, Diebold & Mariano with the correction of Harvey, Leybourne & Newbold, widened for losses that go together. */
    p: z.number().nullable(),
    /** Smallest difference that this many forecasts of this spread would show four times in five. */
    detectable: z.number().nullable(),
    verdict: z.enum(["a", "b", "cannot be told apart"]),
    why: z.string(),
  })
  .readonly();
type AxisComparison = z.infer<typeof axisComparison>;

/** What decides between two axes. */
export interface AxisRule {
  readonly model: ModelId;
  readonly horizon: number;
  readonly least: number;
  /** Chance of naming an axis where neither is better. */
  readonly level: number;
}

/** Compares two axes by hindcasts with the axis's future given. */
export function compareAxes(
  points: readonly Observation[],
  a: string,
  b: string,
  rule: AxisRule,
): AxisComparison {
  const rows = hindcasts(points, {
    axes: [a, b],
    models: [rule.model],
    horizons: [rule.horizon],
    least: rule.least,
    window: null,
  });
  return compareOn(rows, points, a, b, rule);
}

/** The same on hindcasts that were made before. */
export function compareOn(
  rows: readonly Hindcast[],
  points: readonly Observation[],
  a: string,
  b: string,
  { model, horizon, level }: AxisRule,
): AxisComparison {
  const known = points.filter(({ axes }) => axes[a] !== undefined && axes[b] !== undefined);
  const column = (axis: string): number[] => known.map(({ axes }) => axes[axis] ?? Number.NaN);
  const { r, vif } = collinearity(column(a), column(b));
  const given = { model, knowledge: "conditional" } as const;
  const { test, forecasts } = compareForecasters(rows, { axis: a, ...given }, { axis: b, ...given }, horizon);
  const base = { a, b, model, horizon, points: known.length, forecasts, r, vif };
  const unknown = { difference: null, low: null, high: null, at99: null, p: null, detectable: null } as const;
  const undecided = "cannot be told apart" as const;
  if (!test.ok) return { ...base, ...unknown, verdict: undecided, why: test.reason };
  const { difference, low, high, at99, p } = test;
  const detectable = ((high - low) / 2) * 1.43;
  const figures = { difference, low, high, at99, p, detectable };
  if (vif > tooCollinear) {
    const worth =
      vif > 1e6 ? "one determines the other" : `a fit on both would need ${Math.round(vif)} times the data`;
    const why = `the axes go together (r = ${r.toFixed(4)}): ${worth}`;
    return { ...base, ...figures, verdict: undecided, why };
  }
  if (forecasts < fewestForecasts) {
    const why = `${forecasts} forecasts in common are too few to name one`;
    return { ...base, ...figures, verdict: undecided, why };
  }
  if (p >= level) {
    const why = `p = ${p.toFixed(2)} on ${forecasts} forecasts`;
    return { ...base, ...figures, verdict: undecided, why };
  }
  const verdict = difference < 0 ? "a" : "b";
  const alone = explainsAlone(known, verdict === "a" ? [a, b] : [b, a]);
  if (alone !== null) return { ...base, ...figures, verdict: undecided, why: `${pWords(p)}, but ${alone}` };
  return { ...base, ...figures, verdict, why: pWords(p) };
}

/** A p value in words. */
export function pWords(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`;
}

/**
 * Forecast errors along a random walk go together over the whole series: one axis then does better by chance, for as long as the series lasts. The
 * better one has to say something that the other does not, and the other nothing more, also where what lies around them walks. Null where it does.
 */
function explainsAlone(
  points: readonly Observation[],
  [better, other]: readonly [string, string],
): string | null {
  const dates = points.map(({ date }) => date);
  const ys = points.map(({ y }) => y);
  const column = (axis: string): number[] => {
    const values = points.map(({ axes }) => axes[axis] ?? Number.NaN);
    return values.map((value) => value - mean(values));
  };
  const own = driftOf(dates, [column(other), column(better)], ys);
  const more = driftOf(dates, [column(better), column(other)], ys);
  const holds = (interval: { readonly low: number; readonly high: number } | undefined): boolean =>
    interval === undefined || (interval.low <= 0 && interval.high >= 0);
  if (holds(own?.at99)) return `${better} adds nothing to ${other} beyond doubt where errors may walk`;
  // What the other adds need not be beyond doubt to leave it open, nor may it be half as much as the better one without being seen.
  const reach = (axis: string): number => Math.max(...column(axis)) - Math.min(...column(axis));
  const most = more === null ? 0 : Math.max(Math.abs(more.low), Math.abs(more.high)) * reach(other);
  return holds(more ?? undefined) && most < 0.5 * Math.abs(own?.estimate ?? 0) * reach(better)
    ? null
    : `${other} may add something to ${better}`;
}

/**
 * Forecasts that are lacking until a difference as large as the one seen would show four times in five; null where that is more than fifty times
 * what there is, or nothing is known of the spread.
 */
export function furtherForecasts({
  difference,
  detectable,
  forecasts,
}: Pick<AxisComparison, "difference" | "detectable" | "forecasts">): number | null {
  if (difference === null || detectable === null || difference === 0) return null;
  const needed = Math.max(fewestForecasts, forecasts * (detectable / difference) ** 2);
  return needed > 50 * forecasts ? null : Math.max(1, Math.ceil(needed - forecasts));
}

/** A test with its 95% interval, and the 99% one that decides. */
type Compared =
  | (Extract<DieboldMariano, { ok: true }> & {
      readonly at99: { readonly low: number; readonly high: number };
    })
  | Extract<DieboldMariano, { ok: false }>;

/** Which of two forecasters of the same points has the smaller mean CRPS? Widened for errors that go together. */
export function compareForecasters(
  rows: readonly Hindcast[],
  a: Forecaster,
  b: Forecaster,
  horizon: number,
): { readonly test: Compared; readonly forecasts: number } {
  const losses = pairedLosses(rows, a, b, horizon);
  const memory = Math.min(errorMemory(rows, a, horizon), errorMemory(rows, b, horizon));
  const forecasts = losses.a.length;
  const test = dieboldMariano(losses.a, losses.b, { horizon, memory });
  const wide = dieboldMariano(losses.a, losses.b, { horizon, memory, level: 0.01 });
  if (!test.ok) return { test, forecasts };
  return {
    test: {
      ...test,
      at99: wide.ok ? { low: wide.low, high: wide.high } : { low: test.low, high: test.high },
    },
    forecasts,
  };
}

/**
 * Lag correlation of one forecaster's errors, its small-sample bias taken out (Marriott & Pope 1954). Of two forecasters the smaller one
 * counts: the errors of the wrong axis always go together, those of the right one need not.
 */
function errorMemory(rows: readonly Hindcast[], of: Forecaster, horizon: number): number {
  const errors = madeBy(rows, of, horizon)
    .toSorted((x, y) => x.origin - y.origin)
    .map(({ predicted, actual }) => actual - predicted.location);
  const n = errors.length;
  const mean = errors.reduce((x, y) => x + y, 0) / n;
  let joint = 0;
  let own = 0;
  for (const [i, error] of errors.entries()) {
    own += (error - mean) ** 2;
    if (i >= horizon) joint += (error - mean) * ((errors[i - horizon] ?? mean) - mean);
  }
  // Errors that do not differ, or are none, have no memory.
  return own === 0 ? 0 : Math.min(0.9, Math.max(0, ((n * joint) / own + 1) / Math.max(1, n - 4)));
}
