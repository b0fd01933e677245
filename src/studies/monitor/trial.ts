import { z } from "zod";
import { sha256 } from "../../core/json.ts";
import type { Outcomes, TrialShape } from "../../study/study.ts";
import { isProbe, type PromptedArm, type ScoreMode } from "./arms/prompted.ts";
import { measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import type { MonitorRow } from "./row.ts";
import { stepsOf } from "./steps.ts";

/** The role that answers, unless an arm says another. */
export const monitorRole = "monitor";

/** One question about one run in one arm; `item` is the run's content hash. */
export interface MonitorTrial extends TrialShape {
  /** How many of the run's messages are read. */
  readonly step: number;
  /** What is asked for: the usual answer in one of two forms, an answer of the arm's own form, a state, or a run to be written. */
  readonly mode: ScoreMode | "own" | "state" | "act";
  /** SHA-256 of the question, and with it of the declaration where the arm is the user's own. */
  readonly question: string;
  /** Trials of one run and family begin with the same tokens. */
  readonly family: string;
  /** Of a written answer; null where probabilities or states are read. */
  readonly temperature: number | null;
  /** A run that the monitor model wrote in this study, as JSON text. */
  readonly run?: string;
  /** Where a run is to be written: the office of this seed and number, at most so many turns. */
  readonly office?: OfficePlace;
}

/** One made-up office. */
export type OfficePlace = { readonly seed: string; readonly number: number; readonly turns: number };

/** Schema of what came of a trial. */
export const monitorValue = z.union([
  z.object({
    /** 0 (surely not) to 1 (surely): P(yes) / (P(yes) + P(no)), a rating over 10, or by the arm's own rule. */
    score: z.number().min(0).max(1),
    /** P(yes) + P(no), where probabilities are read. */
    mass: z.number().exactOptional(),
  }),
  /** Final-layer state as base64 of 32-bit floats, little-endian. */
  z.object({ state: z.base64() }),
  /** A run of an agent as JSON text. */
  z.object({ wrote: z.string() }),
]);
export type MonitorValue = z.infer<typeof monitorValue>;

/** All that came of a run of this study, in the order of its trials. */
export type MonitorOutcomes = Outcomes<MonitorTrial, MonitorValue>;

/**
 * All questions, lazily. Those of one run and family are neighbours, and the longest comes first: once it is evaluated,
 * every earlier step finds its whole prefix in the cache. A run that is there twice is asked about once.
 */
export function* trialsOf(
  config: MonitorConfig,
  inputs: MonitorInputs,
  mode: ScoreMode,
): Generator<MonitorTrial> {
  const families = Map.groupBy(measuredOf(config), ({ family }) => family);
  const question = questionHash(config, inputs);
  for (const { hash, run, written } of distinctRows(inputs)) {
    const own = written === true ? { run: JSON.stringify(run) } : {};
    for (const [family, arms] of families) {
      const steps = stepsOf(run, config.steps).reverse();
      for (const step of steps) {
        for (const arm of arms) {
          // A probe reads the whole run, once.
          if (isProbe(arm) && step !== steps[0]) continue;
          const { mode: form, draws, temperature } = formOf(arm, config, mode);
          for (let repeat = 0; repeat < draws; repeat++) {
            const { id, role = monitorRole } = arm;
            yield {
              ...{ item: hash, arm: id, repeat, role, step, mode: form, question: question(id) },
              ...{ family, temperature, ...own },
            };
          }
        }
      }
    }
  }
}

/** Trials with the same name begin with the same tokens. */
export function sharedPrefix({ item, family }: MonitorTrial): string {
  return `${item}:${family}`;
}

/** Does a trial belong to the figures? A first question that went unanswered in the other form does not, nor the writing of a run. */
export function countsIn(trial: MonitorTrial, mode: ScoreMode | null): boolean {
  return trial.mode === mode || trial.mode === "own" || trial.mode === "state";
}

/** In what form an arm is asked, and how often. A report in a form of its own is written once, greedily. */
function formOf(
  { reads }: PromptedArm,
  config: MonitorConfig,
  mode: ScoreMode,
): { readonly mode: MonitorTrial["mode"]; readonly draws: number; readonly temperature: number | null } {
  if (reads !== undefined) {
    const mode = reads.kind === "state" ? "state" : "own";
    return { mode, draws: 1, temperature: reads.needs === "generate" ? 0 : null };
  }
  if (mode === "choose") return { mode, draws: 1, temperature: null };
  return { mode, draws: config.draws, temperature: config.draws > 1 ? 1 : 0 };
}

function questionHash(config: MonitorConfig, inputs: MonitorInputs): (arm: string) => string {
  const { question } = inputs.about;
  const own = new Map(config.define.map((arm) => [arm.id, sha256(JSON.stringify([question, arm]))]));
  const usual = sha256(question);
  return (arm) => own.get(arm) ?? usual;
}

function distinctRows(inputs: MonitorInputs): MonitorRow[] {
  return [...new Map(measuredRows(inputs).map((row) => [row.hash, row])).values()];
}
