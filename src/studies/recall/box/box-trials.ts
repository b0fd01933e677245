import { z } from "zod";
import { sha256 } from "../../../core/json.ts";
import type { Measured, Outcome } from "../../../core/outcome.ts";
import type { ContinuationTrial, ContinuationValue } from "../../../scoring/continuations.ts";
import type { TrialShape } from "../../../study/study.ts";
import { type Task, taskAddress, type Workers } from "../../../study/workers.ts";
import {
  type CoincidencePlan,
  type CoincidenceResult,
  type Condition,
  coincidenceResult,
  coincidenceResults,
  coincidences,
  conditions,
} from "../../../worlds/network/coincidences.ts";

/** One network that is trained here. */
export interface BoxTrial extends TrialShape {
  readonly arm: "box";
  readonly seed: string;
  readonly relations: number;
  readonly conditions: readonly Condition[];
}

/** Schema of what it gives, one entry a condition. */
export const boxValue = z.strictObject({ networks: z.array(coincidenceResult) });
export type BoxValue = z.infer<typeof boxValue>;

/** Whatever a run asks, and whatever comes of it. */
export type RecallTrial = ContinuationTrial | BoxTrial;
export type RecallValue = ContinuationValue | BoxValue;
export type RecallOutcome = Outcome<RecallTrial, RecallValue>;

/** Is it a network that is trained here, and not texts that are scored? */
export function isBox(trial: RecallTrial): trial is BoxTrial {
  return trial.arm === "box";
}

const task: Task<CoincidencePlan, readonly CoincidenceResult[]> = {
  run: coincidences,
  module: taskAddress(import.meta.url, "../../../worlds/network/coincidences"),
  parse: (raw) => coincidenceResults.parse(raw),
};

/** Networks with so many seeds for every number of attributes; controls for the one nearest to four. */
export function boxTrials(seeds: number, relations: readonly number[]): readonly BoxTrial[] {
  const main = mainOf(relations);
  return relations.flatMap((count) =>
    Array.from({ length: seeds }, (_, i) => {
      const asked = count === main ? [...conditions] : conditions.slice(0, 1);
      const plan = { seed: String(i), relations: count, conditions: asked };
      return {
        ...plan,
        item: sha256(JSON.stringify(plan)).slice(0, 24),
        arm: "box" as const,
        repeat: 0,
        role: null,
      };
    }),
  );
}

/** The number of attributes whose controls are made, and on which C2 rests. */
export function mainOf(relations: readonly number[]): number {
  return [...relations].sort((a, b) => Math.abs(a - 4) - Math.abs(b - 4))[0] ?? 4;
}

/** Trains one network in a thread of its own. */
export async function measureBox(
  { seed, relations, conditions: asked }: BoxTrial,
  workers: Workers,
): Promise<Measured<BoxValue>> {
  return { value: { networks: [...(await workers.run(task, { seed, relations, conditions: asked }))] } };
}

/** Outcomes of texts that were scored, without those of networks. */
export async function* scoredOnly(
  outcomes: AsyncIterable<RecallOutcome>,
): AsyncGenerator<Outcome<ContinuationTrial, ContinuationValue>> {
  for await (const { trial, result, ...rest } of outcomes) {
    if (isBox(trial)) continue;
    if ("missing" in result) yield { ...rest, trial, result };
    else if ("scores" in result.value) yield { ...rest, trial, result: { value: result.value } };
  }
}
