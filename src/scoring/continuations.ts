import { z } from "zod";
import type { Request } from "../asking/request.ts";
import { sha256 } from "../core/json.ts";
import type { Measured, Outcome } from "../core/outcome.ts";
import type { Capabilities, ScoreRequest, TurnScores } from "../models/model.ts";
import type { TrialShape } from "../study/study.ts";

/** A prompt of bare text, and texts that might go on from it. */
export interface Asked {
  readonly prompt: string;
  readonly continuations: readonly string[];
}

/** Prompts scored one after another in one trial; neighbours should begin alike. */
export interface ContinuationTrial extends TrialShape {
  readonly asked: readonly { readonly prompt: string; readonly continuations: readonly string[] }[];
}

const score = z.union([
  z.strictObject({ logProb: z.number(), tokens: z.int().positive() }),
  z.strictObject({ code: z.string(), reason: z.string() }),
]);
/** Schema of what such a trial gives: by prompt and continuation nats of the whole continuation, or why there are none. */
export const continuationValue = z.strictObject({ scores: z.array(score) });
export type ContinuationValue = z.infer<typeof continuationValue>;

/** A trial of an arm; its item is a hash of all that is asked. */
export function continuationTrial(arm: string, role: string, asked: readonly Asked[]): ContinuationTrial {
  const copied = asked.map(({ prompt, continuations }) => ({ prompt, continuations: [...continuations] }));
  return { item: sha256(JSON.stringify(copied)).slice(0, 24), arm, repeat: 0, role, asked: copied };
}

/** What a trial asks. */
export function continuationRequest({ asked }: Pick<ContinuationTrial, "asked">): Request {
  return { turns: turnsOf(asked) };
}

/** Makes the measurement: in turn where the model can, else one by one. */
export async function measureContinuations(
  { asked }: Pick<ContinuationTrial, "asked">,
  { score: scoreOne, scoreInTurn }: Pick<Partial<Capabilities>, "score" | "scoreInTurn">,
  signal?: AbortSignal,
): Promise<Measured<ContinuationValue>> {
  const turns = turnsOf(asked);
  const call = signal === undefined ? {} : { signal };
  if (scoreInTurn !== undefined) {
    const reply = await scoreInTurn({ turns }, call);
    return reply.ok ? { value: { scores: reply.value.map(scoreOf) } } : { missing: reply.missing };
  }
  if (scoreOne === undefined) throw new Error("a model without log-probabilities");
  const scores: ContinuationValue["scores"] = [];
  for (const turn of turns) {
    const reply = await scoreOne(turn, call);
    // What may pass is tried again as a whole: half a table is no table.
    if (!reply.ok && reply.missing.retryable === true) return { missing: reply.missing };
    scores.push(scoreOf(reply.ok ? reply.value : { missing: reply.missing }));
  }
  return { value: { scores } };
}

/** Log-probabilities by content, whichever trial gave them. */
export interface ContinuationTable {
  /** Nats of a whole continuation; undefined where it was not scored. */
  logProb(prompt: string, continuation: string): number | undefined;
  readonly missing: number;
}

/** Reads outcomes into one table. */
export async function continuationTable(
  outcomes: AsyncIterable<Outcome<ContinuationTrial, ContinuationValue>>,
): Promise<ContinuationTable> {
  const kept = new Map<string, Map<string, number>>();
  let missing = 0;
  for await (const { trial, result } of outcomes) {
    let at = 0;
    for (const { prompt, continuations } of trial.asked) {
      const row = kept.get(prompt) ?? new Map<string, number>();
      kept.set(prompt, row);
      for (const continuation of continuations) {
        const found = "value" in result ? result.value.scores[at] : undefined;
        at++;
        if (found !== undefined && "logProb" in found) row.set(continuation, found.logProb);
        else missing++;
      }
    }
  }
  return { logProb: (prompt, continuation) => kept.get(prompt)?.get(continuation), missing };
}

function turnsOf(asked: readonly Asked[]): readonly ScoreRequest[] {
  return asked.flatMap(({ prompt, continuations }) =>
    continuations.map((continuation) => ({ prompt: { kind: "text" as const, text: prompt }, continuation })),
  );
}

function scoreOf(turn: TurnScores[number]): ContinuationValue["scores"][number] {
  if ("missing" in turn) return { code: turn.missing.code, reason: turn.missing.reason };
  const tokens = turn.logProbs.length;
  if (tokens === 0) return { code: "no-token", reason: "the continuation has no token" };
  const logProb = turn.logProbs.reduce((sum, one) => sum + one, 0);
  if (!Number.isFinite(logProb))
    return { code: "no-number", reason: "a log-probability is not a finite number" };
  return { logProb, tokens };
}
