import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";

/**
 * By how many standard errors the largest of several figures strays, either way, in a share `level` of cases: what to take in place of 1.96 where a
 * sentence is about any of them (max-T; Westfall & Young 1993). How they go together is taken from the figures without each block of
 * groups: every block counts more or less by one normal draw, the same one for all figures.
 *
 * @param without the figures, each as a list of what it is without each block; NaN where it is not defined
 * @returns NaN where there is no figure
 */
export function maxT(
  without: readonly (readonly number[])[],
  level: number,
  draws: number,
  seed: string,
): number {
  const units = without.map(unitOf).filter((unit) => unit.some((part) => part !== 0));
  const blocks = without[0]?.length ?? 0;
  if (units.length === 0) return Number.NaN;
  const source = random(seed);
  const largest = Float64Array.from({ length: draws }, () => {
    const weight = Float64Array.from({ length: blocks }, () => source.normal());
    return units.reduce((most, unit) => {
      let sum = 0;
      for (let block = 0; block < blocks; block++) sum += (weight[block] ?? 0) * (unit[block] ?? 0);
      return Math.max(most, Math.abs(sum));
    }, 0);
  });
  return quantile(largest.sort(), level);
}

/** What each block adds, of length 1. */
function unitOf(values: readonly number[]): number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const off = values.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  const length = Math.hypot(...off);
  return length < 1e-12 ? off.map(() => 0) : off.map((value) => value / length);
}
