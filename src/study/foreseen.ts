import type { Json } from "../core/json.ts";
import type { Random } from "../stats/distributions/random.ts";
import type { AtHand, Foreseen, ForeseenTrial, Measuring, TrialShape } from "./study.ts";
import { none } from "./walk.ts";

/** What is known of a plan beforehand: what the study foresees, or the plan itself where it looks at no outcome. */
export async function foreseen<Config, Inputs, Trial extends TrialShape, Value extends Json>(
  measuring: Measuring<Config, Inputs, Trial, Value>,
  config: Config,
  inputs: Inputs,
  random: Random,
  atHand: AtHand,
): Promise<Foreseen<Trial>> {
  if (measuring.foresee !== undefined) return measuring.foresee(config, inputs, atHand);
  const trials: ForeseenTrial<Trial>[] = [];
  const plan = measuring.plan(config, inputs, { random, models: {} });
  for (let step = await plan.next(none()); step.done !== true; step = await plan.next(none())) {
    const { prefix } = step.value;
    for (const trial of step.value.trials) {
      trials.push({ trial, ...(prefix === undefined ? {} : { prefix: prefix(trial) }) });
    }
  }
  return { trials, bounds: [], notes: [] };
}
