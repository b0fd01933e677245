import { z } from "zod";
import { tuningCounts } from "../../data/tuning-rows.ts";
import { testIds } from "./config.ts";
import { different } from "./tests/different/different.ts";
import { falseAlarms } from "./tests/different/false-alarms.ts";
import { investigator } from "./tests/investigator/result.ts";
import { kindOutcome } from "./tests/kind/result.ts";
import { ladder } from "./tests/ladder/ladder.ts";
import { panelResult } from "./tests/panel/result.ts";
import { rowResult } from "./tests/row/result.ts";
import { trainedMonitor } from "./tests/states/result.ts";
import { students } from "./tests/students/student-result.ts";
import { words } from "./tests/words/words.ts";
import { topRow } from "./top-rows.ts";

/** Schema of what the tests say of one suspect set; null where a test was not run. */
const setResult = z.object({
  set: z.string(),
  different: different.nullable(),
  words: words.nullable(),
  /** Log-likelihood shift under a panel of system prompts, by scorer. */
  panel: panelResult.nullable(),
  /** Which scorers see what the panel finds. */
  kind: kindOutcome.nullable(),
  row: rowResult.nullable(),
  /** A classifier trained on the panel by hidden states; what it says of the panel is the same for all sets. */
  monitor: trainedMonitor.nullable(),
  ladder: ladder.nullable(),
  /** Rows that speak most for the suspect set, beside their clean twins. */
  topRows: z.array(topRow),
});
export type SetResult = z.infer<typeof setResult>;

/** Schema of a file as it was read. */
const readSet = z.object({
  name: z.string(),
  sha256: z.string(),
  counts: tuningCounts,
  /** Rows that the tests use. */
  used: z.int(),
  /** Prompts that stand in the reference too; of the reference, its prompts. */
  shared: z.int(),
});
export type ReadSet = z.infer<typeof readSet>;

/**
 * Schema of what an audit found. The first suspect set's results stand at the top, those of further sets under `others`; `investigator` is
 * about all sets.
 */
export const auditResults = setResult.extend({
  version: z.literal(1),
  about: z.object({
    suspects: z.array(readSet),
    reference: readSet.nullable(),
    notes: z.array(z.string()).readonly(),
    level: z.number(),
    /** Tests that were asked for and could not be run, with the reason. */
    notRun: z.array(z.object({ test: z.enum(testIds), reason: z.string() })),
  }),
  others: z.array(setResult),
  investigator: investigator.nullable(),
  /** Models tuned on mixtures of the first set. */
  students: students.nullable().default(null),
  falseAlarms: z.array(falseAlarms),
});
export type AuditResults = z.infer<typeof auditResults>;

/** The first set's results and those of all others, in the order of the command. */
export function setsOf(results: AuditResults): readonly SetResult[] {
  return [results, ...results.others];
}
