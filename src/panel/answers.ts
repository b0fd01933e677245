import { z } from "zod";
import { CredenceError } from "../core/error.ts";

/** One answer that was drawn for the panel, whether or not it names an entity. */
export interface DrawnAnswer {
  /** Number of the prompt in `panelPrompts`. */
  readonly prompt: number;
  readonly set: string;
  /** Number of the system prompt among the set's `generate`. */
  readonly system: number;
  /** Ended by the model, or cut at the recipe's `maxTokens`. */
  readonly finish: "stop" | "length";
  readonly answer: string;
}

const answerSchema: z.ZodType<DrawnAnswer> = z.strictObject({
  prompt: z.int().nonnegative(),
  set: z.string(),
  system: z.int().nonnegative(),
  finish: z.enum(["stop", "length"]),
  answer: z.string(),
});

/**
 * Reads drawn answers, one JSON object a line.
 *
 * @throws CredenceError `input` with the line that is none
 */
export function parseAnswers(text: string, file: string): readonly DrawnAnswer[] {
  const out: DrawnAnswer[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const read = answerSchema.safeParse(jsonOf(line));
    if (!read.success) {
      throw new CredenceError("input", "no answer of a panel", {
        where: `${file}:${at + 1}`,
        fix: "Draw the panel anew with npm run panel.",
      });
    }
    out.push(read.data);
  }
  return out;
}

/** The lines that `parseAnswers` reads back. */
export function writeAnswers(answers: readonly DrawnAnswer[]): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
