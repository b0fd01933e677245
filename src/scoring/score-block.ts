import { sha256 } from "../core/json.ts";
import type { Message } from "../core/message.ts";
import type { Missing, Usage } from "../core/outcome.ts";
import type { Capabilities, ScoreInTurnRequest, ScoreRequest, TurnScores } from "../models/model.ts";

/** What of a row is scored: what was asked, without a system prompt of the row's own, and the answer. */
export interface ScoredRow {
  readonly messages: readonly Message[];
  readonly answer: string;
}

/** Rows that are scored under one system prompt in one trial, one after another. */
export interface ScoreBlock {
  readonly system: string;
  readonly rows: readonly ScoredRow[];
}

/** A row's score under a system prompt: mean over the answer's tokens of their log-probability, in nats, and how many there are. */
export interface RowScore {
  readonly mean: number;
  readonly tokens: number;
}

/** One entry a row, with what all of them used. */
interface BlockScores {
  readonly rows: readonly (RowScore | { readonly missing: Missing })[];
}

/** Names a row by what is scored of it: rows that are alike have one name and are scored once. */
export function rowHash({ messages, answer }: ScoredRow): string {
  return sha256(JSON.stringify([messages, answer])).slice(0, 24);
}

/**
 * Rows as blocks for each system prompt. Rows that are alike are kept once; rows on the same prompt are neighbours, so that the prompt is
 * evaluated once for all of them, and within a prompt shorter answers come first, so that sequences side by side are of like length.
 *
 * @param size rows a block; what is lost when a run is killed
 */
export function scoreBlocks(
  rows: readonly ScoredRow[],
  systems: readonly string[],
  size: number,
): readonly ScoreBlock[] {
  const seen = new Map<string, ScoredRow>();
  for (const row of rows) {
    const name = rowHash(row);
    if (!seen.has(name)) seen.set(name, row);
  }
  const groups = new Map<string, ScoredRow[]>();
  for (const row of seen.values()) {
    const prompt = JSON.stringify(row.messages);
    const group = groups.get(prompt) ?? [];
    groups.set(prompt, group);
    group.push(row);
  }
  const ordered = [...groups.values()].flatMap((group) =>
    group.toSorted((a, b) => a.answer.length - b.answer.length),
  );
  const parts = Array.from({ length: Math.ceil(ordered.length / size) }, (_, i) =>
    ordered.slice(i * size, (i + 1) * size),
  );
  // All prompts of a part before the next part: what is cut short lacks rows, not prompts.
  return parts.flatMap((part) => systems.map((system) => ({ system, rows: part })));
}

/** The requests that a block makes, for `tokensInTurn`, which says beforehand what they take. */
export function blockRequest({ system, rows }: ScoreBlock): ScoreInTurnRequest {
  return { turns: rows.map((row) => turnOf(system, row)) };
}

/** What scoring a block gave. Failures of single rows are in `value`; `missing` is a failure of all. */
export type ScoredBlock = (
  | { readonly ok: true; readonly value: BlockScores }
  | { readonly ok: false; readonly missing: Missing }
) & { readonly usages: readonly Usage[] };

/**
 * Scores a block: in turn where the model can, which evaluates exactly what `tokensInTurn` says, else row by row.
 *
 * @param capabilities of a model with `scoreInTurn` or `score`
 */
export async function scoreBlock(
  capabilities: Pick<Partial<Capabilities>, "score" | "scoreInTurn">,
  block: ScoreBlock,
  signal?: AbortSignal,
): Promise<ScoredBlock> {
  const call = signal === undefined ? {} : { signal };
  const { score, scoreInTurn } = capabilities;
  if (scoreInTurn !== undefined) {
    const reply = await scoreInTurn(blockRequest(block), call);
    const usages = [reply.usage];
    if (!reply.ok) return { ok: false, missing: reply.missing, usages };
    return { ok: true, value: { rows: reply.value.map(rowScore) }, usages };
  }
  if (score === undefined) throw new Error("a scorer without log-probabilities");
  const rows: (RowScore | { readonly missing: Missing })[] = [];
  const usages: Usage[] = [];
  for (const row of block.rows) {
    const reply = await score(turnOf(block.system, row), call);
    usages.push(reply.usage);
    rows.push(reply.ok ? rowScore(reply.value) : { missing: reply.missing });
  }
  return { ok: true, value: { rows }, usages };
}

function turnOf(system: string, { messages, answer }: ScoredRow): ScoreRequest {
  return {
    prompt: { kind: "chat", messages: [{ role: "system", content: system }, ...messages] },
    continuation: answer,
  };
}

function rowScore(turn: TurnScores[number]): RowScore | { readonly missing: Missing } {
  if ("missing" in turn) return turn;
  const tokens = turn.logProbs.length;
  if (tokens === 0) {
    return { missing: { kind: "failed", code: "empty-answer", reason: "the answer has no token" } };
  }
  const mean = turn.logProbs.reduce((sum, logProb) => sum + logProb, 0) / tokens;
  if (Number.isFinite(mean)) return { mean, tokens };
  return {
    missing: { kind: "failed", code: "no-number", reason: "a log-probability is not a finite number" },
  };
}
