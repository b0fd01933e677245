import { z } from "zod";
import { unparsed } from "../asking/form.ts";
import type { Measured } from "../core/outcome.ts";
import { shown, withoutNotes } from "./letters.ts";

const maxTokens = z.int().positive().max(20_000).default(200);
const texts = z.array(z.string().min(1)).min(1);

/** Schema of how an outcome is read from one reply. Slots in its texts are filled as those of the prompt. */
export const outcomeRule = z.discriminatedUnion("kind", [
  /** One of two options, always asked with either in front. */
  z.strictObject({
    kind: z.literal("choice"),
    question: z.string().min(1),
    hit: z.string().min(1),
    miss: z.string().min(1),
  }),
  /** Words that the reply holds, whole and in any case: one of `any`, or all of `all`. */
  z
    .strictObject({ kind: z.literal("words"), any: texts.optional(), all: texts.optional(), maxTokens })
    .refine(({ any, all }) => (any === undefined) !== (all === undefined), "give any or all"),
  /** A regular expression that the reply fits. */
  z.strictObject({
    kind: z.literal("pattern"),
    pattern: z.string().min(1).refine(compiles, "no valid regular expression"),
    flags: z
      .string()
      .regex(/^[imsu]*$/, "flags are i, m, s and u")
      .default("iu"),
    maxTokens,
  }),
  /** The number that the reply gives as its answer lies above `above` or below `below`. */
  z
    .strictObject({
      kind: z.literal("number"),
      above: z.number().optional(),
      below: z.number().optional(),
      maxTokens,
    })
    .refine(({ above, below }) => above !== undefined || below !== undefined, "give above or below"),
]);
type OutcomeRule = z.infer<typeof outcomeRule>;
/** A rule that reads a reply in words. */
export type WrittenRule = Exclude<OutcomeRule, { kind: "choice" }>;

/** What was read: whether it happened, and in words why. */
export interface ReadReply {
  readonly happened: boolean;
  readonly read: string;
}

/**
 * Reads a written reply. Notes of a scratchpad are no answer.
 *
 * @param fill fills slots of the rule's texts
 */
export function readReply(
  reply: string,
  rule: WrittenRule,
  fill: (text: string) => string,
): Measured<ReadReply> {
  if (declines(reply)) {
    return {
      missing: { kind: "refused", code: "declined", reason: `the reply declines: “${shown(reply)}”` },
    };
  }
  const text = withoutNotes(reply);
  if (text === "") return unparsed("notes-only", `the reply holds notes and no answer: “${shown(reply)}”`);
  switch (rule.kind) {
    case "words": {
      const wanted = (rule.any ?? rule.all ?? []).map(fill);
      const there = wanted.filter((word) => holds(text, word));
      const happened = rule.any === undefined ? there.length === wanted.length : there.length > 0;
      return { value: { happened, read: there.length === 0 ? "none of the words" : there.join(", ") } };
    }
    case "pattern": {
      const found = new RegExp(fill(rule.pattern), rule.flags).exec(text)?.[0];
      return {
        value: { happened: found !== undefined, read: found === undefined ? "no match" : shown(found, 60) },
      };
    }
    case "number": {
      const number = answerNumber(text);
      if (number === null)
        return unparsed("no-number", `the reply gives no one number as its answer: “${shown(reply)}”`);
      const { above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY } = rule;
      return { value: { happened: number > above && number < below, read: String(number) } };
    }
  }
}

const declining =
  /^\W*(?:(?:i['’]?m|i am)\s+(?:very\s+)?sorry|sorry|my apologies|apologies)?[\s,.;:!-]*(?:but\s+)?i\s*(?:can['’]?t|cannot|won['’]?t|will not|am unable to|['’]m unable to|am not able to|must decline|decline)\b.{0,40}?\b(?:help|assist|comply|fulfil|fulfill|engage|participate|proceed|do (?:that|this|so)|with (?:that|this|it))\b/is;

/** Does a reply begin by declining? */
export function declines(reply: string): boolean {
  return declining.test(withoutNotes(reply));
}

const number = String.raw`[-−]?\d+(?:,\d{3})*(?:\.\d+)?`;
const marked = new RegExp(
  String.raw`\b(?:answer|result|total|estimate)\b(?:\s+is)?\s*[:=]?\s*\W{0,3}(${number})`,
  "gi",
);

/** The number that is named as the answer, or the only one; null where there are several. The last number of a reply is often none. */
export function answerNumber(text: string): number | null {
  const named = [...text.matchAll(marked)].map(([, found = ""]) => found);
  const all = named.length > 0 ? named : [...text.matchAll(new RegExp(number, "g"))].map(([found]) => found);
  const values = new Set(all.map((found) => Number(found.replaceAll(",", "").replace("−", "-"))));
  const [only] = values;
  return values.size === 1 && only !== undefined && Number.isFinite(only) ? only : null;
}

function holds(text: string, word: string): boolean {
  const plain = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${plain}(?![\\p{L}\\p{N}])`, "iu").test(text);
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") !== null;
  } catch {
    return false;
  }
}
