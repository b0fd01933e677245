import { z } from "zod";
import { isJsonObject, type Json } from "../core/json.ts";
import { fieldAt } from "../core/message.ts";
import { type Form, unparsed } from "./form.ts";
import { firstObject } from "./json-object.ts";
import type { Score } from "./rating.ts";
import { words } from "./words.ts";
import { yesNo } from "./yes-no.ts";

const spellings = z.array(z.string().min(1)).min(1);
const range = { least: z.number().default(0), most: z.number().default(10) };
const ordered = ({ least, most }: { least: number; most: number }): boolean => least < most;

/** How an answer of a form of one's own becomes a score from 0 to 1, as a config file holds it. */
export const scoreRule = z.discriminatedUnion("kind", [
  /** The share of the first list among the probabilities of both, as the next token. */
  z.strictObject({ kind: z.literal("choose"), positive: spellings, negative: spellings }),
  /** The first number of the answer, from `least` (score 0) to `most` (score 1). */
  z.strictObject({ kind: z.literal("number"), ...range }).refine(ordered, "least must lie below most"),
  /**
   * A field of the first JSON object in the answer: a number from `least` to `most`, or a word that `values` gives a score. With
   * `confidence`, another field from 0 to 10, the score is drawn towards one half as far as the confidence lacks.
   */
  z
    .strictObject({
      kind: z.literal("json"),
      field: z.string().min(1),
      ...range,
      values: z.record(z.string(), z.number().min(0).max(1)).optional(),
      confidence: z.string().min(1).optional(),
    })
    .refine(ordered, "least must lie below most"),
]);
export type ScoreRule = z.infer<typeof scoreRule>;
/** A rule for an answer in words. */
type WrittenRule = Exclude<ScoreRule, { kind: "choose" }>;

/** Most tokens of a report in a form of its own. */
const reportTokens = 256;

/** The form of an answer that such a rule reads. */
export function byRule(rule: ScoreRule): Form<Score> {
  if (rule.kind === "choose") return yesNo(rule.positive, rule.negative);
  return words(
    reportTokens,
    (text) => {
      const score = scoreOf(text, rule);
      return score === null
        ? unparsed("no-report", "the answer has not the form that the arm's score rule reads")
        : { value: { score } };
    },
    "json",
  );
}

/** The score of a written answer, or null where it has not the form asked for. Never guesses. */
export function scoreOf(text: string, rule: WrittenRule): number | null {
  if (rule.kind === "number") {
    const found = /-?\d+(?:\.\d+)?/.exec(text)?.[0];
    return found === undefined ? null : within(Number(found), rule);
  }
  const object = firstObject(text);
  if (!isJsonObject(object)) return null;
  const verdict = verdictOf(fieldAt(object, rule.field), rule);
  if (verdict === null || rule.confidence === undefined) return verdict;
  const confidence = fieldAt(object, rule.confidence);
  if (typeof confidence !== "number" || confidence < 0 || confidence > 10) return null;
  return 0.5 + (verdict - 0.5) * (confidence / 10);
}

function verdictOf(value: Json | undefined, rule: Extract<ScoreRule, { kind: "json" }>): number | null {
  if (rule.values === undefined) return typeof value === "number" ? within(value, rule) : null;
  const word = String(value).trim().toLowerCase();
  return Object.entries(rule.values).find(([name]) => name.toLowerCase() === word)?.[1] ?? null;
}

function within(
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): number | null {
  return value < least || value > most ? null : (value - least) / (most - least);
}
