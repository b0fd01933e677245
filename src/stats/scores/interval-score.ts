import { checkFinite, checkInside, refuse } from "../arguments.ts";

/**
 * Interval score of a central interval (Gneiting & Raftery 2007, eq. 43): its width plus 2 / alpha times the distance by which
 * the value lies outside; alpha = 1 - level. In the unit of y, smaller is better.
 *
 * @example [intervalScore(5, 2, 4, 0.8), intervalScore(3, 2, 4, 0.8)] // [12, 2]
 */
export function intervalScore(y: number, low: number, high: number, level: number): number {
  checkFinite("y", y);
  checkFinite("low", low);
  if (!(high >= low && high < Number.POSITIVE_INFINITY))
    refuse("high", high, `a finite number of at least low, which is ${low}`);
  checkInside("level", level);
  const alpha = 1 - level;
  return high - low + (2 / alpha) * (Math.max(0, low - y) + Math.max(0, y - high));
}

/**
 * Weighted interval score of a median and central intervals (Bracher et al. 2021): an approximation of the CRPS.
 *
 * @example weightedIntervalScore(5, 3, [{ level: 0.5, low: 2, high: 4 }, { level: 0.9, low: 1, high: 6 }]) // 1.1
 */
export function weightedIntervalScore(
  y: number,
  median: number,
  intervals: readonly { readonly level: number; readonly low: number; readonly high: number }[],
): number {
  checkFinite("y", y);
  checkFinite("median", median);
  const sum = intervals.reduce(
    (total, { level, low, high }) => total + ((1 - level) / 2) * intervalScore(y, low, high, level),
    0.5 * Math.abs(y - median),
  );
  return sum / (intervals.length + 0.5);
}
