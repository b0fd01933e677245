import { check, checkAllFinite, checkSameLength, checkWhole } from "../arguments.ts";
import { slopeWeights } from "../distributions/contrast.ts";
import type { Random } from "../distributions/random.ts";
import { numbered } from "./cluster-draws.ts";

/**
 * One-sided p of a rising trend over ordered arms, paired by unit: the slope of the arms' means against the same after each unit's values
 * are dealt out among the arms anew (as in Page 1963, JASA 58:216, with values in the place of ranks). Exact where a unit's values may
 * trade places, whatever units differ by. Units where an arm has no value are left out; 1 where none is left.
 *
 * @param arms values by unit; NaN = none
 * @param x the arms' places
 * @example
 * const arms = [[0, 1, 0, 1], [1, 2, 0, 3], [2, 2, 3, 4]].map((values) => Float64Array.from(values));
 * trendP(arms, [0, 1, 2], { permutations: 999, random: random("7") }) // 0.002
 */
export function trendP(
  arms: readonly Float64Array[],
  x: readonly number[],
  options: { readonly permutations: number; readonly random: Random },
): number {
  const { permutations, random } = options;
  checkSameLength({ arms, x });
  checkSameLength(numbered("arms", arms));
  checkAllFinite("x", x);
  check(new Set(x).size > 1, "x", x.join(", "), "two different places at least");
  checkWhole("permutations", permutations, 1);
  const weights = slopeWeights(x);
  const units = Array.from({ length: arms[0]?.length ?? 0 }, (_, unit) =>
    arms.map((values) => values[unit] ?? Number.NaN),
  ).filter((values) => !values.some(Number.isNaN));
  const slopeOf = (values: readonly number[]): number =>
    values.reduce((sum, value, arm) => sum + value * (weights[arm] ?? 0), 0);
  const seen = units.reduce((sum, values) => sum + slopeOf(values), 0);
  // Sums in another order differ in their last digits: they count as ties.
  const tie = 1e-9 * units.length * Math.max(...weights.map(Math.abs));
  let asLarge = 0;
  for (let number = 0; number < permutations; number++) {
    let slope = 0;
    for (const values of units) slope += slopeOf(random.shuffle(values));
    if (slope >= seen - tie) asLarge++;
  }
  return (1 + asLarge) / (1 + permutations);
}
