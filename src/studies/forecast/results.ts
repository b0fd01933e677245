import { z } from "zod";
import type { CancellingRow } from "./cancelling.ts";
import type { ChipsAnswer } from "./chips-bounds.ts";
import type { AxisComparison } from "./compare-axes.ts";
import type { Cutoff } from "./cutoffs.ts";
import { type DatedForecast, type Divergence, forecastSchema } from "./divergence.ts";
import type { CostHindcasts, ThetaCheck } from "./farmer-lafond.ts";
import { type FrontierBias, frontierRules } from "./frontier.ts";
import type { HindcastSummary } from "./hindcast.ts";
import type { CeilingEffect, Doubling, Propagated, Revision } from "./horizons.ts";
import { modelIds } from "./models.ts";
import type { Predictive } from "./predictive.ts";
import type { RevenueTest } from "./revenue.ts";
import type { Coefficient, Curvature, SerialResult } from "./serial.ts";

/** A point that was forecast, for figures. */
type PlottedPoint = { readonly date: number; readonly y: number; readonly label: string };

/** What a model foresaw from one origin. */
export type Fan = {
  /** Trained on points up to this date. */
  readonly cut: number;
  readonly model: (typeof modelIds)[number];
  readonly points: readonly { readonly date: number; readonly predicted: Predictive }[];
};

/** Everything about one series. */
export type SeriesResult = {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly PlottedPoint[];
  readonly axes: readonly string[];
  /** Each other axis against the first, identifiability first. */
  readonly identifiability: readonly AxisComparison[];
  readonly hindcasts: readonly HindcastSummary[];
  readonly curvature: Curvature | null;
  readonly serial: readonly SerialResult[];
  readonly fans: readonly Fan[];
  /** The values over each axis, with the straight line through them. */
  readonly axisPanels: readonly {
    readonly axis: string;
    readonly r: number;
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly line: readonly { readonly x: number; readonly y: number }[];
  }[];
  /** As growth of the axes goes on, and as it halves. */
  readonly divergences: readonly (Divergence & { readonly pace: number })[];
  readonly forecasts: readonly DatedForecast[];
};

/** Cut-off map of one chip series under one frontier rule. */
type CutoffMap = {
  readonly series: string;
  readonly rule: (typeof frontierRules)[number];
  readonly cutoffs: readonly Cutoff[];
};

/** METR's own doubling times, and what moves them. */
export type MetrResult = {
  readonly doublings: readonly (Doubling & { readonly vintage: string; readonly from: string })[];
  readonly revisions: readonly Revision[];
  readonly measurement: Propagated | null;
  readonly ceiling: CeilingEffect;
  /** Growth of frontier training compute, orders of magnitude a year. */
  readonly frontierGrowth: number;
  /** Line against easier doublings, one point ahead, on data up to `before`: CRPS(line) - CRPS(easier). */
  readonly easier: {
    readonly before: string;
    readonly n: number;
    readonly difference: number;
    readonly low: number;
    readonly high: number;
  } | null;
};

/** What a forecast run found. */
export type ForecastResults = {
  readonly version: 1;
  readonly series: readonly SeriesResult[];
  readonly metr: MetrResult | null;
  readonly chips: {
    readonly maps: readonly CutoffMap[];
    readonly bias: readonly FrontierBias[];
    readonly answer: ChipsAnswer;
    /** With a yearly series of revenue: both axes by hindcast. */
    readonly revenue: readonly RevenueTest[];
  } | null;
  readonly costs: (CostHindcasts & { readonly thetas: readonly ThetaCheck[] }) | null;
  readonly cancelling: readonly CancellingRow[] | null;
};

const number = z.number();
const bounds = z.object({ low: number, high: number });
const predictive: z.ZodType<Predictive> = z.object({
  freedom: number.nullable(),
  location: number,
  scale: number,
});
const coefficient: z.ZodType<Coefficient> = z.object({
  estimate: number,
  low: number,
  high: number,
  p: number,
});
const model = z.enum(modelIds);

const comparison: z.ZodType<AxisComparison> = z.object({
  a: z.string(),
  b: z.string(),
  model,
  horizon: number,
  points: number,
  forecasts: number,
  r: number,
  vif: number,
  difference: number.nullable(),
  low: number.nullable(),
  high: number.nullable(),
  p: number.nullable(),
  detectable: number.nullable(),
  verdict: z.enum(["a", "b", "cannot be told apart"]),
  why: z.string(),
});

