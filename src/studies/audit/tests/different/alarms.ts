import { z } from "zod";
import { type SplitNullInput, splitNull } from "../../../../stats/resampling/split-null.ts";
import { type Task, taskAddress } from "../../../../study/workers.ts";
import type { Progress, Work } from "../../audit-test.ts";
import { alarmsOf, dealt, type FalseAlarms, swapped } from "../../false-alarms.ts";
import { type CurveName, curveNames, onShared, type TwoSetTable, tableOf } from "../../features.ts";
import { pairOf } from "../../work.ts";

const task: Task<SplitNullInput, Float64Array> = {
  run: splitNull,
  module: taskAddress(import.meta.url, "../../../../stats/resampling/split-null"),
  parse: (raw) => z.instanceof(Float64Array).parse(raw),
};

/** Refits for each split: enough for a p of .01. */
const refits = 99;
/** Splits one thread makes in one go; fixed, so that the number of cores changes nothing. */
const perTask = 10;
/** Rows below which nothing is split. */
const fewestRows = 100;

type Looking = Pick<Work, "config" | "inputs" | "context">;

/** Each curve on splits of the reference against itself; on shared prompts, on pairs whose sides are swapped at random. */
export async function curveAlarms(work: Looking, progress: Progress): Promise<readonly FalseAlarms[]> {
  const { inputs, context, config } = work;
  if (config.splits === 0) return [];
  const { suspect, reference } = pairOf(inputs, 0);
  const seed = String(context.random.fork("false alarms").int(2 ** 48));
  const done = curveNames.map(() => 0);
  const curves = await Promise.all(
    curveNames.map(async (name, i) => {
      const shared = onShared(name);
      const table = tableOf(name, shared ? suspect.rows : [], reference.rows);
      if (table.of.length < fewestRows) return [];
      const ps = await splitCurve(name, table, work, seed, (fraction) => {
        done[i] = fraction;
        progress(done.reduce((sum, one) => sum + one, 0) / done.length);
      });
      return [alarmsOf(`different.${name}`, shared ? swapped : dealt, ps)];
    }),
  );
  return curves.flat();
}

async function splitCurve(
  name: CurveName,
  { rows, train, cluster, positive }: TwoSetTable,
  { config: { splits }, context: { workers } }: Looking,
  seed: string,
  progress: Progress,
): Promise<number[]> {
  const starts = Array.from({ length: Math.ceil(splits / perTask) }, (_, i) => i * perTask);
  let ended = 0;
  const parts = await Promise.all(
    starts.map(async (from) => {
      const found = await workers.run(task, {
        ...{ rows, train, cluster, from, permutations: refits, seed: `${seed} ${name}` },
        paired: onShared(name) ? positive : null,
        splits: Math.min(perTask, splits - from),
      });
      progress(++ended / starts.length);
      return found;
    }),
  );
  return parts.flatMap((part) => [...part]);
}
