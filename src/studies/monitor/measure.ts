import { ask, type Form, type Question } from "../../asking/form.ts";
import { rating } from "../../asking/rating.ts";
import { yesNo } from "../../asking/yes-no.ts";
import { agentRun } from "../../core/message.ts";
import type { Measured } from "../../core/outcome.ts";
import type { ChatPrompt } from "../../models/model.ts";
import type { Tools } from "../../study/study.ts";
import { actInOffice } from "./act.ts";
import { askFor, cutAt } from "./arms/prompted.ts";
import { promptedArm } from "./arms.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

/** Asks the monitor one question about one run, reads its state, or lets it write a run. */
export async function measureTrial(
  trial: MonitorTrial,
  inputs: MonitorInputs,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  const model = tools.model(trial.role ?? monitorRole);
  const question = requestOf(trial, inputs);
  if (question !== null) {
    const { repeat, temperature } = trial;
    return ask(model, { ...question, draw: { repeat, temperature: temperature ?? 0 } }, tools.signal);
  }
  if (trial.office === undefined) throw new Error("a run is to be written, and no office is named");
  const run = await actInOffice(trial.office, model, tools.signal);
  return "value" in run ? { value: { wrote: JSON.stringify(run.value) } } : run;
}

/** What a trial asks; null where the model acts, turn by turn. */
export function requestOf(trial: MonitorTrial, inputs: MonitorInputs): Question<MonitorValue> | null {
  return trial.mode === "act" ? null : { prompt: promptOf(trial, inputs), form: formOf(trial, inputs) };
}

function formOf({ mode, arm }: MonitorTrial, { about }: MonitorInputs): Form<MonitorValue> {
  if (mode === "choose") return yesNo();
  if (mode === "rating") return rating;
  const { reads } = promptedArm(about, arm);
  if (reads === undefined) throw new Error(`arm ${arm} has no form of its own`);
  return reads;
}

/** What the monitor is shown. */
export function promptOf(trial: MonitorTrial, inputs: MonitorInputs): ChatPrompt {
  const whole =
    trial.run === undefined ? rowOf(inputs, trial.item).run : agentRun.parse(JSON.parse(trial.run));
  const { question } = inputs.about;
  const asked =
    trial.mode === "own" ? question : askFor(question, trial.mode === "rating" ? "rating" : "choose");
  return promptedArm(inputs.about, trial.arm).prompt(cutAt(whole, trial.step), asked);
}
