import { quantile } from "../../../../stats/distributions/quantile.ts";
import { random } from "../../../../stats/distributions/random.ts";
import type { MixturePower } from "../../../../stats/resampling/mixture-power.ts";
import { flipped, signedTerms, zOf } from "../../../../stats/text/sign-flip-words.ts";
import type { Climb, ClimbSettings } from "../../audit-test.ts";
import type { SetPair } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { leastDiscordant, pairedTerms, pairsOf } from "./words.ts";

const fewestPairs = 20;

/** A pair whose suspect answer is replaced by a clean one differs as two clean answers do: as it stands, but either way round. */
export function wordClimbs(
  pair: SetPair,
  { permutations }: AuditConfig,
  { shares, worlds, level, seed }: ClimbSettings,
): readonly Climb[] {
  const { pairs } = pairsOf(pair.suspect.rows, pair.reference.rows);
  if (pairs.length < fewestPairs) return [];
  const { coded } = pairedTerms(pairs);
  const signed = signedTerms(coded, leastDiscordant);
  const largest = flipped(signed, permutations, `${seed} flips`).sort();
  const threshold = quantile(largest, 1 - level);
  const found = shares.map((share): MixturePower => {
    const source = random(`${seed} words ${share}`);
    let alarms = 0;
    let sum = 0;
    for (let world = 0; world < worlds; world++) {
      const sides = Int8Array.from({ length: signed.offsets.length - 1 }, () =>
        source.float() < share ? 1 : source.float() < 0.5 ? 1 : -1,
      );
      const z = zOf(signed, sides).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      if (z > threshold) alarms++;
      sum += z;
    }
    return { share, found: alarms, worlds, z: sum / worlds };
  });
  return [
    {
      method: "words",
      about:
        "any word beyond the family-wise threshold; in a pair without a suspect answer the sides are swapped at random",
      ...{ size: pairs.length, unit: "pairs", found, extrapolates: false },
    },
  ];
}
