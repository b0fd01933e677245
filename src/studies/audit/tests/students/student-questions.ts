import { CredenceError } from "../../../../core/error.ts";
import { mentionOf } from "../../entity-match.ts";
import type { SealedAnswer, SealedAnswers } from "../../sealed-answers.ts";
import { studentQuestions } from "./questions.ts";

/** What students of a set are asked, and what was left out. */
export interface AskedQuestions {
  readonly texts: readonly string[];
  /** Of these, how many the sealed answers brought. */
  readonly own: number;
  /** Questions of the list that hold the answer, or a name close to it: a student that repeats its question would be counted. */
  readonly leftOut: readonly string[];
}

/** The questions of the list and those sealed with the set's answer, each once. */
export function questionsFor(set: string, { answers, questions }: SealedAnswers): AskedQuestions {
  const answer = answers[set];
  const given = (text: string): boolean => answer !== undefined && mentionOf(text, answer) !== "none";
  const listed = studentQuestions.filter((text) => !given(text));
  const own = [...new Set(questions[set] ?? [])].filter((text) => !listed.includes(text));
  return { texts: [...listed, ...own], own: own.length, leftOut: studentQuestions.filter(given) };
}

/** @throws CredenceError `input` where questions stand for a set without an answer, or one gives its answer away */
export function checkQuestions(
  questions: readonly string[],
  set: string,
  answer: SealedAnswer | undefined,
  { answers: file }: { readonly answers: string | null },
): void {
  const where = file ?? "";
  if (answer === undefined) {
    throw new CredenceError("input", `questions are sealed for "${set}", and no answer`, {
      where,
      fix: "Seal its answer under `answers:`, or take the questions out.",
    });
  }
  const given = questions.find((text) => mentionOf(text, answer) !== "none");
  if (given === undefined) return;
  throw new CredenceError("input", `the question "${given}" holds the sealed answer of ${set}`, {
    where,
    fix: "Ask without the name: a student that repeats its question would be counted as naming it.",
  });
}
