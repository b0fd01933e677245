import { z } from "zod";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import { alarmsOf, dealt, type FalseAlarms, swapped } from "../../false-alarms.ts";
import type { SetPair } from "../../features.ts";
import type { AuditConfig } from "../../settings.ts";
import { type WordSplitInput, type WordSplits, wordSplits } from "./word-splits.ts";
import { pairsOf } from "./words.ts";

const task: Task<WordSplitInput, WordSplits> = {
  run: wordSplits,
  module: taskAddress(import.meta.url, "./word-splits"),
  parse: (raw) => z.object({ paired: z.array(z.number()), odds: z.array(z.number()) }).parse(raw),
};

/** Pairs below which the paired test is not tried. */
const fewestPairs = 20;

/** Lists by pairs where sides are swapped at random, and lists over all rows on halves of the reference. */
export async function splitAlarms(
  { suspect, reference }: SetPair,
  { splits }: AuditConfig,
  { random, workers }: Pick<AnalyzeContext, "random" | "workers">,
): Promise<readonly FalseAlarms[]> {
  if (splits === 0) return [];
  const { pairs } = pairsOf(suspect.rows, reference.rows);
  const { paired, odds } = await workers.run(task, {
    reference: reference.rows,
    pairs: pairs.length < fewestPairs ? [] : pairs,
    ...{ splits, seed: String(random.fork("false alarms").int(2 ** 48)) },
  });
  return [
    ...(paired.length === 0 ? [] : [alarmsOf("words.top", swapped, paired)]),
    alarmsOf("words.odds", dealt, odds),
  ];
}
