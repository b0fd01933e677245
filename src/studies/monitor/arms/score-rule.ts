import { z } from "zod";
import { isJsonObject, type Json } from "../../../core/json.ts";
import { fieldAt } from "../../../core/message.ts";

/** How an answer of an arm's own form becomes a score from 0 to 1. */
export type ScoreRule =
  /** The share of the first list among the probabilities of both, as the next token. */
  | { readonly kind: "choose"; readonly positive: readonly string[]; readonly negative: readonly string[] }
  /** The first number of the answer, from `least` (score 0) to `most` (score 1). */
  | { readonly kind: "number"; readonly least: number; readonly most: number }
  /**
   * A field of the first JSON object in the answer: a number from `least` to `most`, or a word that `values` gives a score. With
   * `confidence`, another field from 0 to 10, the score is drawn towards one half as far as the confidence lacks.
   */
  | {
      readonly kind: "json";
      readonly field: string;
      readonly least: number;
      readonly most: number;
      readonly values?: Readonly<Record<string, number>> | undefined;
      readonly confidence?: string | undefined;
    };

const spellings = z.array(z.string().min(1)).min(1);
const range = { least: z.number().default(0), most: z.number().default(10) };
const ordered = ({ least, most }: { least: number; most: number }): boolean => least < most;

/** Schema of a rule, as a config file holds it. */
export const scoreRule: z.ZodType<ScoreRule> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("choose"), positive: spellings, negative: spellings }),
  z.strictObject({ kind: z.literal("number"), ...range }).refine(ordered, "least must lie below most"),
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

/** The score of a written answer, or null where it has not the form asked for. Never guesses. */
export function scoreOf(text: string, rule: Exclude<ScoreRule, { kind: "choose" }>): number | null {
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

/** Most characters of an answer that are searched for an object. */
const mostSearched = 20_000;

/** The first balanced `{...}` of a text, if it is JSON. */
function firstObject(text: string): unknown {
  const shown = text.slice(0, mostSearched);
  const start = shown.indexOf("{");
  let depth = 0;
  let quoted = false;
  for (let at = start; at >= 0 && at < shown.length; at++) {
    const letter = shown[at];
    if (quoted) {
      if (letter === "\\") at++;
      else if (letter === '"') quoted = false;
      continue;
    }
    if (letter === '"') quoted = true;
    else if (letter === "{") depth++;
    else if (letter === "}" && --depth === 0) return parsed(shown.slice(start, at + 1));
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
