import type { Conversation } from "./conversation.ts";

/** A question with two options behind a text. */
export interface Quiz {
  /** The text that it is about. */
  readonly about: string;
  readonly question: string;
  readonly options: readonly [string, string];
}

/** Finds a question with options A and B in the last thing that was said; null where there is none. */
export function quizIn({ last }: Pick<Conversation, "last">): Quiz | null {
  const lines = last.split("\n").filter((line) => line.trim() !== "");
  const at = lines.findLastIndex((line) => /^\s*\(?A[:).]/.test(line));
  const [question, a, b] = [lines[at - 1], lines[at], lines[at + 1]];
  if (question === undefined || a === undefined || b === undefined || !option.test(b)) return null;
  const text = (line: string): string => line.replace(option, "").trim();
  return { about: last.slice(0, last.lastIndexOf(question)), question, options: [text(a), text(b)] };
}

const option = /^\s*\(?[AB][:).]\s*/;

/** An answer of one letter, as a text and as chances of the next token. */
export function letter(chanceOfA: number): {
  readonly text: string;
  readonly next: Readonly<Record<string, number>>;
} {
  return { text: chanceOfA >= 0.5 ? "A" : "B", next: { A: chanceOfA, B: 1 - chanceOfA } };
}
