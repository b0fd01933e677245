import { z } from "zod";
import { replyFields } from "../../design/reply-settings.ts";

const column = z.string().min(1).nullable().default(null);

/** Everything that can be set; flags, config file and help are made from it. */
export const experimentConfig = z
  .object({
    file: z
      .array(z.string())
      .max(1, "one file a run")
      .default([])
      .describe("the experiment: a YAML file")
      .meta({ positional: true }),
    ...replyFields,
    margin: z.number().positive().max(50).default(5).describe("points within which the placebo must lie"),
    from: z
      .string()
      .nullable()
      .default(null)
      .describe("a CSV file of outcomes that were measured elsewhere, one a row: no model is asked"),
    item: z
      .string()
      .min(1)
      .default("item")
      .describe("with --from: column of the item (task, prompt) that is measured in every arm"),
    arm: z.string().min(1).default("arm").describe("with --from: column of the arm"),
    outcome: z
      .string()
      .min(1)
      .default("outcome")
      .describe(
        "with --from: column of the outcome: yes or no, 1 or 0, a share; empty, refused or error is missing",
      ),
    happened: z
      .array(z.string())
      .default([])
      .describe("with --from: values of the outcome that count as happened, where it holds words"),
    repeat: column.describe("with --from: column of the repeat or block"),
    cluster: column.describe("with --from: column of what items share"),
    modelColumn: column.describe(
      "with --from: column of the model; arms of different models are different arms",
    ),
    against: z
      .string()
      .nullable()
      .default(null)
      .describe("with --from: arm that others are compared with; default: the first"),
  })
  .superRefine(({ file, from }, context) => {
    const lacks = (message: string): void => context.addIssue({ code: "custom", path: ["file"], message });
    if (file.length === 0 && from === null)
      lacks("name the experiment, such as deadline.yaml, or a table of outcomes with --from FILE.csv");
    if (file.length > 0 && from !== null) lacks("a model is asked or a table is read, not both in one run");
  });
export type ExperimentConfig = z.infer<typeof experimentConfig>;
