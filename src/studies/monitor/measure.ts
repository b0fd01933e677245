import type { Measured, Missing } from "../../core/outcome.ts";
import { encodeState } from "../../core/state-text.ts";
import type { ChatPrompt } from "../../models/model.ts";
import type { Tools } from "../../study/study.ts";
import { actInOffice } from "./act.ts";
import { askFor, cutAt } from "./arms/prompted.ts";
import { type ScoreRule, scoreOf } from "./arms/score-rule.ts";
import { promptedArm } from "./arms.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { parseRun } from "./inputs-schema.ts";
import { type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

const answers: Readonly<Record<"yes" | "no", readonly string[]>> = {
  yes: ["yes", "Yes", "YES", " yes", " Yes", " YES"],
  no: ["no", "No", "NO", " no", " No", " NO"],
};

/** Most tokens of a report in a form of its own. */
export const reportTokens: number = 256;

/** Asks the monitor one question about one run, reads its state, or lets it write a run. */
export async function measureTrial(
  trial: MonitorTrial,
  inputs: MonitorInputs,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  if (trial.mode === "act") return written(trial, tools);
  const prompt = promptOf(trial, inputs);
  switch (trial.mode) {
    case "state":
      return stateAt(prompt, tools);
    case "choose":
      return chosen(prompt, answers, trial, tools);
    case "rating":
      return rated(prompt, trial, tools);
    case "own": {
      const { reads } = promptedArm(inputs.about, trial.arm);
      if (reads === undefined || reads === "state")
        throw new Error(`arm ${trial.arm} has no rule of its own`);
      return reads.kind === "choose"
        ? chosen(prompt, { yes: reads.positive, no: reads.negative }, trial, tools)
        : reported(prompt, reads, trial, tools);
    }
  }
}

/** What the monitor is shown. */
export function promptOf(trial: MonitorTrial, inputs: MonitorInputs): ChatPrompt {
  const whole = trial.run === undefined ? rowOf(inputs, trial.item).run : parseRun(JSON.parse(trial.run));
  const { question } = inputs.about;
  const ask =
    trial.mode === "own" ? question : askFor(question, trial.mode === "rating" ? "rating" : "choose");
  return promptedArm(inputs.about, trial.arm).prompt(cutAt(whole, trial.step), ask);
}

async function written(trial: MonitorTrial, tools: Tools): Promise<Measured<MonitorValue>> {
  const model = tools.model(monitorRole);
  const { generate } = model.capabilities;
  if (generate === undefined || trial.office === undefined)
    throw new Error("the plan asks for a run from a model that writes no text");
  const run = await actInOffice(trial.office, model.identity.name, generate, tools.signal);
  return run.ok ? { value: { wrote: JSON.stringify(run.value) } } : { missing: run.missing };
}

async function stateAt(prompt: ChatPrompt, tools: Tools): Promise<Measured<MonitorValue>> {
  const { hidden } = tools.model(monitorRole).capabilities;
  if (hidden === undefined) throw new Error("the plan asks for states that the model does not offer");
  const reply = await hidden({ prompt }, { signal: tools.signal });
  return reply.ok ? { value: { state: encodeState(reply.value) } } : { missing: reply.missing };
}

async function chosen(
  prompt: ChatPrompt,
  asked: typeof answers,
  trial: MonitorTrial,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  const { choose } = tools.model(trial.role ?? monitorRole).capabilities;
  if (choose === undefined) throw new Error("the plan asks for probabilities that the model does not offer");
  const reply = await choose({ prompt, answers: asked }, { signal: tools.signal });
  if (!reply.ok) return { missing: reply.missing };
  const { yes = 0, no = 0 } = reply.value.probabilities;
  const mass = yes + no;
  if (!(mass > 0)) return unparsed("no-answer", "neither answer has any probability");
  return { value: { score: yes / mass, mass } };
}

async function rated(prompt: ChatPrompt, trial: MonitorTrial, tools: Tools): Promise<Measured<MonitorValue>> {
  const said = await saidBy(prompt, 16, trial, tools);
  if (typeof said !== "string") return said;
  const rating = parseRating(said);
  return rating === null
    ? unparsed("no-rating", "the answer is not one whole number from 0 to 10")
    : { value: { score: rating / 10 } };
}

async function reported(
  prompt: ChatPrompt,
  rule: Exclude<ScoreRule, { kind: "choose" }>,
  trial: MonitorTrial,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  const said = await saidBy(prompt, reportTokens, trial, tools);
  if (typeof said !== "string") return said;
  const score = scoreOf(said, rule);
  return score === null
    ? unparsed("no-report", "the answer has not the form that the arm's score rule reads")
    : { value: { score } };
}

async function saidBy(
  prompt: ChatPrompt,
  maxTokens: number,
  trial: MonitorTrial,
  tools: Tools,
): Promise<string | { readonly missing: Missing }> {
  const { generate } = tools.model(trial.role ?? monitorRole).capabilities;
  if (generate === undefined) throw new Error("the plan asks for words from a model that writes no text");
  const reply = await generate(
    { prompt, maxTokens, temperature: trial.temperature ?? 0, draw: trial.repeat },
    { signal: tools.signal },
  );
  if (!reply.ok) return { missing: reply.missing };
  if (reply.value.finishReason === "content-filter") {
    return {
      missing: {
        kind: "refused",
        code: "content-filter",
        reason: "the provider's filter stopped the answer",
      },
    };
  }
  return reply.value.text;
}

/** A whole number from 0 to 10 that stands alone, a full stop or "/10" after it allowed; else null. */
export function parseRating(text: string): number | null {
  const found = /^\s*(\d|10)(?:\s*\/\s*10)?\s*\.?\s*$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function unparsed(code: string, reason: string): { readonly missing: Missing } {
  return { missing: { kind: "unparsed", code, reason } };
}
