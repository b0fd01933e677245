import { z } from "zod";
import { auditSettings } from "./settings.ts";
import { studentTrouble } from "./tests/students/named-students.ts";
import { auditTests } from "./tests.ts";

/** Tests by name, in the order of the report. */
export const testIds = auditTests.map(({ id }) => id);

/** Names under which tests were asked for in older runs. */
const renamed: Readonly<Record<string, string>> = { monitor: "states", student: "students" };

const needs = auditTests.flatMap(({ id, needs: given }) => (given === undefined ? [] : `${id} ${given}`));
const { suspects, reference, ...settings } = auditSettings.shape;

/** Schema of the settings: flags, config file and help are made from it. */
export const auditConfig = z
  .object({
    ...{ suspects, reference },
    tests: z
      .array(z.preprocess((id) => (typeof id === "string" ? (renamed[id] ?? id) : id), z.enum(testIds)))
      .refine((ids) => new Set(ids).size === ids.length, "a test is named twice")
      .default([...testIds])
      .describe(`what is done; what some need: ${needs.join(", ")}`),
    ...settings,
  })
  .superRefine((config, context) => {
    const trouble = studentTrouble(config);
    if (trouble !== null) context.addIssue({ code: "custom", path: ["student"], message: trouble });
    if (config.kin.length > 0 && config.kin.length !== config.scorer.length)
      context.addIssue({
        code: "custom",
        path: ["kin"],
        message: `name one kinship for each scorer: ${config.scorer.length} scorers, ${config.kin.length} kinships`,
      });
    if (config.suspects.length === 0)
      context.addIssue({
        code: "custom",
        path: ["suspects"],
        message: "name at least one file of fine-tuning rows",
      });
  });
