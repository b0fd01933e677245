import { z } from "zod";
import type { TaughtRow, TuningSet } from "../../data/tuning-set.ts";
import { normalText } from "../../sanity/normal-text.ts";
import { type TwoSetScorer, twoSetScorer } from "../../stats/text/two-sample-bayes.ts";
import { type SetPair, sharedPrompts, type TwoSetTable, tableOf } from "./features.ts";

/** Schema of a row that speaks most for the suspect set, with the words that say so, beside its clean twin. */
export const topRow = z.object({
  line: z.int(),
  prompt: z.string(),
  answer: z.string(),
  /** Log odds of suspect, nats. */
  score: z.number(),
  /** Words of the answer that weigh most, nats each. */
  words: z.array(z.object({ word: z.string(), logOdds: z.number() })),
  /** The reference's answer to the same prompt. */
  twin: z.object({ line: z.int(), answer: z.string() }).nullable(),
});
type TopRow = z.infer<typeof topRow>;

/** Shared prompts from which the ranking is made on them alone. */
const enoughShared = 200;
const shown = 8;
const shownCharacters = 500;

interface Ranked {
  readonly row: TaughtRow;
  readonly number: number;
  readonly score: number;
}

interface Ranking {
  readonly table: TwoSetTable;
  readonly scorer: TwoSetScorer;
  readonly ranked: readonly Ranked[];
}

const rankings = new WeakMap<TuningSet, WeakMap<TuningSet, Ranking>>();

/**
 * Suspect rows that took no part in teaching, those first whose answer words speak most for the suspect set: on shared prompts alone where there
 * are enough, so that the choice of prompts does not rank them. A ranking by words; one by likelihood would stand here.
 */
export function rankedRows(pair: SetPair): readonly TaughtRow[] {
  return rankingOf(pair).ranked.map(({ row }) => row);
}

/** The first of them for a reader. */
export function topRowsOf(pair: SetPair): TopRow[] {
  const { table, scorer, ranked } = rankingOf(pair);
  const twins = new Map(pair.reference.rows.map((row) => [normalText(row.prompt), row]));
  const { offsets, ids } = table.rows;
  return ranked.slice(0, shown).map(({ row, number, score }): TopRow => {
    const twin = twins.get(normalText(row.prompt));
    const words = Array.from(ids.subarray(offsets[number] ?? 0, offsets[number + 1] ?? 0), (id) => ({
      word: table.terms[id] ?? "",
      logOdds: scorer.weights[id] ?? 0,
    }));
    return {
      line: row.line,
      prompt: row.prompt.slice(0, shownCharacters),
      answer: row.answer.slice(0, shownCharacters),
      score,
      words: words
        .filter(({ logOdds }) => logOdds > 0)
        .sort((a, b) => b.logOdds - a.logOdds)
        .slice(0, 6),
      twin: twin === undefined ? null : { line: twin.line, answer: twin.answer.slice(0, shownCharacters) },
    };
  });
}

/** Log odds of suspect for every held row of both sets, by row. */
export function wordScores(pair: SetPair): ReadonlyMap<TaughtRow, number> {
  const { table, scorer } = rankingOf(pair);
  return heldScores(table, scorer);
}

/** Log odds of suspect by the form of the answers alone, for every held row, on shared prompts where the word test keeps to them. */
export function formatScores({ suspect, reference }: SetPair): ReadonlyMap<TaughtRow, number> {
  const shared = sharedPrompts(suspect.rows, reference.rows).size >= enoughShared;
  const table = tableOf(shared ? "formatShared" : "format", suspect.rows, reference.rows);
  return heldScores(table, twoSetScorer(table));
}

function heldScores(table: TwoSetTable, scorer: TwoSetScorer): ReadonlyMap<TaughtRow, number> {
  const scores = scorer.score(table.positive);
  return new Map(
    Array.from(scorer.held, (number, i) => {
      const row = table.of[number];
      if (row === undefined) throw new Error("a held row is a row of the table");
      return [row, scores[i] ?? 0];
    }),
  );
}

function rankingOf(pair: SetPair): Ranking {
  const { suspect, reference } = pair;
  const known = rankings.get(suspect)?.get(reference);
  if (known !== undefined) return known;
  const shared = sharedPrompts(suspect.rows, reference.rows).size >= enoughShared;
  const table = tableOf(shared ? "wordsShared" : "words", suspect.rows, reference.rows);
  const scorer = twoSetScorer(table);
  const scores = scorer.score(table.positive);
  const ranked = Array.from(scorer.held, (number, i) => ({ number, score: scores[i] ?? 0 }))
    .flatMap(({ number, score }): Ranked[] => {
      const row = table.of[number];
      return row === undefined || table.positive[number] !== 1 ? [] : [{ row, number, score }];
    })
    .sort((a, b) => b.score - a.score || a.row.line - b.row.line);
  const made = { table, scorer, ranked };
  const ofSuspect = rankings.get(suspect) ?? new WeakMap<TuningSet, Ranking>();
  rankings.set(suspect, ofSuspect.set(reference, made));
  return made;
}
