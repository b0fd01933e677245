import { z } from "zod";

/** Fields of an interval's schema, for results that have more beside them. */
export const intervalFields = { estimate: z.number(), low: z.number(), high: z.number() } as const;

/** Schema of an estimate with its interval, 95% where nothing else is said, as results hold it. */
export const interval = z.object(intervalFields).readonly();

/** An estimate with its interval. While it is computed its numbers may be NaN, where nothing can be estimated; a stored one has none. */
export type Interval = z.infer<typeof interval>;

/** An interval as results hold it; null where a part of it is not a number. */
export function finiteInterval(found: Interval | null | undefined): Interval | null {
  if (found === null || found === undefined) return null;
  const { estimate, low, high } = found;
  return [estimate, low, high].every(Number.isFinite) ? { estimate, low, high } : null;
}

/** A number as results hold it; null where it is not finite. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
