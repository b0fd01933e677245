import { quantile } from "../../../../stats/distributions/quantile.ts";
import {
  drawn,
  type MixtureSettings,
  mixturePower,
  singleRows,
  suspectCount,
} from "../../../../stats/resampling/mixtures.ts";
import { flipped, signedTerms, zOf } from "../../../../stats/text/sign-flip-words.ts";
import type { Climb } from "../../audit-test.ts";
import type { SetPair } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { onePairEach, pairedTerms, pairsOf } from "./pairs.ts";
import { fewestPairs, leastDiscordant } from "./words.ts";

/** A pair whose suspect answer is replaced by a clean one differs as two clean answers do: as it stands, but either way round. */
export function wordClimbs(
  pair: SetPair,
  { permutations }: AuditConfig,
  how: MixtureSettings,
): readonly Climb[] {
  const pairs = onePairEach(pairsOf(pair.suspect.rows, pair.reference.rows).pairs);
  if (pairs.length < fewestPairs) return [];
  const { coded } = pairedTerms(pairs);
  const signed = signedTerms(coded, leastDiscordant);
  const largest = flipped(signed, permutations, `${how.seed} flips`).sort();
  const threshold = quantile(largest, 1 - how.level);
  const prompts = signed.offsets.length - 1;
  const found = mixturePower(how, (share, source) => {
    const planted = new Set(drawn(singleRows(prompts), suspectCount(share, prompts, source), source));
    const sides = Int8Array.from({ length: prompts }, (_, i) =>
      planted.has(i) || source.float() < 0.5 ? 1 : -1,
    );
    const z = zOf(signed, sides).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    return { found: z > threshold, z };
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
