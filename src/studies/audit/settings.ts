import { z } from "zod";
import { kinship } from "../../panel/which-kind.ts";
import { studentForm } from "./tests/students/named-students.ts";

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
      "JSON Lines files of fine-tuning rows: messages, ShareGPT, prompt and completion, instruction and output, question and response",
    )
    .meta({ positional: true }),
  reference: z
    .string()
    .nullable()
    .default(null)
    .describe("a clean file of the same kind, best with the same prompts; most tests need one"),
  answers: z
    .string()
    .nullable()
    .default(null)
    .describe("YAML with the right answer for each set; its hash is registered before any call"),
  investigator: z.string().nullable().default(null).describe("model that is shown rows and names an entity"),
  monitor: z.string().nullable().default(null).describe("model that is asked about each row alone"),
  reader: z
    .string()
    .nullable()
    .default(null)
    .describe("local model that reads rows for a monitor trained on its hidden states"),
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
  panel: z
    .string()
    .nullable()
    .default(null)
    .describe("folder with recipe.yaml and answers.jsonl of a panel (default: the one that ships)"),
  paraphrases: z
    .int()
    .min(1)
    .max(20)
    .default(2)
    .describe("wordings of each of the panel's candidates that rows are read under, as many as it has"),
  rescore: z
    .boolean()
    .default(false)
    .describe("has the scorer read the panel's rows anew, also where their scores ship"),
  panelRows: z
    .int()
    .min(20)
    .max(10_000)
    .default(100)
    .describe(
      "rows of each panel set, and of the reference, that a scorer reads; the reader reads as many of a suspect set",
    ),
  looks: z
    .array(z.int().min(20).max(20_000))
    .min(1)
    .refine((rows) => rows.every((count, i) => count > (rows[i - 1] ?? 0)), "looks must rise")
    .default([100, 200, 500])
    .describe("rows of a suspect set after which the panel is looked at; it ends early where it is clear"),
  permutations: z.int().min(19).max(100_000).default(2000).describe("refits on shuffled rows, for each p"),
  bootstrap: z.int().min(50).max(10_000).default(200).describe("resamples of test rows, for intervals"),
  splits: z
    .int()
    .min(0)
    .max(10_000)
    .default(40)
    .describe("splits of the reference against itself, for the rate of false alarms"),
  level: z.number().min(0.001).max(0.2).default(0.05).describe("chance of a false alarm that is allowed"),
  limit: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(20_000)
    .describe("rows kept of each set, a seeded sample of prompts; memory grows with this, not with the file"),
  shown: z.int().min(1).max(1000).default(40).describe("rows that the investigator is shown in one try"),
  tries: z.int().min(1).max(1000).default(10).describe("tries of the investigator under each frame"),
  avoid: z
    .array(z.string())
    .default([])
    .describe("answers the investigator is told are wrong, such as names it gives for clean rows too"),
  monitored: z.int().min(10).max(100_000).default(200).describe("rows of each set that the monitor reads"),
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
  ladderTries: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe(
      "tries of the investigator at each share of the ladder at which a suspect row is among those shown; 0 for no such rung",
    ),
  worlds: z.int().min(20).max(10_000).default(200).describe("mixtures drawn for each share of the ladder"),
  student: student.describe(
    "SHARE=MODEL: models tuned on mixtures of the first suspect set with ordinary data; 0=MODEL is tuned on ordinary data alone",
  ),
  studentShifted: student.describe(
    "SHARE=MODEL: the same, where the ordinary data come from another distribution than the suspect rows' prompts",
  ),
  studentTries: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe("replies of each student to each of some forty open questions"),
});
/** Settings of an audit as its tests see them, and the names of the tests that were asked for. */
export type AuditConfig = z.infer<typeof auditSettings> & { readonly tests: readonly string[] };
