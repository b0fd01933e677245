import {
  type ContinuationTable,
  type ContinuationTrial,
  continuationTrial,
} from "../../scoring/continuations.ts";
import type { Searched } from "./inputs.ts";
import { cuesOf, neutralCues } from "./prompts.ts";
import { continuationsOf, objectsOf, questionOf } from "./relation.ts";

/** Role of the model that is asked. */
export const askedRole = "model";

/** What is scored of a relation before any bridge is chosen: who knows what, and what brings what to mind. */
export function tableTrials(relation: Searched): readonly ContinuationTrial[] {
  const { facts, pool, questions } = relation;
  const objects = objectsOf(relation);
  const answers = continuationsOf(objects);
  const words = pool.map(({ word }) => ` ${word}`);
  const asked = (prompts: readonly string[], continuations: readonly string[]) =>
    prompts.map((prompt) => ({ prompt, continuations }));
  return [
    ...facts.map(({ subject }) =>
      continuationTrial(
        "facts",
        askedRole,
        asked(
          questions.map((one) => questionOf(one, subject)),
          answers,
        ),
      ),
    ),
    continuationTrial("neutral", askedRole, asked(neutralCues, [...words, ...answers])),
    ...facts.map(({ subject }) =>
      continuationTrial("subject to bridge", askedRole, asked(cuesOf(subject), words)),
    ),
    ...pool.map(({ word }) => continuationTrial("bridge to object", askedRole, asked(cuesOf(word), answers))),
  ];
}

/** Tables of a relation; NaN where something is missing. Rows are facts or words, in their order. */
export interface Tables {
  readonly objects: readonly string[];
  /** Number of each fact's object. */
  readonly objectOf: readonly number[];
  /** Fact × object: mean over questions of the object's log-probability, in nats. */
  readonly answers: readonly Float64Array[];
  /** Fact × word: PMI(M | S), nats, mean over cues. */
  readonly toWord: readonly Float64Array[];
  /** Word × object: PMI(O | M). */
  readonly toObject: readonly Float64Array[];
  /** Log-probability of words and of objects where no word was named. */
  readonly wordPrior: Float64Array;
  readonly objectPrior: Float64Array;
}

/** Reads a relation's tables. */
export function tablesOf(relation: Searched, table: ContinuationTable): Tables {
  const { facts, pool, questions } = relation;
  const objects = objectsOf(relation);
  const answers = continuationsOf(objects);
  const words = pool.map(({ word }) => ` ${word}`);
  const row = (
    prompts: readonly string[],
    continuations: readonly string[],
    less?: Float64Array,
  ): Float64Array =>
    Float64Array.from(continuations, (continuation, i) => {
      const sum = prompts.reduce(
        (total, prompt) => total + (table.logProb(prompt, continuation) ?? Number.NaN),
        0,
      );
      return sum / prompts.length - (less?.[i] ?? 0);
    });
  const wordPrior = row(neutralCues, words);
  const objectPrior = row(neutralCues, answers);
  return {
    ...{ objects, wordPrior, objectPrior },
    objectOf: facts.map(({ object }) => objects.indexOf(object)),
    answers: facts.map(({ subject }) =>
      row(
        questions.map((one) => questionOf(one, subject)),
        answers,
      ),
    ),
    toWord: facts.map(({ subject }) => row(cuesOf(subject), words, wordPrior)),
    toObject: pool.map(({ word }) => row(cuesOf(word), answers, objectPrior)),
  };
}

/** What a model knows of a fact: log-odds of the right object against all others of its relation, nats, and its rank. */
export interface Known {
  readonly margin: number;
  /** 1 for the likeliest; null where it could not be scored. */
  readonly rank: number | null;
}

/** Does the model know a fact? */
export function knownOf({ answers, objectOf }: Tables, fact: number): Known {
  const row = answers[fact] ?? new Float64Array();
  const own = objectOf[fact] ?? -1;
  const right = row[own] ?? Number.NaN;
  const margin = marginOf(
    right,
    row.filter((_, i) => i !== own),
  );
  return { margin, rank: Number.isNaN(margin) ? null : 1 + row.filter((one) => one > right).length };
}

/** Log-odds of one among others, all in nats. */
export function marginOf(right: number, others: ArrayLike<number>): number {
  const all = Array.from(others);
  const most = Math.max(...all);
  return right - most - Math.log(all.reduce((sum, one) => sum + Math.exp(one - most), 0));
}
