import { z } from "zod";
import { intervalFields } from "../../../../stats/distributions/interval.ts";
import { mean } from "../../../../stats/distributions/moments.ts";
import { picked } from "../../../../stats/distributions/picked.ts";
import type { Random } from "../../../../stats/distributions/random.ts";
import { partOnShared } from "../../../../stats/text/part-on-shared.ts";
import { twoSetScorer } from "../../../../stats/text/two-sample-bayes.ts";
import { bothSides } from "../../bag-points.ts";
import type { TwoSetTable } from "../../features.ts";

/** Schema of what one fit on all rows tells apart of answers to the same prompts. */
export const leftOnShared = z.object({
  /** AUROC of single held rows by that fit: of all, and of those on prompts of both sets. */
  all: z.number(),
  shared: z.number(),
  rows: bothSides,
  /** Of the latter, answers swapped within prompts; null where none can be. */
  p: z.number().nullable(),
  /** Share of the distance (d') that is left, with its 95% set over prompts; null where both p are not small, for then there is nothing to share out. */
  share: z
    .object({ ...intervalFields, at99: z.object({ low: z.number(), high: z.number() }).nullable() })
    .nullable(),
});
export type LeftOnShared = z.infer<typeof leftOnShared>;

/**
 * How much of a difference is left where both sets answer the same prompts? One fit, read twice.
 *
 * @param p of all rows
 * @param shuffled their AUROCs under shuffled labels
 * @returns null where no held row is on a prompt of both sets
 */
export function leftOf(
  { rows, positive, train, cluster }: TwoSetTable,
  { p, shuffled }: { readonly p: number | null; readonly shuffled: Float64Array },
  { permutations, level }: { readonly permutations: number; readonly level: number },
  source: Random,
): LeftOnShared | null {
  const scorer = twoSetScorer({ rows, train });
  const scores = Float64Array.from(scorer.score(positive));
  const part = partOnShared(
    {
      scores,
      positive: Uint8Array.from(picked(positive, scorer.held)),
      cluster: Int32Array.from(picked(cluster, scorer.held)),
    },
    shuffled.length === 0 ? 0.5 : mean(shuffled),
    permutations,
    source,
  );
  const { first: suspect, second: clean } = part.rows;
  if (suspect === 0 || clean === 0) return null;
  const small = (one: number | null): boolean => one !== null && one <= level;
  return {
    ...{ all: part.all, shared: part.shared, rows: { suspect, clean }, p: part.p },
    share: small(p) && small(part.p) && suspect + clean < scores.length ? part.share : null,
  };
}
