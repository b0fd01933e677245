import { checkAllFinite, checkProbability, checkSome } from "../arguments.ts";

/** Quantile by linear interpolation between order statistics (type 7; Hyndman & Fan 1996). `sorted` ascends; NaN of none. */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (at - below);
}

/**
 * Quantile of a sample in any order.
 *
 * @example quantileOf([3, 1, 2, 4], 0.5) // 2.5
 */
export function quantileOf(values: ArrayLike<number>, p: number): number {
  checkSome("values", values);
  checkAllFinite("values", values);
  checkProbability("p", p);
  return quantile(Float64Array.from(values).sort(), p);
}

/** The middle 95% of draws: what is left without a fortieth of them at either end; NaN of none. `sorted` ascends. */
export function middle95(sorted: ArrayLike<number>): { readonly low: number; readonly high: number } {
  const n = sorted.length;
  return {
    low: sorted[Math.floor(0.025 * n)] ?? Number.NaN,
    high: sorted[Math.ceil(0.975 * n) - 1] ?? Number.NaN,
  };
}
