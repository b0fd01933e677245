import { charactersPerToken } from "../../asking/characters.ts";
import { chatText } from "../../asking/chat-text.ts";
import { type MadeCall, prefixMeter, type SharedPrefix } from "../../asking/prefix-meter.ts";
import { entryOf } from "../../core/record.ts";
import { cutAt } from "./arms/prompted.ts";
import type { Ground } from "./ground.ts";
import { type MonitorInputs, rowOf } from "./inputs.ts";
import { promptOf } from "./measure.ts";
import { type MonitorTrial, sharedPrefix, trialsOf } from "./trial.ts";

/** A call's length, before it is made. */
export interface PlannedCall extends SharedPrefix {
  /** Characters of the prompt, a template's marks not counted. */
  readonly characters: number;
  /** Characters of the turns before the last, which is the question. */
  readonly turns: number;
  /** Characters that the agent itself put through the model: the run up to this step. 0 where the run is quoted. */
  readonly run: number;
}

/** A meter for an ideal cache: given the plan's trials in order, what each adds. */
export function planMeter(inputs: MonitorInputs): (trial: MonitorTrial, made?: MadeCall) => PlannedCall {
  const meter = prefixMeter();
  return (trial, made) => {
    const { text, turns } = chatText(promptOf(trial, inputs));
    const { family } = trial;
    return {
      ...meter({ text, family, prefix: sharedPrefix(trial) }, made),
      ...{ characters: text.length, turns },
      run: family === "prefix" ? runLength(trial, inputs) : 0,
    };
  };
}

/**
 * Input tokens of one run in each prompted arm, estimated from characters: with an ideal cache, and without the agent's own pass
 * over the run, which it pays for itself.
 */
export function plannedTokens({ config, inputs, answers: { mode } }: Ground): ReadonlyMap<string, number> {
  if (mode === null) return new Map();
  const meter = planMeter(inputs);
  const sums = new Map<string, { characters: number; runs: Set<string> }>();
  for (const trial of trialsOf(config, inputs, mode)) {
    const { characters, shared, run } = meter(trial);
    const sum = entryOf(sums, trial.arm, () => ({ characters: 0, runs: new Set<string>() }));
    sum.characters += characters - Math.max(shared, Math.min(run, characters));
    sum.runs.add(trial.item);
  }
  return new Map(
    [...sums].map(([arm, { characters, runs }]) => [arm, characters / charactersPerToken.usual / runs.size]),
  );
}

function runLength(trial: MonitorTrial, inputs: MonitorInputs): number {
  const { messages, tools } = cutAt(rowOf(inputs, trial.item).run, trial.step);
  return chatText({ kind: "chat", messages, ...(tools === undefined ? {} : { tools }) }).text.length;
}
