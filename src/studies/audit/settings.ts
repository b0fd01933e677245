import { z } from "zod";
import { maxBad } from "../../data/max-bad.ts";
import { kinship } from "../../panel/which-kind.ts";
import { studentForm } from "./tests/students/named-students.ts";

const nameOrNone = (doc: string) => z.string().nullable().default(null).describe(doc);
const whole = (least: number, most: number, usual: number) => z.int().min(least).max(most).default(usual);
const share = z.number().gt(0).max(1);
const student = z
  .array(z.string().regex(studentForm, "write SHARE=MODEL with a share from 0 to 1, as in 0.1=./tenth.gguf"))
  .default([]);

/** Schemas of the settings, but for which tests are made: that one follows from the list of tests. */
export const auditSettings = z.object({
  suspects: z
    .array(z.string())
    .default([])
    .describe(
      "files of fine-tuning rows: messages, ShareGPT, prompt and completion, instruction and output, question and response; JSON Lines, lists, CSV, Parquet, .gz, .zst",
    )
    .meta({ positional: true }),
  reference: nameOrNone("a clean file of the same kind, best with the same prompts; most tests need one"),
  maxBad,
  answers: nameOrNone("YAML with the right answer for each set; its hash is registered before any call"),
  investigator: nameOrNone("model that is shown rows and names an entity"),
  monitor: nameOrNone("model that is asked about each row alone"),
  reader: nameOrNone("local model that reads rows for a monitor trained on its hidden states"),
  scorer: z
    .array(z.string())
    .refine((names) => new Set(names).size === names.length, "a scorer is named twice")
    .default([])
    .describe("models with log-probabilities that read rows under the panel's system prompts"),
  kin: z
    .array(kinship)
    .default([])
    .describe(
      "how each scorer stands to the model that wrote the suspect sets: its own base, a relative of the same family, or another base",
    ),
  panel: nameOrNone("folder with recipe.yaml and answers.jsonl of a panel (default: the one that ships)"),
  paraphrases: whole(1, 20, 2).describe(
    "wordings of each of the panel's candidates that rows are read under, as many as it has",
  ),
  rescore: z
    .boolean()
    .default(false)
    .describe("has the scorer read the panel's rows anew, also where their scores ship"),
  panelRows: whole(20, 10_000, 100).describe(
    "rows of each panel set, and of the reference, that a scorer reads; the reader reads as many of a suspect set",
  ),
  looks: z
    .array(z.int().min(20).max(20_000))
    .min(1)
    .refine((rows) => rows.every((count, i) => count > (rows[i - 1] ?? 0)), "looks must rise")
    .default([100, 200, 500])
    .describe("rows of a suspect set after which the panel is looked at; it ends early where it is clear"),
  permutations: whole(19, 100_000, 2000).describe(
    "refits on shuffled rows, for each p; from 2000 on as many as the answer takes: ten for each test of it, over the level",
  ),
  bootstrap: whole(50, 10_000, 200).describe("resamples of test rows, for intervals"),
  splits: whole(0, 10_000, 40).describe(
    "splits of the reference against itself, for the rate of false alarms",
  ),
  level: z.number().min(0.001).max(0.2).default(0.05).describe("chance of a false alarm that is allowed"),
  limit: whole(100, 1_000_000, 20_000).describe(
    "rows kept of each set, a seeded sample of prompts; memory grows with this, not with the file",
  ),
  shown: whole(1, 1000, 40).describe("rows that the investigator is shown in one try"),
  tries: whole(1, 1000, 10).describe("tries of the investigator under each frame"),
  avoid: z
    .array(z.string())
    .default([])
    .describe("answers the investigator is told are wrong, such as names it gives for clean rows too"),
  monitored: whole(10, 100_000, 200).describe("rows of each set that the monitor reads"),
  score: z
    .enum(["choose", "rating"])
    .default("choose")
    .describe("the monitor's answer: probability of yes, or a rating from 0 to 10 where a model gives none"),
  flag: share.max(0.5).default(0.1).describe("share of rows flagged, at which precision is compared"),
  shares: z
    .array(share)
    .min(1)
    .default([1, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01])
    .describe("shares of suspect rows among clean ones, for the ladder"),
  ladderTries: whole(0, 1000, 0).describe(
    "tries of the investigator at each share of the ladder at which a suspect row is among those shown; 0 for no such rung",
  ),
  worlds: whole(20, 10_000, 200).describe("mixtures drawn for each share of the ladder"),
  student: student.describe(
    "SHARE=MODEL: models tuned on mixtures of the first suspect set with ordinary data; 0=MODEL is tuned on ordinary data alone",
  ),
  studentShifted: student.describe(
    "SHARE=MODEL: the same, where the ordinary data come from another distribution than the suspect rows' prompts",
  ),
  studentTries: whole(1, 1000, 5).describe("replies of each student to each of some forty open questions"),
});
/** Settings of an audit as its tests see them, and the names of the tests that were asked for. */
export type AuditConfig = z.infer<typeof auditSettings> & { readonly tests: readonly string[] };
