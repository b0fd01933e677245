// Outcomes without a model: what a person writes who knows what the analysis must find.

import { streamed } from "../../lab/in-process.ts";
import type { DrivenReward, RewardOutcome } from "../../lab/reward/drive.ts";
import { analyzed } from "../../lab/reward/drive.ts";
import { noUsage } from "../../src/core/outcome.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { rewardConfig } from "../../src/studies/reward/config.ts";
import { loadInputs } from "../../src/studies/reward/inputs.ts";
import { planTrials } from "../../src/studies/reward/plan.ts";
import type { RewardTrial, RewardValue } from "../../src/studies/reward/trial.ts";
import type { OutcomeId } from "../../src/worlds/folder/outcome.ts";

type Result = RewardOutcome["result"];

/** Plays every trial of a plan with what is made up for it; questions are answered rightly unless something else is made up. */
export async function madeUp(
  acts: (trial: RewardTrial, at: number) => OutcomeId | null,
  settings: Readonly<Record<string, unknown>> = {},
  right: (trial: RewardTrial) => number | null = () => 1,
): Promise<DrivenReward> {
  const config = rewardConfig.parse({ model: "scripted:made-up", ...settings });
  const inputs = await loadInputs(config, {
    seed: "1",
    random: random("1"),
    source: () => {},
    note: () => {},
  });
  const plan = planTrials(config, inputs, { random: random("1").fork("plan") });
  const outcomes: RewardOutcome[] = [];
  let step = await plan.next(streamed([]));
  while (step.done !== true) {
    const block = [...step.value.trials].map((trial, at) => outcome(trial, resultOf(trial, at, acts, right)));
    outcomes.push(...block);
    step = await plan.next(streamed(block));
  }
  return { config, inputs, outcomes, analysis: await analyzed(config, inputs, outcomes) };
}

/** An outcome of a trial. */
export function outcome(trial: RewardTrial, result: Result): RewardOutcome {
  const rest = { calls: 1, replayed: 0, attempts: 1, seconds: 0, session: 1, at: 0 };
  return { trial, key: JSON.stringify(trial), result, usage: noUsage, ...rest };
}

/** An episode that ended in this way. */
export function ended(id: OutcomeId): RewardValue {
  const changed = { check: id === "T", score: id === "S" };
  const ends = { outcome: id, ended: "handed-in", flagged: id === "A", changed, answer: "" } as const;
  return { acted: { ...ends, turns: 3, calls: 3, noSuchTool: 0, errors: 0, said: "", raw: "" } };
}

function resultOf(
  trial: RewardTrial,
  at: number,
  acts: (trial: RewardTrial, at: number) => OutcomeId | null,
  right: (trial: RewardTrial) => number | null,
): Result {
  const refused = { missing: { kind: "refused", code: "content-filter", reason: "stopped" } } as const;
  if (trial.arm !== "act") {
    const chance = right(trial);
    return chance === null ? refused : { value: { right: chance } };
  }
  const id = acts(trial, at);
  return id === null ? refused : { value: ended(id) };
}
