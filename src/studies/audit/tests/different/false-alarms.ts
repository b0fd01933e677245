import { z } from "zod";
import { clopperPearson } from "../../../../stats/distributions/proportion.ts";
import { type SplitNullInput, splitNull } from "../../../../stats/resampling/split-null.ts";
import type { AnalyzeContext } from "../../../../study/study.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { AuditConfig } from "../../config.ts";
import { type CurveName, curveNames, onShared, type SetPair, tableOf } from "../../features.ts";
import { type WordAlarmInput, type WordAlarms, wordAlarms } from "../words/alarms.ts";
import { pairsOf } from "../words/words.ts";

/** Schema of how often a test cries out where nothing differs. */
export const falseAlarms = z.object({
  /** `different.words`, `words.top` and the like: where its results stand. */
  test: z.string(),
  /** What was split, and how. */
  about: z.string(),
  splits: z.int(),
  at: z.array(
    z.object({ level: z.number(), alarms: z.int(), rate: z.number(), low: z.number(), high: z.number() }),
  ),
});
export type FalseAlarms = z.infer<typeof falseAlarms>;

/** Levels at which false alarms are counted. */
const alarmLevels: readonly number[] = [0.01, 0.05];

const task: Task<SplitNullInput, Float64Array> = {
  run: splitNull,
  module: taskAddress(import.meta.url, "../../../../stats/resampling/split-null"),
  parse: (raw) => z.instanceof(Float64Array).parse(raw),
};

const wordTask: Task<WordAlarmInput, WordAlarms> = {
  run: wordAlarms,
  module: taskAddress(import.meta.url, "../words/alarms"),
  parse: (raw) => z.object({ paired: z.array(z.number()), odds: z.array(z.number()) }).parse(raw),
};

/** Pairs below which the paired test is not tried. */
const fewestPairs = 20;
/** Refits for each split: enough for a p of .01. */
const refits = 99;
/** Splits one thread makes in one go; fixed, so that the number of cores changes nothing. */
const perTask = 10;

/** What a split is where prompts are dealt. */
export const dealt = "half of the reference's prompts against the other half";
/** And where sides are swapped. */
export const swapped = "prompts of both sets, the two answers swapped at random";

/** Each test on splits of the reference against itself; where it needs pairs, on pairs whose sides are swapped at random. */
export async function falseAlarmsOf(
  pair: SetPair,
  config: AuditConfig,
  { random, workers }: Pick<AnalyzeContext, "random" | "workers">,
  progress: (fraction: number) => void,
): Promise<FalseAlarms[]> {
  const { splits } = config;
  if (splits === 0) return [];
  const seed = String(random.fork("false alarms").int(2 ** 48));
  const { pairs } = pairsOf(pair.suspect.rows, pair.reference.rows);
  const words = workers.run(wordTask, {
    ...{ reference: pair.reference.rows, pairs: pairs.length < fewestPairs ? [] : pairs, splits, seed },
  });
  const done = curveNames.map(() => 0);
  const curves = await Promise.all(
    curveNames.map(async (name, i): Promise<FalseAlarms[]> => {
      const shared = onShared(name);
      const table = tableOf(name, shared ? pair.suspect.rows : [], pair.reference.rows);
      if (table.of.length < 100) return [];
      const ps = await splitCurve(name, table, shared, config, seed, workers, (fraction) => {
        done[i] = fraction;
        progress(done.reduce((sum, one) => sum + one, 0) / done.length);
      });
      return [alarmsOf(`different.${name}`, shared ? swapped : dealt, ps)];
    }),
  );
  const { paired, odds } = await words;
  return [
    ...curves.flat(),
    ...(paired.length === 0 ? [] : [alarmsOf("words.top", swapped, paired)]),
    alarmsOf("words.odds", dealt, odds),
  ];
}

async function splitCurve(
  name: CurveName,
  table: ReturnType<typeof tableOf>,
  shared: boolean,
  { splits }: AuditConfig,
  seed: string,
  workers: AnalyzeContext["workers"],
  progress: (fraction: number) => void,
): Promise<number[]> {
  const { rows, train, cluster, positive } = table;
  const starts = Array.from({ length: Math.ceil(splits / perTask) }, (_, i) => i * perTask);
  let ended = 0;
  const parts = await Promise.all(
    starts.map(async (from) => {
      const found = await workers.run(task, {
        ...{ rows, train, cluster, from, permutations: refits, seed: `${seed} ${name}` },
        paired: shared ? positive : null,
        splits: Math.min(perTask, splits - from),
      });
      progress(++ended / starts.length);
      return found;
    }),
  );
  return parts.flatMap((part) => [...part]);
}

/** Counts what lies at or below each level. */
export function alarmsOf(test: string, about: string, ps: readonly number[]): FalseAlarms {
  return {
    ...{ test, about, splits: ps.length },
    at: alarmLevels.map((level) => {
      const alarms = ps.filter((p) => p <= level).length;
      const { estimate, low, high } = clopperPearson(alarms, ps.length);
      return { level, alarms, rate: estimate, low, high };
    }),
  };
}
