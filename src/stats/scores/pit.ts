import { checkAbove, checkAllProbabilities, checkFinite, checkWhole } from "../arguments.ts";
import { normalCdf } from "../distributions/normal.ts";
import { studentCdf } from "../distributions/student-t.ts";

/**
 * Probability integral transform: the forecast's probability of a value at most the one that came. Uniform over [0, 1] when the
 * forecasts are calibrated (Dawid 1984; Gneiting, Balabdaoui & Raftery 2007).
 */

/** PIT of a normal forecast. */
export function pitNormal(y: number, mean: number, sd: number): number {
  checkFinite("y", y);
  checkFinite("mean", mean);
  checkAbove("sd", sd);
  return normalCdf((y - mean) / sd);
}

/** PIT of a location-scale Student's t with `freedom` > 0. */
export function pitT(y: number, freedom: number, location: number, scale: number): number {
  checkFinite("y", y);
  checkAbove("freedom", freedom);
  checkFinite("location", location);
  checkAbove("scale", scale);
  return studentCdf((y - location) / scale, freedom);
}

/**
 * How many PIT values fall into each of `bins` equal parts of [0, 1]; an inner edge belongs to the part above it, 1 to the last.
 *
 * @example pitHistogram([2.1, 0.3, -0.8, 1.4].map((y) => pitNormal(y, 0, 1)), 4) // [1, 0, 1, 2]
 */
export function pitHistogram(values: readonly number[], bins: number): number[] {
  checkWhole("bins", bins, 1);
  checkAllProbabilities("values", values);
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor(value * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
