import { argumentsText } from "../../core/message.ts";
import type { ChatPrompt } from "../../models/model.ts";
import { cutAt, type ScoreMode } from "./arms/prompted.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { promptOf } from "./measure.ts";
import { seenPrefixes } from "./seen-prefixes.ts";
import { type MonitorTrial, sharedPrefix, trialsOf } from "./trial.ts";

/** A call's length, before it is made. */
export interface PlannedCall {
  /** Characters of the prompt, a template's marks not counted. */
  readonly characters: number;
  /** Of these, the longest prefix that an earlier call of the plan has too: what an ideal cache need not evaluate. */
  readonly shared: number;
  /** The same of earlier calls that had ended when this one began, not longer ago than asked for: what is surely in the cache. */
  readonly sure: number;
  /** The same of all earlier calls of the plan, whatever their family, at most: true to 128 characters. */
  readonly most: number;
  /** Characters of the turns before the last, which is the question. */
  readonly turns: number;
  /** Characters that the agent itself put through the model: the run up to this step. 0 where the run is quoted. */
  readonly run: number;
}

/** English and JSON have about this many characters a token; tokenizers differ, hence the range. */
export const charactersPerToken = { least: 2.8, usual: 3.5, most: 4.5 } as const;

/**
 * A meter for an ideal cache: given the plan's trials in order, what each adds. It holds all earlier calls on the same
 * prefix and the last calls of the same family on four others before it, so also a system prompt that runs have in common.
 */
export function planMeter(inputs: MonitorInputs): (trial: MonitorTrial, made?: MadeCall) => PlannedCall {
  const last = new Map<string, { prefix: string; held: HeldCall[]; before: readonly HeldCall[] }>();
  const seen = seenPrefixes();
  return (trial, made) => {
    const { family } = trial;
    const prefix = sharedPrefix(trial);
    const { text, turns } = promptText(promptOf(trial, inputs));
    const known = last.get(family);
    const state =
      known?.prefix === prefix
        ? known
        : {
            prefix,
            held: [],
            before: [...(known?.before ?? []), ...(known?.held.slice(-1) ?? [])].slice(-4),
          };
    last.set(family, state);
    let shared = 0;
    let sure = 0;
    for (const call of [...state.before, ...state.held]) {
      const kept = made !== undefined && call.at !== null && keptBy(call.at, made);
      if (shared === text.length && (sure === shared || !kept)) continue;
      const common = commonPrefix(text, call.text);
      shared = Math.max(shared, common);
      if (kept) sure = Math.max(sure, common);
    }
    const at = made?.at ?? null;
    const same = state.held.at(-1);
    // Draws of one question differ in nothing: one copy is enough to hold.
    if (same?.text === text) same.at = latest(same.at, at);
    else state.held.push({ text, at });
    return {
      ...{ characters: text.length, shared, sure, turns },
      most: made === undefined ? shared : seen.meet(text),
      run: family === "prefix" ? runLength(trial, inputs) : 0,
    };
  };
}

/** Characters of one call's prompt alone, for which no earlier call need be held. */
export function plannedCharacters(trial: MonitorTrial, inputs: MonitorInputs): number {
  return promptText(promptOf(trial, inputs)).text.length;
}

/** Clocks are read in whole milliseconds, and a call begins when the one before it ends. */
const clockSlackMs = 3;

/** When a call was made, and how long before it another may lie that it still profits from. */
interface MadeCall {
  /** When it was done, in milliseconds since 1970. */
  readonly at: number | null;
  readonly seconds: number;
  readonly keptSeconds: number;
}

/** A call that was made, and when it was done. */
interface HeldCall {
  readonly text: string;
  at: number | null;
}

function keptBy(before: number, { at, seconds, keptSeconds }: MadeCall): boolean {
  if (at === null) return false;
  const began = at - seconds * 1000;
  if (keptSeconds === 0) return false;
  return before <= began + clockSlackMs && began - before <= keptSeconds * 1000;
}

/** Of two draws side by side, the later end is the one that both have behind them. */
function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
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
  return promptText({ kind: "chat", messages, ...(tools === undefined ? {} : { tools }) }).text.length;
}

/** A prompt as plain text: near enough to what a template makes of it to count with. */
function promptText({ messages, tools }: ChatPrompt): { readonly text: string; readonly turns: number } {
  const parts: string[] = tools === undefined ? [] : [JSON.stringify(tools)];
  let length = 0;
  let turns = 0;
  let counted = 0;
  for (const message of messages) {
    for (; counted < parts.length; counted++) length += (parts[counted]?.length ?? 0) + 1;
    turns = length;
    parts.push(`${message.role}\n${message.content ?? ""}`);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) parts.push(`${call.name} ${argumentsText(call)}`);
  }
  return { text: parts.join("\n"), turns };
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}
