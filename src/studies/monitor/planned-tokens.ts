import { argumentsText } from "../../core/message.ts";
import type { ChatPrompt } from "../../models/model.ts";
import { cutAt, type ScoreMode } from "./arms/prompted.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { promptOf } from "./measure.ts";
import { type MonitorTrial, sharedPrefix, trialsOf } from "./trial.ts";

/** A call's length, before it is made. */
export interface PlannedCall {
  /** Characters of the prompt, a template's marks not counted. */
  readonly characters: number;
  /** Of these, the longest prefix that an earlier call of the plan has too: what an ideal cache need not evaluate. */
  readonly shared: number;
  /** Characters that the agent itself put through the model: the run up to this step. 0 where the run is quoted. */
  readonly run: number;
}

/** English and JSON have about this many characters a token; tokenizers differ, hence the range. */
export const charactersPerToken = { least: 2.8, usual: 3.5, most: 4.5 } as const;

/**
 * A meter for an ideal cache: given the plan's trials in order, what each adds. It holds all earlier calls on the same
 * prefix and the last call of the same family before that, so also a system prompt that runs have in common.
 */
export function planMeter(inputs: MonitorInputs): (trial: MonitorTrial) => PlannedCall {
  const last = new Map<string, { prefix: string; held: string[]; before: string | null }>();
  return (trial) => {
    const { family } = trial;
    const prefix = sharedPrefix(trial);
    const text = promptText(promptOf(trial, inputs));
    const known = last.get(family);
    const state = known?.prefix === prefix ? known : { prefix, held: [], before: known?.held.at(-1) ?? null };
    last.set(family, state);
    let shared = state.before === null ? 0 : commonPrefix(text, state.before);
    for (const other of state.held) {
      if (shared === text.length) break;
      shared = Math.max(shared, commonPrefix(text, other));
    }
    // Draws of one question differ in nothing: one copy is enough to hold.
    if (state.held.at(-1) !== text) state.held.push(text);
    return { characters: text.length, shared, run: family === "prefix" ? runLength(trial, inputs) : 0 };
  };
}

/**
 * Input tokens of one run in each prompted arm, estimated from characters: with an ideal cache, and without the agent's own pass
 * over the run, which it pays for itself.
 */
export function plannedTokens(
  config: MonitorConfig,
  inputs: MonitorInputs,
  mode: ScoreMode | null,
): ReadonlyMap<string, number> {
  if (mode === null) return new Map();
  const meter = planMeter(inputs);
  const sums = new Map<string, { characters: number; runs: Set<string> }>();
  for (const trial of trialsOf(config, inputs, mode)) {
    const { characters, shared, run } = meter(trial);
    const sum = sums.get(trial.arm) ?? { characters: 0, runs: new Set<string>() };
    sums.set(trial.arm, sum);
    sum.characters += characters - Math.max(shared, Math.min(run, characters));
    sum.runs.add(trial.item);
  }
  return new Map(
    [...sums].map(([arm, { characters, runs }]) => [arm, characters / charactersPerToken.usual / runs.size]),
  );
}

function runLength(trial: MonitorTrial, inputs: MonitorInputs): number {
  const { messages, tools } = cutAt(rowOf(inputs, trial.item).run, trial.step);
  return promptText({ kind: "chat", messages, ...(tools === undefined ? {} : { tools }) }).length;
}

/** A prompt as plain text: near enough to what a template makes of it to count with. */
function promptText({ messages, tools }: ChatPrompt): string {
  const parts: string[] = tools === undefined ? [] : [JSON.stringify(tools)];
  for (const message of messages) {
    parts.push(`${message.role}\n${message.content ?? ""}`);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) parts.push(`${call.name} ${argumentsText(call)}`);
  }
  return parts.join("\n");
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
