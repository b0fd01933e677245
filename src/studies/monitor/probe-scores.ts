import { z } from "zod";
import {
  type ProbeBlocks,
  type ProbeBlocksInput,
  type ProbeInput,
  type ProbeNullInput,
  probeBlocks,
  probeNull,
  probeScores,
} from "../../stats/ranking/probe.ts";
import { stratifiedFolds } from "../../stats/resampling/folds.ts";
import { type Task, taskAddress } from "../../study/workers.ts";
import type { ArmAnswers } from "./answers.ts";
import { isProbe } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { Ground } from "./ground.ts";
import type { MonitorRow } from "./row.ts";
import { type DescribedArm, type Folding, outOfFold, untrained } from "./scored-arm.ts";

const train: Task<ProbeInput, Float64Array> = {
  run: probeScores,
  module: taskAddress(import.meta.url, "../../stats/ranking/probe"),
  parse: (raw) => z.instanceof(Float64Array).parse(raw),
};

const blockwise: Task<ProbeBlocksInput, ProbeBlocks> = {
  run: probeBlocks,
  module: taskAddress(import.meta.url, "../../stats/ranking/probe"),
  parse: (raw) =>
    z.object({ scores: z.instanceof(Float64Array), without: z.array(z.instanceof(Float64Array)) }).parse(raw),
};

const shuffle: Task<ProbeNullInput, Float64Array> = {
  run: probeNull,
  module: taskAddress(import.meta.url, "../../stats/ranking/probe"),
  parse: train.parse,
};

/** Rows up to which the null is drawn as often as asked; a fit's time grows with their cube. */
const fullRows = 600;

/** Columns of the probe arms. */
export async function probesDescribed(ground: Ground, folding: Folding): Promise<DescribedArm[]> {
  const { config, rows, positive, cluster, answers, context } = ground;
  const arms = measuredOf(config).filter(isProbe);
  if (arms.length === 0) return [];
  const group = rows.map((row) => row.group);
  const wanted = config.permutations;
  const draws = Math.min(wanted, Math.round(wanted * (fullRows / rows.length) ** 3));
  return Promise.all(
    arms.map(async ({ id, title, about }): Promise<DescribedArm> => {
      const described = { id, kind: "probe", title, about, probability: false } as const;
      const matrix = matrixOf(rows, answers.arms.get(id));
      if (matrix === null)
        return { ...described, ...untrained(new Float64Array(rows.length).fill(Number.NaN)) };
      const data = { ...matrix, positive, group };
      const seed = String(context.random.fork(`permuted ${id}`).int(2 ** 48));
      const fold = stratifiedFolds(group, positive, config.folds);
      const [held, permuted] = await Promise.all([
        outOfFold(
          folding,
          (fold) => context.workers.run(train, { ...data, fold }),
          (fold, blocks) => context.workers.run(blockwise, { ...data, fold, blocks }),
        ),
        draws === 0
          ? new Float64Array()
          : context.workers.run(shuffle, { ...data, cluster, fold, draws, seed }),
      ]);
      return { ...described, ...held, permuted };
    }),
  );
}

/** One state a row, NaN where it is missing; null where there is none at all. */
function matrixOf(
  rows: readonly MonitorRow[],
  arm: ArmAnswers | undefined,
): Pick<ProbeInput, "states" | "width"> | null {
  const states = rows.map(({ hash }) => arm?.runs.get(hash)?.state ?? null);
  const width = states.find((state) => state !== null)?.length ?? 0;
  if (width === 0) return null;
  const matrix = new Float32Array(rows.length * width).fill(Number.NaN);
  for (const [row, state] of states.entries()) if (state !== null) matrix.set(state, row * width);
  return { states: matrix, width };
}
