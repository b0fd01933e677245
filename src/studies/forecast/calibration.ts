import { z } from "zod";
import { exactInterval } from "../../stats/distributions/proportion.ts";
import type { Hindcast } from "./hindcast.ts";
import { centralInterval } from "./score.ts";

/** Origins that do not overlap, on fewer of which nothing is called calibrated. */
const fewestOrigins = 24;

/** Of more origins than this the latest count; where the last ones are out of step with the others, they alone. */
const origins = { most: 200, late: 30 } as const;

/** So many of the last origins are forecast again by what was known of the band before them. */
const mostTried = 300;

/** Of the last 20 errors so many on one side mean that the forecaster falls behind: its next error will be larger than its last. */
const oneSided = 15;

/** Errors in half-widths of the band below which there is no scatter that a band could be made of. */
const noScatter = 1e-3;

/** Schema of how the 80% band of one forecaster did so far ahead, and what it has to be multiplied by to hold as often as it says. */
export const calibration = z
  .object({
    /** Points ahead. */
    horizon: z.number(),
    /** Forecasts, and those whose 80% band held what came. */
    n: z.number(),
    held: z.number(),
    /** Origins that do not overlap. */
    origins: z.number(),
    /** By which the band's half-width is multiplied; null: not calibrated. */
    factor: z.number().nullable(),
    /** Why it is not calibrated; empty where it is. */
    why: z.string(),
  })
  .readonly();
export type Calibration = z.infer<typeof calibration>;

/** Is a band that could not be calibrated plainly too narrow, at 99% on origins that do not overlap? Nothing rests on it then. */
export function isRefuted({ factor, n, held, origins: apart }: Calibration): boolean {
  if (factor !== null || n === 0) return false;
  return exactInterval(Math.round((held / n) * apart), apart, 0.005).high < 0.8;
}

/**
 * Split conformal on hindcasts (Vovk et al. 2005): the half-width of which 80% of the past errors were within, counted from origins that do not
 * overlap. Refused on fewer than 24 of them, where the last errors go to one side, and where the same done step by step in the past did not hold about 80% of what came next.
 *
 * @param rows of one forecaster at one horizon
 * @param every so manieth origin is one of them
 */
export function calibrationOf(rows: readonly Hindcast[], horizon: number, every = 1): Calibration {
  const inOrder = rows.toSorted((a, b) => a.origin - b.origin);
  const ratioOf = ({ predicted, actual }: Hindcast): number => {
    const [, high] = centralInterval(predicted, 0.8);
    return Math.abs(actual - predicted.location) / (high - predicted.location);
  };
  const held = rows.filter(({ inside }) => inside[1]).length;
  // Counted back from the last, which says most about what comes next.
  const apart = inOrder
    .toReversed()
    .filter((_, i) => i % Math.ceil(horizon / every) === 0)
    .toReversed();
  const ratios = apart.map(ratioOf);
  const base = { horizon, n: rows.length, held, origins: apart.length };
  if (apart.length < fewestOrigins) {
    return {
      ...{ ...base, factor: null },
      why: `${apart.length} forecasts of the past that do not overlap are fewer than ${fewestOrigins}`,
    };
  }
  if (quantileOf(ratios) < noScatter) {
    return { ...base, factor: null, why: "what came lies on the forecasts but for rounding" };
  }
  const from = Math.max(fewestOrigins, ratios.length - mostTried);
  const tried = ratios.length - from;
  const hits = ratios.slice(from).filter((ratio, i) => ratio <= factorOf(ratios.slice(0, from + i))).length;
  // Too few held is the fault that matters, and is looked for the harder.
  if (
    tried > 0 &&
    (exactInterval(hits, tried, 0.1).high < 0.8 || exactInterval(hits, tried, 0.02).low > level + 0.02)
  ) {
    return {
      ...{ ...base, factor: null },
      why: `fitted to the past step by step, an 80% band held ${hits} of the next ${tried} values`,
    };
  }
  const late = apart.slice(-20);
  const above = late.filter(({ predicted, actual }) => actual > predicted.location).length;
  if (Math.max(above, late.length - above) >= oneSided) {
    const more = 2 * above > late.length;
    return {
      ...{ ...base, factor: null },
      why: `${more ? above : late.length - above} of the last ${late.length} values came out ${more ? "above" : "below"} what was forecast`,
    };
  }
  return { ...base, factor: factorOf(ratios), why: "" };
}

/** A little above the level: the forecaster was chosen by the same errors. */
const level = 0.82;

function factorOf(ratios: readonly number[]): number {
  const late = ratios.slice(-origins.late);
  const whole = quantileOf(ratios.slice(-origins.most));
  const held = exactInterval(late.filter((ratio) => ratio <= whole).length, late.length, 0.02);
  return held.low > 0.8 || held.high < 0.8 ? quantileOf(late) : whole;
}

/** Below which a new ratio lies with the chance of the level. */
function quantileOf(ratios: readonly number[]): number {
  const sorted = ratios.toSorted((a, b) => a - b);
  const at = level * (sorted.length + 1) - 1;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}
