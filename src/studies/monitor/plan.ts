import type { RegisteredModel } from "../../core/identity.ts";
import type { Block, Outcomes, PlanContext } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { MonitorInputs } from "./inputs.ts";
import { type MonitorTrial, type MonitorValue, monitorRole, sharedPrefix, trialsOf } from "./trial.ts";
import { actTrials, withWritten } from "./written.ts";

/**
 * First the runs that the model writes itself, where any are asked for. Then one question, where it is to be found out whether the
 * model really gives probabilities; then everything, in one block: run by run, arms that share a prefix next to one another.
 */
export async function* planTrials(
  config: MonitorConfig,
  inputs: MonitorInputs,
  context: PlanContext,
): AsyncGenerator<Block<MonitorTrial>, void, Outcomes<MonitorTrial, MonitorValue>> {
  let all = inputs;
  if (config.onPolicy > 0) {
    const trials = actTrials(config, context.random);
    const title = "runs that the model writes itself";
    all = await withWritten(
      inputs,
      yield { title, trials, count: trials.length, order: "parallel", retry: "runner" },
    );
  }
  if (measuredOf(config).length === 0 || all.rows.length === 0) return;
  const models = measuredOf(config)
    .filter(({ reads }) => reads === undefined)
    .map(({ role = monitorRole }) => context.models[role]);
  const first = firstMode(config, models);
  if (first === "rating" || models.length === 0 || !mayFallBack(config, models)) {
    yield allTrials(config, all, first, undefined);
    return;
  }
  const lead = trialsOf(config, all, first).find(({ mode }) => mode === first);
  if (lead === undefined) throw new Error("no question is asked in the usual form");
  const outcomes = yield {
    title: "first question",
    trials: [lead],
    count: 1,
    order: "serial",
    retry: "runner",
    prefix: sharedPrefix,
  };
  if (await lacksProbabilities(outcomes)) yield allTrials(config, all, "rating", undefined);
  else yield allTrials(config, all, "choose", lead);
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

/** Everything in one block, but for a trial that was made already. */
function allTrials(
  config: MonitorConfig,
  inputs: MonitorInputs,
  mode: ScoreMode,
  made: MonitorTrial | undefined,
): Block<MonitorTrial> {
  const unmade = ({ item, arm, step }: MonitorTrial): boolean =>
    made === undefined || item !== made.item || arm !== made.arm || step !== made.step;
  const trials = () => trialsOf(config, inputs, mode).filter(unmade);
  return {
    title: measuredOf(config)
      .map(({ id }) => id)
      .join(", "),
    trials: { [Symbol.iterator]: trials },
    count: trials().reduce((count) => count + 1, 0),
    order: "leadThenRest",
    retry: "runner",
    prefix: sharedPrefix,
  };
}
