import { z } from "zod";
import type { Interval } from "../../stats/distributions/interval.ts";

/** A figure with its 95% interval. */
export type Estimate = { readonly estimate: number; readonly low: number; readonly high: number };

/** Its schema's fields. */
export const estimateFields: {
  readonly estimate: z.ZodNumber;
  readonly low: z.ZodNumber;
  readonly high: z.ZodNumber;
} = { estimate: z.number(), low: z.number(), high: z.number() };

/** Its schema. */
export const estimate: z.ZodType<Estimate> = z.object(estimateFields);

/** An interval as results hold it; null where a part of it is not a number. */
export function estimateOf(interval: Interval | null | undefined): Estimate | null {
  if (interval === null || interval === undefined) return null;
  const { estimate, low, high } = interval;
  return [estimate, low, high].every(Number.isFinite) ? { estimate, low, high } : null;
}

/** A number as results hold it; null where it is not one. */
export function numberOf(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
