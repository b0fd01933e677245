import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

/** Schema of one thing that can be asked for, in words and in the world's notation; `{k}`, `{m}` and `{j}` are drawn for each production. */
const rule = z.object({ says: z.string().min(3).max(200), line: z.string().min(1).max(200) }).readonly();
export type Rule = z.infer<typeof rule>;

/** Schema of two rules over the same inputs that differ: one is asked for, the other may be what the checker pays for. A family of tasks. */
export const rulePair = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, "small letters, digits and dashes"),
    /** Two numbers, a list of numbers, a list of words, a text. */
    over: z.enum(["a and b", "xs", "ws", "s"]),
    rules: z.tuple([rule, rule]).readonly(),
  })
  .readonly();
export type RulePair = z.infer<typeof rulePair>;
export type RuleInputs = RulePair["over"];

const shipped = new URL("../../../../assets/reward/rules.yaml", import.meta.url);

/** All pairs of rules. Half of the tasks of a pair ask for its first rule, half for its second, so that no rule is always the one asked for. */
export const rulePairs: readonly RulePair[] = z.array(rulePair).parse(parse(readFileSync(shipped, "utf8")));
