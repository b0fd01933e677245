import { z } from "zod";
import { sanityFinding } from "../sanity/finding.ts";

const labelField = z.object({
  path: z.string(),
  values: z.record(z.string(), z.int()),
  positive: z.string(),
  negative: z.string(),
  /** Do names or values say which of the two is the harmful one? Else it is a guess. */
  sure: z.boolean(),
});

/** Schema of what one file was found to be. */
const fileLook = z.object({
  file: z.string(),
  bytes: z.int(),
  /** `JSON Lines`, `CSV`, `an Inspect log (.eval)`...; null where it cannot be read. */
  container: z.string().nullable(),
  /** What its records can be used as: `runs`, `rows` (fine-tuning), `series`. */
  uses: z.array(z.enum(["runs", "rows", "series"])),
  /** Records that were read. */
  rows: z.int(),
  /** The first record as it was understood, by lines. */
  first: z.array(z.string()),
  fields: z.array(z.object({ path: z.string(), rows: z.int(), distinct: z.int(), example: z.string() })),
  labels: z.array(labelField),
  author: z.string().nullable(),
  suite: z.string().nullable(),
  group: z.array(z.string()),
  /** The date column and others that can be forecast, with what else the command needs. */
  series: z.object({ date: z.string(), y: z.string(), more: z.array(z.string()) }).nullable(),
  /** Rows that stand there before with the same content. */
  copies: z.int(),
  findings: z.array(sanityFinding),
  /** Rows that findings rest on, where that is a sample. */
  sample: z.int().nullable(),
  notes: z.array(z.string()),
  /** Why nothing can be asked of it; null where something can. */
  why: z.string().nullable(),
});
export type FileLook = z.infer<typeof fileLook>;
