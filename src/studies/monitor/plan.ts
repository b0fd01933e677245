import type { RegisteredModel } from "../../core/identity.ts";
import type { Block, Outcomes, PlanContext } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { measuredOf, promptedOf } from "./arms.ts";
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
  if (measuredOf(config).length === 0) return;
  const models = promptedOf(config).map(({ role = monitorRole }) => context.models[role]);
  const first = firstMode(config, models);
  if (config.score === "rating" || first === "rating" || !mayFallBack(config, models)) {
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

/** One form of answer for all arms, or they could not be compared: probabilities where every model offers them. */
function firstMode(config: MonitorConfig, models: readonly (RegisteredModel | undefined)[]): ScoreMode {
  if (config.score !== "auto") return config.score;
  return models.every((model) => model?.capabilities.includes("choose")) ? "choose" : "rating";
}

function mayFallBack(config: MonitorConfig, models: readonly (RegisteredModel | undefined)[]): boolean {
  return config.score === "auto" && models.every((model) => model?.capabilities.includes("generate"));
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
    title: `${measuredOf(config)
      .map(({ id }) => id)
      .join(", ")}`,
    trials: { [Symbol.iterator]: () => trialsOf(config, inputs, mode).drop(skip) },
    count: trialCount(config, inputs, mode) - skip,
    order: "leadThenRest",
    retry: "runner",
    prefix: sharedPrefix,
  };
}
