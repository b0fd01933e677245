import { z } from "zod";
import { armRate } from "../../design/arm-table.ts";
import { contrastResult } from "../../design/contrasts.ts";
import { replyResult } from "../../design/reply-result.ts";

/** Is the contrast that must be 0 surely small, surely not, or neither? */
const placebo = z
  .object({ id: z.string(), state: z.enum(["passed", "failed", "undecided"]), margin: z.number() })
  .readonly();
export type Placebo = z.infer<typeof placebo>;

/** Schema of `results` of an experiment. */
export const experimentResults = z.object({
  version: z.literal(1),
  title: z.string(),
  question: z.string(),
  happens: z.string(),
  mode: z.enum(["choose", "written", "table"]),
  replies: replyResult.nullable(),
  placebo: placebo.nullable(),
  /** Of a table of outcomes. */
  table: z
    .object({
      against: z.string(),
      arms: z.array(armRate).readonly(),
      contrasts: z.array(contrastResult).readonly(),
    })
    .readonly()
    .nullable(),
});
export type ExperimentResults = z.infer<typeof experimentResults>;
