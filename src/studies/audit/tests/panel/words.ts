import { spokenEstimate } from "../../../../report/format.ts";
import type { Interval } from "../../../../stats/distributions/interval.ts";

/** How a scorer stands to the teacher, for readers. */
export const kinWords = {
  same: "the teacher's own base",
  relative: "a relative of the teacher",
  other: "another base",
} as const;

/** An interval in a sentence. */
export function intervalWords(value: Interval | null | undefined, digits = 4): string {
  return value == null ? "–" : spokenEstimate(value, digits);
}
