import { z } from "zod";
import { sha256 } from "../../core/json.ts";
import type { TrialShape } from "../../study/study.ts";
import type { ScoreMode } from "./arms/prompted.ts";
import { measuredOf, promptedArm, promptedOf, statesOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { stepsOf } from "./steps.ts";

/** The role that answers, unless an arm says another. */
export const monitorRole = "monitor";

/** One question about one run in one arm; `item` is the run's content hash. */
export interface MonitorTrial extends TrialShape {
  /** How many of the run's messages are read. */
  readonly step: number;
  readonly mode: ScoreMode | "state";
  /** SHA-256 of the question. */
  readonly question: string;
  /** Of a rating; null where probabilities are read. */
  readonly temperature: number | null;
}

/** What came of it. */
export type MonitorValue =
  | {
      /** 0 (surely not) to 1 (surely): P(yes) / (P(yes) + P(no)), or a rating over 10. */
      readonly score: number;
      /** P(yes) + P(no), where probabilities are read. */
      readonly mass?: number;
    }
  /** Final-layer state as base64 of 32-bit floats, little-endian. */
  | { readonly state: string };

/** Schema of a stored value. */
export const monitorValue: z.ZodType<MonitorValue> = z.union([
  z.object({ score: z.number().min(0).max(1), mass: z.number().exactOptional() }),
  z.object({ state: z.base64() }),
]);

/** A state as it stands in the journal. */
export function encodeState(state: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(state.length * 4));
  for (const [i, value] of state.entries()) bytes.setFloat32(i * 4, value, true);
  return Buffer.from(bytes.buffer).toString("base64");
}

/** And back. */
export function decodeState(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}

/**
 * All trials, lazily. Those of one run and family are neighbours, and the longest comes first: once it is evaluated,
 * every earlier step finds its whole prefix in the cache. A run that is there twice is asked about once.
 */
export function* trialsOf(
  config: MonitorConfig,
  inputs: MonitorInputs,
  mode: ScoreMode,
): Generator<MonitorTrial> {
  const question = sha256(inputs.about.question);
  const draws = mode === "rating" ? config.draws : 1;
  const temperature = mode === "rating" ? (draws > 1 ? 1 : 0) : null;
  const families = Map.groupBy(measuredOf(config), ({ family }) => family);
  for (const { hash, run } of distinctRows(inputs)) {
    for (const arms of families.values()) {
      for (const [order, step] of stepsOf(run, config.steps).reverse().entries()) {
        for (const { id, role = monitorRole, reads } of arms) {
          if (reads === "state") {
            // A probe reads the whole run, once.
            if (order === 0)
              yield {
                ...{ item: hash, arm: id, repeat: 0, role, step },
                mode: "state",
                question,
                temperature: null,
              };
            continue;
          }
          for (let repeat = 0; repeat < draws; repeat++) {
            yield { item: hash, arm: id, repeat, role, step, mode, question, temperature };
          }
        }
      }
    }
  }
}

/** How many trials that makes. */
export function trialCount(config: MonitorConfig, inputs: MonitorInputs, mode: ScoreMode): number {
  const states = statesOf(config).length;
  const each = promptedOf(config).length * (mode === "rating" ? config.draws : 1);
  let count = 0;
  for (const { run } of distinctRows(inputs)) count += each * stepsOf(run, config.steps).length + states;
  return count;
}

/** Trials with the same name begin with the same tokens. */
export function sharedPrefix(trial: MonitorTrial): string {
  return `${trial.item}:${promptedArm(trial.arm).family}`;
}

function distinctRows(
  inputs: MonitorInputs,
): { readonly hash: string; readonly run: MonitorInputs["rows"][number]["run"] }[] {
  return [...new Map(measuredRows(inputs).map((row) => [row.hash, row])).values()];
}
