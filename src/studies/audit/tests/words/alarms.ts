import { z } from "zod";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import { alarmsOf, dealt, type FalseAlarms, swapped } from "../../false-alarms.ts";
import type { SetPair } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { countedAnswers } from "./odds.ts";
import { onePairEach, pairedTerms, pairsOf } from "./pairs.ts";
import { type WordSplitInput, wordSplits } from "./word-splits.ts";
import { fewestPairs } from "./words.ts";

const task: Task<WordSplitInput, readonly number[]> = {
  run: wordSplits,
  module: taskAddress(import.meta.url, "./word-splits"),
  parse: (raw) => z.array(z.number()).parse(raw),
};

/** Splits one thread makes in one go; fixed, so that the number of cores changes nothing. */
const perTask = 10;

/** Lists by pairs where sides are swapped at random, and lists over all rows on parts of the reference as unequal as the sets. */
export async function splitAlarms(
  { suspect, reference }: SetPair,
  { splits }: AuditConfig,
  { random, workers }: Pick<AnalyzeContext, "random" | "workers">,
): Promise<readonly FalseAlarms[]> {
  if (splits === 0) return [];
  const seed = String(random.fork("false alarms").int(2 ** 48));
  const starts = Array.from({ length: Math.ceil(splits / perTask) }, (_, i) => i * perTask);
  const made = async (input: Pick<WordSplitInput, "pairs" | "answers">): Promise<readonly number[]> => {
    const parts = await Promise.all(
      starts.map((from) =>
        workers.run(task, { ...input, from, splits: Math.min(perTask, splits - from), seed }),
      ),
    );
    return parts.flat();
  };
  const pairs = onePairEach(pairsOf(suspect.rows, reference.rows).pairs);
  const share = suspect.rows.length / (suspect.rows.length + reference.rows.length);
  const [paired, odds] = await Promise.all([
    pairs.length < fewestPairs ? [] : made({ pairs: pairedTerms(pairs).coded, answers: null }),
    made({ pairs: null, answers: { counted: countedAnswers(reference.rows, []), share } }),
  ]);
  return [
    ...(paired.length === 0 ? [] : [alarmsOf("words.top", swapped, paired)]),
    alarmsOf("words.odds", dealt, odds),
  ];
}
