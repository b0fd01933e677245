import { z } from "zod";
import { factSetIds } from "./fact-sets.ts";

const none = z.string().nullable().default(null);
const whole = (least: number, most: number, usual: number) => z.int().min(least).max(most).default(usual);

/** Everything that can be set; flags, config file and help are made from it. */
export const recallConfig = z.object({
  files: z
    .array(z.string())
    .default([])
    .describe(
      "CSV files of facts of your own, columns subject and object, and relation where there are several kinds; without any the built-in facts are asked",
    )
    .meta({ positional: true }),
  model: none.describe("model that is asked; it must give log-probabilities of a text"),
  sets: z
    .array(z.enum(factSetIds))
    .min(1)
    .default([...factSetIds])
    .describe("built-in facts"),
  questions: z
    .array(z.string().includes("{subject}", { error: "a question needs {subject} where the subject stands" }))
    .default([])
    .describe("beginnings that an object finishes, for files of your own: The capital of {subject} is"),
  bridges: none.describe(
    "CSV of words that bridges may go through, columns word and said (default: the words that ship)",
  ),
  facts: whole(4, 5000, 1000).describe("most facts of a relation, the first of the file"),
  pool: whole(8, 500, 64).describe("words searched in a relation"),
  others: whole(1, 8, 2).describe("other subjects under which every context is shown too"),
  permutations: whole(199, 100_000, 2000).describe("times answers are dealt out at random"),
  draws: whole(200, 100_000, 1000).describe("resamples of facts, for the interval of the share"),
  q: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.1)
    .describe("share of false ones that a list of mnemonics may have on average"),
  box: whole(0, 64, 0).describe(
    "networks trained here for each of --box-relations, with coincidences planted: does the method find them?",
  ),
  boxRelations: z
    .array(z.int().min(1).max(16))
    .min(1)
    .default([2, 4, 8])
    .describe("attributes of a subject in those networks"),
});
export type RecallConfig = z.infer<typeof recallConfig>;
