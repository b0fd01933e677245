// Walks the reward study's road without runner and ledger: plan, measure, analyze, in this process, against an opened model.

import { createHash } from "node:crypto";
import type { Outcome } from "../../src/core/outcome.ts";
import { noUsage } from "../../src/core/outcome.ts";
import type { Model } from "../../src/models/model.ts";
import { openModel } from "../../src/models/open.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { analyzeEpisodes } from "../../src/studies/reward/analyze.ts";
import { type RewardConfig, rewardConfig } from "../../src/studies/reward/config.ts";
import { loadInputs, type RewardInputs } from "../../src/studies/reward/inputs.ts";
import { measureTrial } from "../../src/studies/reward/measure.ts";
import { planTrials } from "../../src/studies/reward/plan.ts";
import type { RewardResults } from "../../src/studies/reward/results.ts";
import { placeOf, type RewardTrial, type RewardValue } from "../../src/studies/reward/trial.ts";
import type { Analysis, Tools } from "../../src/study/study.ts";
import { inProcess, streamed } from "../in-process.ts";

export type RewardOutcome = Outcome<RewardTrial, RewardValue>;

/** Everything a drive leaves behind. */
export interface DrivenReward {
  readonly config: RewardConfig;
  readonly inputs: RewardInputs;
  readonly outcomes: readonly RewardOutcome[];
  readonly analysis: Analysis<RewardResults>;
}

/** Asks models by their references, the oldest first. */
export async function driveReward(
  references: readonly string[],
  {
    settings = {},
    seed = "1",
  }: { readonly settings?: Readonly<Record<string, unknown>>; readonly seed?: string } = {},
): Promise<DrivenReward> {
  const config = rewardConfig.parse({ models: references, ...settings });
  const inputs = await loadInputs(config, {
    ...{ seed, random: random(seed).fork("load"), source: () => {}, note: () => {} },
  });
  const models = await Promise.all(references.map((reference) => openModel(reference, { env: {} })));
  const plan = planTrials(config, inputs, { random: random(seed).fork("plan") });
  const outcomes: RewardOutcome[] = [];
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const trials = [...step.value.trials];
    const block: RewardOutcome[] = [];
    for (let i = 0; i < trials.length; i += 16)
      block.push(...(await Promise.all(trials.slice(i, i + 16).map((trial) => once(trial, inputs, models)))));
    outcomes.push(...block);
    step = await plan.next(streamed(block));
  }
  for (const model of models) await model.close();
  return { config, inputs, outcomes, analysis: await analyzed(config, inputs, outcomes, seed) };
}

/** Analyses outcomes, such as those of a drive with something changed in them. */
export function analyzed(
  config: RewardConfig,
  inputs: RewardInputs,
  outcomes: readonly RewardOutcome[],
  seed = "1",
): Promise<Analysis<RewardResults>> {
  return analyzeEpisodes(config, inputs, streamed(outcomes), { random: random(seed).fork("analyze") });
}

async function once(
  trial: RewardTrial,
  inputs: RewardInputs,
  models: readonly Model[],
): Promise<RewardOutcome> {
  const model = models[placeOf(trial.role)];
  if (model === undefined) throw new Error(`no model plays ${trial.role}`);
  const tools: Tools = {
    model: () => model,
    workers: inProcess,
    keep: async (content) => createHash("sha256").update(content).digest("hex"),
    signal: new AbortController().signal,
  };
  const result = await measureTrial(trial, inputs, tools);
  return {
    ...{ trial, key: JSON.stringify(trial), result: structuredClone(result), usage: noUsage },
    ...{ calls: 1, replayed: 0, attempts: 1, seconds: 0, session: 1, at: 0 },
  };
}
