import { z } from "zod";
import { sha256 } from "../../../core/json.ts";
import type { Measured } from "../../../core/outcome.ts";
import type { Capabilities } from "../../../models/model.ts";
import type { TrialShape } from "../../../study/study.ts";
import {
  blockRequest,
  rowHash,
  type ScoreBlock,
  type ScoredRow,
  scoreBlock,
  scoreBlocks,
} from "./score-block.ts";

/** Rows scored under one system prompt: one trial. Rows stand in it by their hashes, the inputs hold their text. */
export interface ShiftTrial extends TrialShape {
  readonly arm: "shift";
  readonly system: string;
  readonly rows: readonly string[];
}

/** What such a trial gives: by row, nats a token and tokens, or why there are none. */
export type ShiftValue = {
  readonly rows: readonly (
    | { readonly mean: number; readonly tokens: number }
    | { readonly code: string; readonly reason: string }
  )[];
};

/** A value as it comes back from the journal. */
export const shiftValue: z.ZodType<ShiftValue> = z.strictObject({
  rows: z.array(
    z.union([
      z.strictObject({ mean: z.number(), tokens: z.int().positive() }),
      z.strictObject({ code: z.string(), reason: z.string() }),
    ]),
  ),
});

/** Rows a trial has: what is lost when a run is killed. More save a system prompt's evaluation now and then. */
const blockRows = 24;

/** Trials for all rows under all system prompts, each pair once, in the order in which a cache serves them best. */
export function shiftTrials(
  rows: readonly ScoredRow[],
  systems: readonly string[],
  role: string,
): readonly ShiftTrial[] {
  return scoreBlocks(rows, systems, blockRows).map(({ system, rows: part }) => {
    const hashes = part.map(rowHash);
    return { item: sha256(hashes.join(" ")), arm: "shift", repeat: 0, role, system, rows: hashes };
  });
}

/**
 * Makes the measurement of a trial.
 *
 * @param rowOf the row of a hash, from the inputs
 */
export async function measureShift(
  trial: ShiftTrial,
  rowOf: (hash: string) => ScoredRow,
  capabilities: Partial<Capabilities>,
  signal?: AbortSignal,
): Promise<Measured<ShiftValue>> {
  const scored = await scoreBlock(capabilities, blockOf(trial, rowOf), signal);
  if (!scored.ok) return { missing: scored.missing };
  return {
    value: {
      rows: scored.value.rows.map((row) =>
        "missing" in row ? { code: row.missing.code, reason: row.missing.reason } : row,
      ),
    },
  };
}

/** Tokens that trials will take of a model that says so beforehand, exactly. */
export interface PlannedTokens {
  readonly evaluated: number;
  readonly reused: number;
  readonly scored: number;
}

/** Counts them; null where the model cannot say, or for a trial that it cannot count. */
export async function plannedShiftTokens(
  trials: Iterable<ShiftTrial>,
  rowOf: (hash: string) => ScoredRow,
  { tokensInTurn }: Partial<Capabilities>,
): Promise<PlannedTokens | null> {
  if (tokensInTurn === undefined) return null;
  const sum = { evaluated: 0, reused: 0, scored: 0 };
  for (const trial of trials) {
    const reply = await tokensInTurn(blockRequest(blockOf(trial, rowOf)));
    if (!reply.ok) return null;
    sum.evaluated += reply.value.evaluated;
    sum.reused += reply.value.reused;
    sum.scored += reply.value.scored;
  }
  return sum;
}

function blockOf({ system, rows }: ShiftTrial, rowOf: (hash: string) => ScoredRow): ScoreBlock {
  return { system, rows: rows.map(rowOf) };
}
