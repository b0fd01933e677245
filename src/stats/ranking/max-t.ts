import { random } from "../distributions/random.ts";

/**
 * By how many standard errors the largest of several figures strays, either way, draw by draw, ascending: its quantile at .95 is what to take in
 * place of 1.96 where a sentence is about any of them (max-T; Westfall & Young 1993). How they go together is taken from the figures without each block of
 * groups: every block counts more or less by one normal draw, the same one for all figures.
 *
 * @param without the figures, each as a list of what it is without each block; NaN where it is not defined
 * @returns none where there is no figure
 */
export function maxT(without: readonly (readonly number[])[], draws: number, seed: string): Float64Array {
  const units = without.map(unitOf).filter((unit) => unit.some((part) => part !== 0));
  const blocks = without[0]?.length ?? 0;
  if (units.length === 0) return new Float64Array();
  const source = random(seed);
  const weight = new Float64Array(blocks);
  return Float64Array.from({ length: draws }, () => {
    for (let block = 0; block < blocks; block++) weight[block] = source.normal();
    return units.reduce((most, unit) => {
      let sum = 0;
      for (let block = 0; block < blocks; block++) sum += (weight[block] ?? 0) * (unit[block] ?? 0);
      return Math.max(most, Math.abs(sum));
    }, 0);
  }).sort();
}

/** What each block adds, of length 1. */
function unitOf(values: readonly number[]): number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const off = values.map((value) => (Number.isNaN(value) ? 0 : value - mean));
  const length = Math.hypot(...off);
  return length < 1e-12 ? off.map(() => 0) : off.map((value) => value / length);
}
