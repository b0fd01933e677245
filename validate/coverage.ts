import { betaCdf } from "../src/stats/distributions/beta.ts";
import type { Interval } from "../src/stats/distributions/interval.ts";
import type { Summary } from "./simulation.ts";

/** Least and greatest share of 95% intervals that may hold the truth. */
interface Promised {
  readonly low: number;
  readonly high: number;
}

const promised: Promised = { low: 0.93, high: 0.97 };

/** Does the interval hold the truth? One without numbers does not. */
export function holds(interval: Interval, truth: number): boolean {
  return interval.low <= truth && truth <= interval.high;
}

/**
 * Which of the named coverages break the promise. A full run must lie within it; a slice of m analyses only must not
 * contradict it: it fails where a coverage just within the promise would go as far astray once in 10,000 slices.
 */
export function coverageProblems(
  summary: Summary,
  names: readonly string[],
  full: boolean,
  { low, high }: Promised = promised,
): readonly string[] {
  const { analyses = 0 } = summary;
  return names.flatMap((name) => {
    const share = summary[name] ?? Number.NaN;
    const held = Math.round(share * analyses);
    const kept = Number.isNaN(share)
      ? false
      : full
        ? share >= low && share <= high
        : atMost(held, analyses, low) > 1e-4 && 1 - atMost(held - 1, analyses, high) > 1e-4;
    return kept ? [] : [`${name}: ${(100 * share).toFixed(1)}% of ${analyses} intervals hold the truth`];
  });
}

/** Binomial probability of at most k in n, through the beta distribution. */
function atMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : 1 - betaCdf(p, k + 1, n - k);
}
