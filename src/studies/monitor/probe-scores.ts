import { z } from "zod";
import { decodeState } from "../../core/state-text.ts";
import { type ProbeInput, type ProbeNullInput, probeNull, probeScores } from "../../stats/ranking/probe.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import type { AnalyzeContext, Outcomes } from "../../study/study.ts";
import { type Task, taskAddress } from "../../study/workers.ts";
import type { DescribedArm } from "./arm-result.ts";
import { statesOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { labelsOf } from "./floors.ts";
import type { MonitorRow } from "./row.ts";
import { codesOf, leaveOutOf, namesOf } from "./strata.ts";
import type { MonitorTrial, MonitorValue } from "./trial.ts";

const train: Task<ProbeInput, Float64Array> = {
  run: probeScores,
  module: taskAddress(import.meta.url, "../../stats/ranking/probe"),
  parse: (raw) => z.instanceof(Float64Array).parse(raw),
};

const shuffle: Task<ProbeNullInput, Float64Array> = {
  run: probeNull,
  module: taskAddress(import.meta.url, "../../stats/ranking/probe"),
  parse: train.parse,
};

/** Rows up to which the null is drawn as often as asked; a fit's time grows with their cube. */
const fullRows = 600;

/** Scores of the probe arms, out of fold, and with each suite and author held out in turn. */
export async function probesDescribed(
  config: MonitorConfig,
  rows: readonly MonitorRow[],
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  { workers, random }: AnalyzeContext,
): Promise<DescribedArm[]> {
  const arms = statesOf(config);
  if (arms.length === 0) return [];
  const states = await readStates(outcomes);
  const positive = labelsOf(rows);
  const group = rows.map((row) => row.group);
  return Promise.all(
    arms.map(async ({ id, title, about }): Promise<DescribedArm> => {
      const matrix = matrixOf(rows, states.get(id) ?? new Map());
      const scored = (fold: Int32Array): Promise<Float64Array> =>
        matrix === null
          ? Promise.resolve(new Float64Array(rows.length).fill(Number.NaN))
          : workers.run(train, { ...matrix, positive, group, fold });
      const without = async (part: "suite" | "author"): Promise<DescribedArm["leaveOut"]["suite"]> => {
        const names = namesOf(rows, part);
        if (names === null || new Set(names).size < 2) return null;
        return leaveOutOf(await scored(codesOf(names)), rows, positive, part, true);
      };
      const fold = groupFolds(group, config.folds);
      const draws = Math.min(
        config.permutations,
        Math.round(config.permutations * (fullRows / rows.length) ** 3),
      );
      const seed = String(random.fork(`permuted ${id}`).int(2 ** 48));
      const [scores, permuted, suite, author] = await Promise.all([
        scored(fold),
        matrix === null || draws === 0
          ? Promise.resolve(new Float64Array())
          : workers.run(shuffle, { ...matrix, positive, group, fold, draws, seed }),
        without("suite"),
        without("author"),
      ]);
      return {
        ...{ id, title, about, kind: "probe", scores, permuted },
        prompted: null,
        probability: false,
        constantWithin: null,
        leaveOut: { suite, author },
      };
    }),
  );
}

/** Arm → run's hash → state at the run's last step. */
async function readStates(
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Float32Array>>> {
  const states = new Map<string, Map<string, Float32Array>>();
  for await (const { trial, result } of outcomes) {
    if ("missing" in result || !("state" in result.value)) continue;
    const ofArm = states.get(trial.arm) ?? new Map<string, Float32Array>();
    states.set(trial.arm, ofArm);
    ofArm.set(trial.item, decodeState(result.value.state));
  }
  return states;
}

/** One state a row, NaN where it is missing; null where there is none at all. */
function matrixOf(
  rows: readonly MonitorRow[],
  states: ReadonlyMap<string, Float32Array>,
): Pick<ProbeInput, "states" | "width"> | null {
  const width = states.values().next().value?.length ?? 0;
  if (width === 0) return null;
  const matrix = new Float32Array(rows.length * width).fill(Number.NaN);
  for (const [row, { hash }] of rows.entries()) {
    const state = states.get(hash);
    if (state !== undefined) matrix.set(state, row * width);
  }
  return { states: matrix, width };
}
