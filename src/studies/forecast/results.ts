import { z } from "zod";
import { cancellingRow } from "./cancelling.ts";
import { chipsAnswer } from "./chips-bounds.ts";
import { axisComparison } from "./compare-axes.ts";
import { cutoffResult } from "./cutoffs.ts";
import { datedForecast, divergence } from "./divergence.ts";
import { costHindcasts } from "./farmer-lafond.ts";
import { frontierBiasResult, frontierRules } from "./frontier.ts";
import { hindcastSummary } from "./hindcast.ts";
import { ceilingResult, doublingTime, propagated, revision } from "./horizons.ts";
import { measureResult } from "./measures.ts";
import { modelIds } from "./models.ts";
import { expectation } from "./next.ts";
import { predictive } from "./predictive.ts";
import { ranked } from "./ranking.ts";
import { revenueResult } from "./revenue.ts";
import { scales } from "./scales.ts";
import { serialResult } from "./serial.ts";
import { shippedSeries } from "./shipped.ts";
import { silentModel } from "./silent.ts";
import { curvatureResult, rateResult } from "./straightness.ts";
import { thetaCheck } from "./theta-check.ts";

const number = z.number();
const place = z.object({ x: number, y: number }).readonly();

/** What a model foresaw from one origin. */
const fan = z
  .object({
    /** Trained on points up to this date. */
    cut: number,
    model: z.enum(modelIds),
    points: z.array(z.object({ date: number, predicted: predictive }).readonly()).readonly(),
  })
  .readonly();
export type Fan = z.infer<typeof fan>;

/** Everything about one series. */
const seriesResult = z
  .object({
    name: z.string(),
    /** Which series of the shipped tables it is; null: somebody's own. Claims look at this, never at the name. */
    shipped: z.enum(shippedSeries).nullable().default(null),
    unit: z.string(),
    /** What is forecast in its own unit, and the scale on which it is. */
    quantity: z.string(),
    scale: z.enum(scales),
    /** Mean distance of two points, years. */
    step: z.number(),
    /** Growth a year, on the scale that is forecast. */
    rate: rateResult.nullable(),
    /** What was forecast, for figures. */
    points: z.array(z.object({ date: number, y: number, label: z.string() }).readonly()).readonly(),
    axes: z.array(z.string()).readonly(),
    /** Values known only to lie above or below a bound, on the scale that is forecast; in no fit. */
    censored: z
      .array(z.object({ date: number, side: z.enum(["above", "below"]), y: number }).readonly())
      .readonly(),
    /** Each other axis against the first, identifiability first. */
    identifiability: z.array(axisComparison).readonly(),
    hindcasts: z.array(hindcastSummary).readonly(),
    /** Models that gave no forecast, with the reason. */
    silent: z.array(silentModel).readonly(),
    /** Forecasters that know no more than the date, the best first, on the values that all of them forecast one step ahead. */
    ranking: z.array(ranked).readonly(),
    /** What the best of them expects next. */
    next: z.array(expectation).readonly(),
    curvature: curvatureResult.nullable(),
    serial: z.array(serialResult).readonly(),
    fans: z.array(fan).readonly(),
    /** The values over each axis, with the straight line through them. */
    axisPanels: z
      .array(
        z
          .object({
            axis: z.string(),
            r: number,
            points: z.array(place).readonly(),
            line: z.array(place).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    /** As growth of the axes goes on, and as it halves. */
    divergences: z.array(divergence.extend({ pace: number }).readonly()).readonly(),
    forecasts: z.array(datedForecast).readonly(),
    /** How many of them lay ahead when the run was registered, and were written down. */
    registered: z.number(),
  })
  .readonly();
export type SeriesResult = z.infer<typeof seriesResult>;

/** METR's own doubling times, and what moves them. */
const metrResult = z
  .object({
    doublings: z.array(doublingTime.extend({ vintage: z.string(), from: z.string() }).readonly()).readonly(),
    revisions: z.array(revision).readonly(),
    measurement: propagated.nullable(),
    ceiling: ceilingResult,
    /** Growth of frontier training compute, orders of magnitude a year. */
    frontierGrowth: number,
    /** Line against easier doublings, one point ahead, on data up to `before`: CRPS(line) - CRPS(easier). */
    easier: z
      .object({
        ...{ before: z.string(), n: number, difference: number, low: number, high: number },
        at99: z.object({ low: number, high: number }).readonly(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();
export type MetrResult = z.infer<typeof metrResult>;

/** The 1990 answer. */
const chipsResult = z
  .object({
    /** Cut-off map of each chip series under each frontier rule. */
    maps: z
      .array(
        z
          .object({
            series: z.string(),
            rule: z.enum(frontierRules),
            cutoffs: z.array(cutoffResult).readonly(),
          })
          .readonly(),
      )
      .readonly(),
    bias: z.array(frontierBiasResult).readonly(),
    answer: chipsAnswer,
    /** With a yearly series of revenue: both axes by hindcast. */
    revenue: z.array(revenueResult).readonly(),
  })
  .readonly();
export type ChipsResult = z.infer<typeof chipsResult>;

const costsResult = costHindcasts.extend({ thetas: z.array(thetaCheck).readonly() }).readonly();
export type CostsResult = z.infer<typeof costsResult>;

/** Schema of what a forecast run found. */
export const forecastResults = z
  .object({
    version: z.literal(2),
    /** SHA-256 of the built-in tables of this run; null where it has none. */
    tables: z.string().nullable().default(null),
    series: z.array(seriesResult).readonly(),
    /** Of several series of one's own: which a straight line in calendar time forecasts best. */
    measures: z.array(measureResult).readonly(),
    metr: metrResult.nullable(),
    chips: chipsResult.nullable(),
    costs: costsResult.nullable(),
    cancelling: z.array(cancellingRow).readonly().nullable(),
  })
  .readonly();
export type ForecastResults = z.infer<typeof forecastResults>;
