import type { RegisteredModel } from "../../core/identity.ts";
import type { AnalyzeContext } from "../../study/study.ts";
import { type Answers, readAnswers } from "./answers.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { codesOf, labelsOf, type MonitorRow } from "./row.ts";
import { type MonitorOutcomes, monitorRole } from "./trial.ts";
import { withWritten } from "./written.ts";

/** Labels of rows, 1 or 0, and the group of each. */
export interface Labelled {
  readonly positive: Uint8Array;
  readonly cluster: Int32Array;
}

/** What everything that is said of a run of this study stands on. */
export interface Ground extends Labelled {
  readonly config: MonitorConfig;
  /** With the runs that the monitor model wrote. */
  readonly inputs: MonitorInputs;
  readonly outcomes: MonitorOutcomes;
  readonly answers: Answers;
  readonly context: AnalyzeContext;
  /** The runs that were measured: scores, labels and groups are theirs, one each. */
  readonly rows: readonly MonitorRow[];
  /** The monitor; undefined where none was asked. */
  readonly model: RegisteredModel | undefined;
}

/** Puts together what an analysis stands on. */
export async function groundOf(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: MonitorOutcomes,
  context: AnalyzeContext,
): Promise<Ground> {
  const all = await withWritten(inputs, outcomes);
  const rows = measuredRows(all);
  const model = context.models[monitorRole];
  const answers = await readAnswers(outcomes);
  return { config, inputs: all, outcomes, answers, context, rows, model, ...labelled(rows) };
}

/** Labels and groups of some rows. */
export function labelled(rows: readonly MonitorRow[]): Labelled {
  return { positive: labelsOf(rows), cluster: codesOf(rows.map(({ group }) => group)) };
}
