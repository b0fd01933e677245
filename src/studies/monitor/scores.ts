import type { Missing } from "../../core/outcome.ts";
import { type Tallying, tally } from "../../study/tally.ts";
import { isProbe, type ScoreMode } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { Ground } from "./ground.ts";
import type { Answered } from "./scored-arm.ts";
import { stepsOf } from "./steps.ts";
import type { MonitorTrial, MonitorValue } from "./trial.ts";

/** What one prompted arm said of every measured row. */
export interface ArmScores extends Answered {
  readonly id: string;
  /** One a row, from 0 to 1; NaN where there is none. */
  readonly scores: Float64Array;
}

/** All prompted arms' scores. */
export interface PromptedScores {
  /** How answers were read; null where no model was asked. */
  readonly mode: ScoreMode | null;
  /** The plan asked for probabilities first and the model gave none. */
  readonly fellBack: boolean;
  readonly arms: readonly ArmScores[];
}

interface StepSum {
  sum: number;
  values: number;
  missing: Missing | null;
}

interface ArmSum {
  /** Run's hash → step → its draws. */
  readonly runs: Map<string, Map<number, StepSum>>;
  readonly tally: Tallying;
  mass: number;
  masses: number;
}

/**
 * Turns outcomes into one score a row and arm. A step's score is the mean of its draws that have a value; a run's is
 * the maximum, mean or last of its steps, and there is none unless every step that it needs has one: the maximum over
 * the steps that were answered would count a refusal as innocence.
 */
export async function promptedScores({ config, rows, outcomes }: Ground): Promise<PromptedScores> {
  let mode: ScoreMode | null = null;
  let fellBack = false;
  let sums = new Map<string, ArmSum>();
  for await (const { trial, result } of outcomes) {
    if (trial.mode === "state" || trial.mode === "act") continue;
    if (mode === "choose" && trial.mode === "rating") {
      sums = new Map();
      fellBack = true;
    }
    if (trial.mode !== "own") mode = trial.mode;
    note(sums, trial, result);
  }
  const arms = measuredOf(config)
    .filter((arm) => !isProbe(arm))
    .map(({ id }): ArmScores => {
      const sum = sums.get(id) ?? emptySum();
      const reasons = new Map<number, Missing>();
      const scores = Float64Array.from(rows, ({ hash, run }, index) => {
        const asked = sum.runs.get(hash);
        const scored = runScore(asked, stepsOf(run, config.steps), config.aggregate);
        if (typeof scored === "number") return scored;
        reasons.set(index, scored);
        return Number.NaN;
      });
      const mass = sum.masses === 0 ? null : sum.mass / sum.masses;
      return { id, scores, mass, tally: sum.tally.sum(), reasons };
    });
  return { mode, fellBack, arms };
}

function note(
  sums: Map<string, ArmSum>,
  trial: MonitorTrial,
  result: { readonly value: MonitorValue } | { readonly missing: Missing },
): void {
  const arm = entry(sums, trial.arm, emptySum);
  const asked = entry(arm.runs, trial.item, () => new Map<number, StepSum>());
  const step = entry(asked, trial.step, () => ({ sum: 0, values: 0, missing: null }));
  arm.tally.take(result);
  if ("missing" in result) {
    step.missing ??= result.missing;
    return;
  }
  if (!("score" in result.value)) return;
  step.sum += result.value.score;
  step.values++;
  if (result.value.mass === undefined) return;
  arm.mass += result.value.mass;
  arm.masses++;
}

const notAsked: Missing = {
  kind: "censored",
  code: "not-measured",
  reason: "the run ended before this trial",
};

function runScore(
  asked: ReadonlyMap<number, StepSum> | undefined,
  steps: readonly number[],
  aggregate: MonitorConfig["aggregate"],
): number | Missing {
  const needed = aggregate === "last" ? steps.slice(-1) : steps;
  const scores: number[] = [];
  for (const step of needed) {
    const found = asked?.get(step);
    if (found === undefined) return notAsked;
    if (found.values === 0) return found.missing ?? notAsked;
    scores.push(found.sum / found.values);
  }
  if (aggregate === "max") return Math.max(...scores);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function emptySum(): ArmSum {
  return { runs: new Map(), tally: tally(), mass: 0, masses: 0 };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
