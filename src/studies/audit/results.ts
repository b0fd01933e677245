import { z } from "zod";
import type { TuningCounts } from "../../data/tuning-rows.ts";
import { type TestId, testIds } from "./config.ts";
import { tuningCounts } from "./inputs.ts";
import { type Different, differentSchema } from "./tests/different/different.ts";
import { type FalseAlarms, falseAlarmsSchema } from "./tests/different/false-alarms.ts";
import { type Investigator, investigatorSchema } from "./tests/investigator/result.ts";
import { type KindOutcome, kindSchema } from "./tests/kind/result.ts";
import { type Ladder, ladderSchema } from "./tests/ladder/ladder.ts";
import { type PanelResult, panelSchema } from "./tests/panel/result.ts";
import { type RowResult, rowSchema } from "./tests/row/result.ts";
import { type TrainedMonitor, trainedMonitorSchema } from "./tests/states/result.ts";
import { type Students, studentsSchema } from "./tests/students/student-result.ts";
import { type Words, wordsSchema } from "./tests/words/words.ts";
import { type TopRow, topRowSchema } from "./top-rows.ts";

/** What the tests say of one suspect set; null where a test was not run. */
export type SetResult = {
  readonly set: string;
  readonly different: Different | null;
  readonly words: Words | null;
  /** Log-likelihood shift under a panel of system prompts, by scorer. */
  readonly panel: PanelResult | null;
  /** Which scorers see what the panel finds. */
  readonly kind: KindOutcome | null;
  readonly row: RowResult | null;
  /** A classifier trained on the panel by hidden states; what it says of the panel is the same for all sets. */
  readonly monitor: TrainedMonitor | null;
  readonly ladder: Ladder | null;
  /** Rows that speak most for the suspect set, beside their clean twins. */
  readonly topRows: readonly TopRow[];
};

/** A file as it was read. */
export type ReadSet = {
  readonly name: string;
  readonly sha256: string;
  readonly counts: TuningCounts;
  /** Rows that the tests use. */
  readonly used: number;
  /** Prompts that stand in the reference too; of the reference, its prompts. */
  readonly shared: number;
};

/**
 * What an audit found. The first suspect set's results stand at the top, those of further sets under `others`; `investigator` is about all
 * sets.
 */
export type AuditResults = SetResult & {
  readonly version: 1;
  readonly about: {
    readonly suspects: readonly ReadSet[];
    readonly reference: ReadSet | null;
    readonly notes: readonly string[];
    readonly level: number;
    /** Tests that were asked for and could not be run, with the reason. */
    readonly notRun: readonly { readonly test: TestId; readonly reason: string }[];
  };
  readonly others: readonly SetResult[];
  readonly investigator: Investigator | null;
  /** Models tuned on mixtures of the first set. */
  readonly students: Students | null;
  readonly falseAlarms: readonly FalseAlarms[];
};

const setResult = z.object({
  set: z.string(),
  different: differentSchema.nullable(),
  words: wordsSchema.nullable(),
  panel: panelSchema.nullable(),
  kind: kindSchema.nullable(),
  row: rowSchema.nullable(),
  monitor: trainedMonitorSchema.nullable(),
  ladder: ladderSchema.nullable(),
  topRows: z.array(topRowSchema),
});
const readSet: z.ZodType<ReadSet> = z.object({
  name: z.string(),
  sha256: z.string(),
  counts: tuningCounts,
  used: z.int(),
  shared: z.int(),
});

/** Schema of stored results. */
export const auditResults: z.ZodType<AuditResults> = setResult.extend({
  version: z.literal(1),
  about: z.object({
    suspects: z.array(readSet),
    reference: readSet.nullable(),
    notes: z.array(z.string()),
    level: z.number(),
    notRun: z.array(z.object({ test: z.enum(testIds), reason: z.string() })),
  }),
  others: z.array(setResult),
  investigator: investigatorSchema.nullable(),
  students: studentsSchema.nullable().default(null),
  falseAlarms: z.array(falseAlarmsSchema),
});

/** The first set's results and those of all others, in the order of the command. */
export function setsOf(results: AuditResults): readonly SetResult[] {
  return [results, ...results.others];
}
