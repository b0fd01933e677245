import { addUsage, type Missing, noUsage, type Usage } from "../../core/outcome.ts";
import { entryOf } from "../../core/record.ts";
import { decodeState } from "../../core/state-text.ts";
import { type Tallying, tally } from "../../study/tally.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import type { MonitorOutcomes } from "./trial.ts";

/** A sum of values, or why there is none. */
interface Sum {
  sum: number;
  values: number;
  missing: Missing | null;
}

/** What came of one arm's questions about one run. */
interface Asked {
  /** Messages read → its draws' scores. */
  readonly steps: Map<number, Sum>;
  /** Probabilities of yes and no together, where these are read. */
  readonly mass: Sum;
  /** The final layer's state, where that is read. */
  state: Float32Array | null;
  calls: number;
  usage: Usage;
}

/** What came of one arm's questions. */
export interface ArmAnswers {
  /** By the run's hash. */
  readonly runs: Map<string, Asked>;
  tally: Tallying;
  mass: Sum;
}

/** Everything that was answered, by arm. */
export interface Answers {
  /** How the usual answers were read; null where none was asked for. */
  readonly mode: ScoreMode | null;
  /** The plan asked for probabilities first and the model gave none. */
  readonly fellBack: boolean;
  readonly arms: ReadonlyMap<string, ArmAnswers>;
}

/** Adds up what models said. A first question that went unanswered in the other form counts by what it took alone. */
export async function readAnswers(outcomes: MonitorOutcomes): Promise<Answers> {
  let mode: ScoreMode | null = null;
  let fellBack = false;
  const arms = new Map<string, ArmAnswers>();
  for await (const { trial, result, calls, usage } of outcomes) {
    if (trial.mode === "act") continue;
    if (mode === "choose" && trial.mode === "rating") {
      fellBack = true;
      for (const arm of arms.values()) forget(arm);
    }
    if (trial.mode === "choose" || trial.mode === "rating") mode = trial.mode;
    const arm = entryOf(arms, trial.arm, () => ({ runs: new Map(), tally: tally(), mass: noSum() }));
    const asked = entryOf(arm.runs, trial.item, nothingAsked);
    const step = entryOf(asked.steps, trial.step, noSum);
    arm.tally.take(result);
    asked.calls += calls;
    asked.usage = addUsage(asked.usage, usage);
    if ("missing" in result) {
      step.missing ??= result.missing;
      continue;
    }
    if ("state" in result.value) asked.state = decodeState(result.value.state);
    if (!("score" in result.value)) continue;
    add(step, result.value.score);
    for (const mass of [asked.mass, arm.mass])
      if (result.value.mass !== undefined) add(mass, result.value.mass);
  }
  return { mode, fellBack, arms };
}

/** The mean of what was added up; null where nothing was. */
export function meanOf({ sum, values }: Sum): number | null {
  return values === 0 ? null : sum / values;
}

function forget(arm: ArmAnswers): void {
  arm.tally = tally();
  arm.mass = noSum();
  for (const { steps } of arm.runs.values()) steps.clear();
}

function add(to: Sum, value: number): void {
  to.sum += value;
  to.values++;
}

function noSum(): Sum {
  return { sum: 0, values: 0, missing: null };
}

function nothingAsked(): Asked {
  return { steps: new Map(), mass: noSum(), state: null, calls: 0, usage: noUsage };
}
