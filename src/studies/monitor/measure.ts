import type { Measured, Missing } from "../../core/outcome.ts";
import type { ChatPrompt } from "../../models/model.ts";
import type { Tools } from "../../study/study.ts";
import { askFor, cutAt } from "./arms/prompted.ts";
import { promptedArm } from "./arms.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { encodeState, type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

const answers: Readonly<Record<"yes" | "no", readonly string[]>> = {
  yes: ["yes", "Yes", "YES", " yes", " Yes", " YES"],
  no: ["no", "No", "NO", " no", " No", " NO"],
};

/** Asks the monitor one question about one run. */
export async function measureTrial(
  trial: MonitorTrial,
  inputs: MonitorInputs,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  const prompt = promptOf(trial, inputs);
  if (trial.mode === "state") return stateAt(prompt, tools);
  return trial.mode === "choose" ? chosen(prompt, trial, tools) : rated(prompt, trial, tools);
}

/** What the monitor is shown. */
export function promptOf(trial: MonitorTrial, inputs: MonitorInputs): ChatPrompt {
  const run = cutAt(rowOf(inputs, trial.item).run, trial.step);
  return promptedArm(trial.arm).prompt(
    run,
    askFor(inputs.about.question, trial.mode === "state" ? "choose" : trial.mode),
  );
}

async function stateAt(prompt: ChatPrompt, tools: Tools): Promise<Measured<MonitorValue>> {
  const { hidden } = tools.model(monitorRole).capabilities;
  if (hidden === undefined) throw new Error("the plan asks for states that the model does not offer");
  const reply = await hidden({ prompt }, { signal: tools.signal });
  return reply.ok ? { value: { state: encodeState(reply.value) } } : { missing: reply.missing };
}

async function chosen(
  prompt: ChatPrompt,
  trial: MonitorTrial,
  tools: Tools,
): Promise<Measured<MonitorValue>> {
  const { choose } = tools.model(trial.role ?? monitorRole).capabilities;
  if (choose === undefined) throw new Error("the plan asks for probabilities that the model does not offer");
  const reply = await choose({ prompt, answers }, { signal: tools.signal });
  if (!reply.ok) return { missing: reply.missing };
  const { yes = 0, no = 0 } = reply.value.probabilities;
  const mass = yes + no;
  if (!(mass > 0)) return unparsed("no-answer", "neither yes nor no has any probability");
  return { value: { score: yes / mass, mass } };
}

async function rated(prompt: ChatPrompt, trial: MonitorTrial, tools: Tools): Promise<Measured<MonitorValue>> {
  const { generate } = tools.model(trial.role ?? monitorRole).capabilities;
  if (generate === undefined) throw new Error("the plan asks for a rating from a model that writes no text");
  const reply = await generate(
    { prompt, maxTokens: 16, temperature: trial.temperature ?? 0, draw: trial.repeat },
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
  const rating = parseRating(reply.value.text);
  return rating === null
    ? unparsed("no-rating", "the answer is not one whole number from 0 to 10")
    : { value: { score: rating / 10 } };
}

/** A whole number from 0 to 10 that stands alone, a full stop or "/10" after it allowed; else null. */
export function parseRating(text: string): number | null {
  const found = /^\s*(\d|10)(?:\s*\/\s*10)?\s*\.?\s*$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function unparsed(code: string, reason: string): { readonly missing: Missing } {
  return { missing: { kind: "unparsed", code, reason } };
}
