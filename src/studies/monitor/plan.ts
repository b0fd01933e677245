import type { RegisteredModel } from "../../core/identity.ts";
import type { Block, Outcomes, PlanContext } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { promptedAmong } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { MonitorInputs } from "./inputs.ts";
import {
  type MonitorTrial,
  type MonitorValue,
  monitorRole,
  sharedPrefix,
  trialCount,
  trialsOf,
} from "./trial.ts";

/**
 * One question first, where it is to be found out whether the model really gives probabilities; then everything, in one
 * block: run by run, arms that share a prefix next to one another.
 */
export async function* planTrials(
  config: MonitorConfig,
  inputs: MonitorInputs,
  context: PlanContext,
): AsyncGenerator<Block<MonitorTrial>, void, Outcomes<MonitorTrial, MonitorValue>> {
  if (promptedAmong(config.arms).length === 0) return;
  const model = context.models[monitorRole];
  const first = firstMode(config, model);
  if (config.score === "rating" || first === "rating" || !mayFallBack(config, model)) {
    yield restBlock(config, inputs, first, 0);
    return;
  }
  const lead = trialsOf(config, inputs, "choose").take(1).toArray();
  const outcomes = yield {
    title: "first question",
    trials: lead,
    count: lead.length,
    order: "serial",
    retry: "runner",
    prefix: sharedPrefix,
  };
  if (await lacksProbabilities(outcomes)) yield restBlock(config, inputs, "rating", 0);
  else yield restBlock(config, inputs, "choose", 1);
}

function firstMode(config: MonitorConfig, model: RegisteredModel | undefined): ScoreMode {
  if (config.score !== "auto") return config.score;
  return model?.capabilities.includes("choose") === true ? "choose" : "rating";
}

function mayFallBack(config: MonitorConfig, model: RegisteredModel | undefined): boolean {
  return config.score === "auto" && model?.capabilities.includes("generate") === true;
}

async function lacksProbabilities(outcomes: Outcomes<MonitorTrial, MonitorValue>): Promise<boolean> {
  for await (const { result } of outcomes) {
    if ("missing" in result && result.missing.code === "no-logprobs") return true;
  }
  return false;
}

function restBlock(
  config: MonitorConfig,
  inputs: MonitorInputs,
  mode: ScoreMode,
  skip: number,
): Block<MonitorTrial> {
  return {
    title: `${promptedAmong(config.arms)
      .map(({ id }) => id)
      .join(", ")}`,
    trials: { [Symbol.iterator]: () => trialsOf(config, inputs, mode).drop(skip) },
    count: trialCount(config, inputs, mode) - skip,
    order: "leadThenRest",
    retry: "runner",
    prefix: sharedPrefix,
  };
}
