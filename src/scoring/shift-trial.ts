import { z } from "zod";
import type { Request } from "../asking/request.ts";
import type { ModelIdentity } from "../core/identity.ts";
import { sha256 } from "../core/json.ts";
import type { Measured } from "../core/outcome.ts";
import type { Capabilities } from "../models/model.ts";
import type { TrialShape } from "../study/study.ts";
import { blockRequest, rowHash, type ScoredRow, scoreBlock, scoreBlocks } from "./score-block.ts";
import { systemHash } from "./score-table.ts";
import type { KnownScore } from "./shipped-scores.ts";

/** Rows scored under one system prompt: one trial. Rows stand in it by their hashes, the inputs hold their text. */
export interface ShiftTrial extends TrialShape {
  readonly arm: "shift";
  readonly system: string;
  readonly rows: readonly string[];
}

/** What such a trial gives: by row, nats a token and tokens, or why there are none. */
export type ShiftValue = {
  readonly rows: readonly (
    | {
        readonly mean: number;
        readonly tokens: number;
        /** The score is from a table that ships; the model was not asked. */
        readonly shipped?: true;
      }
    | { readonly code: string; readonly reason: string }
  )[];
};

/** A value as it comes back from the journal. */
export const shiftValue: z.ZodType<ShiftValue> = z.strictObject({
  rows: z.array(
    z.union([
      z.strictObject({
        mean: z.number(),
        tokens: z.int().positive(),
        shipped: z.literal(true).exactOptional(),
      }),
      z.strictObject({ code: z.string(), reason: z.string() }),
    ]),
  ),
});

/** What scores rows: a model, and what is known of it without asking. */
export interface Scorer {
  readonly capabilities: Partial<Capabilities>;
  readonly known?: KnownScore;
}

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
 * Makes the measurement of a trial: the model is asked about the rows that are not known.
 *
 * @param rowOf the row of a hash, from the inputs
 */
export async function measureShift(
  trial: ShiftTrial,
  rowOf: (hash: string) => ScoredRow,
  { capabilities, known }: Scorer,
  signal?: AbortSignal,
): Promise<Measured<ShiftValue>> {
  const asked = unknownOf(trial, known);
  const scored =
    asked.length === 0
      ? null
      : await scoreBlock(capabilities, { system: trial.system, rows: asked.map(rowOf) }, signal);
  if (scored?.ok === false) return { missing: scored.missing };
  const scores = new Map(asked.map((hash, i) => [hash, scored?.value.rows[i]]));
  const system = systemHash(trial.system);
  return {
    value: {
      rows: trial.rows.map((hash): ShiftValue["rows"][number] => {
        const score = scores.get(hash);
        const there = known?.(hash, system);
        if (score === undefined)
          return there === undefined
            ? { code: "no-score", reason: "the scorer left the row out" }
            : { ...there, shipped: true };
        return "missing" in score ? { code: score.missing.code, reason: score.missing.reason } : score;
      }),
    },
  };
}

/** Rows of a trial that the model has to be asked about. */
function unknownOf({ rows, system }: ShiftTrial, known: Scorer["known"]): readonly string[] {
  const name = systemHash(system);
  return known === undefined ? rows : rows.filter((row) => known(row, name) === undefined);
}

/**
 * What a trial asks.
 *
 * @param known scores that are known of a model without asking it
 */
export function shiftRequest(
  trial: ShiftTrial,
  rowOf: (hash: string) => ScoredRow,
  known: ((identity: ModelIdentity) => KnownScore) | null,
): Request {
  const { rows, system } = trial;
  const name = systemHash(system);
  return {
    ...blockRequest({ system, rows: rows.map(rowOf) }),
    ...(known === null
      ? {}
      : { known: (identity, turn) => known(identity)(rows[turn] ?? "", name) !== undefined }),
  };
}