const hindcast: z.ZodType<HindcastSummary> = z.object({
  axis: z.string(),
  model,
  knowledge: z.enum(["conditional", "unconditional"]),
  horizon: number,
  n: number,
  crps: number,
  logScore: number,
  interval80: number,
  bias: number,
  covered: z.array(number),
  pit: z.array(number),
  skill: number.nullable(),
});

const serial: z.ZodType<SerialResult> = z.object({
  input: z.string(),
  n: number,
  time: coefficient,
  effect: coefficient,
  growth: number,
  inflation: number,
  share: z.object({ median: number, low: number, high: number }).nullable(),
});

const series: z.ZodType<SeriesResult> = z.object({
  name: z.string(),
  unit: z.string(),
  points: z.array(z.object({ date: number, y: number, label: z.string() })),
  axes: z.array(z.string()),
  identifiability: z.array(comparison),
  hindcasts: z.array(hindcast),
  curvature: z
    .object({ n: number, estimate: number, low: number, high: number, correlation: number })
    .nullable(),
  serial: z.array(serial),
  fans: z.array(
    z.object({ cut: number, model, points: z.array(z.object({ date: number, predicted: predictive })) }),
  ),
  axisPanels: z.array(
    z.object({
      axis: z.string(),
      r: number,
      points: z.array(z.object({ x: number, y: number })),
      line: z.array(z.object({ x: number, y: number })),
    }),
  ),
  divergences: z.array(
    z.object({ a: z.string(), b: z.string(), date: number.nullable(), gap: number, pace: number }),
  ),
  forecasts: z.array(forecastSchema),
});

const rule = z.enum(frontierRules);
const cutoffs = z.array(
  z.object({
    cut: number,
    trained: number,
    doublingYears: number.nullable(),
    cells: z.array(
      z.object({ cut: number, horizon: number, trained: number, targets: number, error: number.nullable() }),
    ),
  }),
);

const metr: z.ZodType<MetrResult> = z.object({
  doublings: z.array(z.object({ vintage: z.string(), from: z.string(), n: number, days: number.nullable() })),
  revisions: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      models: number,
      mean: number,
      rms: number,
      daysBefore: number.nullable(),
      daysAfter: number.nullable(),
    }),
  ),
  measurement: z.object({ days: number, low: number, high: number }).nullable(),
  ceiling: z.object({
    above: number,
    asMeasured: number.nullable(),
    dropped: number.nullable(),
    censored: number.nullable(),
  }),
  frontierGrowth: number,
  easier: z
    .object({ before: z.string(), n: number, difference: number, low: number, high: number })
    .nullable(),
});

const answer: z.ZodType<ChipsAnswer> = z.object({
  steps: z.array(
    z.object({
      name: z.string(),
      unit: z.string(),
      how: z.string(),
      source: z.string(),
      low: number,
      high: number,
    }),
  ),
  implied: bounds,
  widened: bounds,
  actual: bounds,
  excess: bounds,
  overturn: bounds,
});

/** Schema of stored results. */
export const forecastResults: z.ZodType<ForecastResults> = z.object({
  version: z.literal(1),
  series: z.array(series),
  metr: metr.nullable(),
  chips: z
    .object({
      maps: z.array(z.object({ series: z.string(), rule, cutoffs })),
      bias: z.array(z.object({ rule, rate: number, level: number, low: number, high: number })),
      answer,
      revenue: z.array(
        z.object({
          cut: number,
          rule,
          trained: number,
          r: number,
          horizons: z.array(z.object({ horizon: number, byRevenue: number, byCalendar: number })),
        }),
      ),
    })
    .nullable(),
  costs: z
    .object({
      technologies: number,
      improving: number,
      forecasts: number,
      withinLimit: number,
      byHorizon: z.array(
        z.object({
          tau: number,
          n: number,
          meanSquare: number,
          low: number,
          high: number,
          walk: number,
          correlated: number,
        }),
      ),
      thetas: z.array(
        z.object({
          theta: number,
          p: number,
          byTau: z.array(z.object({ tau: number, observed: number, low: number, high: number })),
        }),
      ),
    })
    .nullable(),
  cancelling: z
    .array(z.object({ net: number, speedUp: number, lineLoses: number, ratio: number }))
    .nullable(),
});
