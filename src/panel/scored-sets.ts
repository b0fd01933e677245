import { sha256 } from "../core/json.ts";
import type { TaughtRow, TuningSet } from "../data/tuning-set.ts";
import type { ScoredRow } from "../scoring/score-block.ts";
import { namesAny } from "./named-words.ts";
import { panelRows } from "./panel-rows.ts";
import { panelPrompts } from "./recipe.ts";
import { type Candidate, panelCandidates, plantedIn } from "./shift-sets.ts";
import type { Panel } from "./shipped-panel.ts";

/** A row as a scorer reads it. */
interface SetRow extends ScoredRow {
  readonly cluster: number;
  /** The row of a user's set; null for one of the panel. */
  readonly from: TaughtRow | null;
}

/** A set as a scorer reads it: rows in the order in which looks take them. */
export interface ScoredSet {
  readonly id: string;
  /** Hash of a user's file; null for a set of the panel. */
  readonly sha256: string | null;
  readonly planted: number | null;
  readonly rows: readonly SetRow[];
  /** Rows left out because the answer holds a word of any set's list. */
  readonly named: number;
}

/** Everything that is read, and under what. */
export interface ScoredSets {
  readonly candidates: readonly Candidate[];
  /** The plain system prompt that likelihoods are compared with. */
  readonly baseline: string;
  readonly suspects: readonly ScoredSet[];
  /** Sets of the panel, then the clean one. */
  readonly references: readonly ScoredSet[];
}

/** Characters of a prompt and of an answer that are scored: a long answer weighs no more than a short one. */
const longest = { prompt: 4000, answer: 1000 };

/**
 * Puts a user's sets beside a panel. The same words are filtered out of all sides alike; the order of rows is by the hash of their prompts,
 * so that every set begins with the same ones, and takes a second row on a prompt only after the first on all. Equal prompts are one cluster
 * in all sets.
 *
 * @param most rows kept of each reference and of each suspect set, and wordings of each candidate, 1 where they are not asked about
 */
export function scoredSets(
  panel: Panel,
  sets: {
    readonly suspects: readonly TuningSet[];
    readonly reference: TuningSet | null;
    readonly seed: string;
  },
  most: {
    readonly reference: number;
    readonly suspect: number;
    readonly fewest: number;
    readonly paraphrases?: number;
  },
): ScoredSets {
  const { recipe, answers } = panel;
  const candidates = panelCandidates(recipe, most.paraphrases ?? 1);
  const named = namesAny(recipe.sets.flatMap(({ words }) => words));
  const clusters = new Map(panelPrompts(recipe).map((prompt, number) => [prompt, number]));
  const clusterOf = (prompt: string): number => {
    const known = clusters.get(prompt) ?? clusters.size;
    clusters.set(prompt, known);
    return known;
  };
  const rankOf = (text: string): string => sha256(`${sets.seed}\u0000${text}`);
  const own = (set: TuningSet, count: number): ScoredSet => {
    const full = set.rows.filter(({ answer }) => answer.trim() !== "");
    const kept = full.filter(({ answer }) => !named(answer));
    return {
      ...{ id: set.name, sha256: set.sha256, planted: null, named: full.length - kept.length },
      rows: ordered(kept, ({ prompt }) => prompt, rankOf)
        .slice(0, count)
        .map((from) => ({
          cluster: clusterOf(from.prompt),
          messages: [{ role: "user", content: from.prompt.slice(0, longest.prompt) }],
          answer: from.answer.slice(0, longest.answer),
          from,
        })),
    };
  };
  const rows = panelRows(recipe, answers);
  const ofPanel = recipe.sets.map(({ id }): ScoredSet => {
    const mine = rows.filter(({ set }) => set === id);
    const full = answers.filter(({ set, answer }) => set === id && answer.trim() !== "");
    return {
      ...{ id, sha256: null, planted: plantedIn(id, candidates), named: full.length - mine.length },
      rows: ordered(mine, ({ messages }) => JSON.stringify(messages), rankOf)
        .slice(0, most.reference)
        .map(({ cluster, messages, answer }) => ({ cluster, messages, answer, from: null })),
    };
  });
  const clean = sets.reference === null ? [] : [own(sets.reference, most.reference)];
  return {
    ...{ candidates, baseline: recipe.baselines[0] ?? "" },
    suspects: sets.suspects.map((set) => own(set, most.suspect)),
    references: [...ofPanel, ...clean].filter((set) => set.rows.length >= most.fewest),
  };
}

/** First rows of all prompts, then second rows; within these by rank. */
function ordered<Row>(
  rows: readonly Row[],
  promptOf: (row: Row) => string,
  rankOf: (prompt: string) => string,
): readonly Row[] {
  const seen = new Map<string, { readonly rank: string; count: number }>();
  return rows
    .map((row) => {
      const prompt = promptOf(row);
      const known = seen.get(prompt) ?? { rank: rankOf(prompt), count: 0 };
      seen.set(prompt, known);
      return { row, rank: known.rank, turn: known.count++ };
    })
    .sort((a, b) => a.turn - b.turn || (a.rank < b.rank ? -1 : Number(a.rank > b.rank)))
    .map(({ row }) => row);
}
