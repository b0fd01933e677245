import type { RegisteredModel } from "../../core/identity.ts";
import { fieldAt } from "../../core/message.ts";
import { runText } from "../../data/transcript.ts";
import { onePart } from "../../sanity/evidence.ts";
import { type LabelledSanity, labelledSanity } from "../../sanity/labelled.ts";
import { type Blocks, leaveOutBlocks } from "../../stats/resampling/jackknife.ts";
import type { AnalyzeContext } from "../../study/study.ts";
import { type Answers, readAnswers } from "./answers.ts";
import type { MonitorConfig } from "./config.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { type Labelled, labelled, labelsOf, type MonitorRow, namesOf, parts } from "./row.ts";
import { type MonitorOutcomes, monitorRole } from "./trial.ts";
import { withWritten } from "./written.ts";

/** What everything that is said of a run of this study stands on. */
export interface Ground extends Labelled {
  readonly config: MonitorConfig;
  /** With the runs that the monitor model wrote. */
  readonly inputs: MonitorInputs;
  readonly outcomes: MonitorOutcomes;
  readonly answers: Answers;
  readonly context: AnalyzeContext;
  /** The runs that were measured: scores, labels and groups are theirs, one each. Groups that share copies are one. */
  readonly rows: readonly MonitorRow[];
  /** Are they sound? */
  readonly sanity: LabelledSanity;
  readonly blocks: Blocks;
  /** The monitor; undefined where none was asked. */
  readonly model: RegisteredModel | undefined;
}

/** Most blocks of groups that are left out in turn: fewer where a fit takes long. */
const blocksOf = (rows: number): number => (rows <= 600 ? 60 : rows <= 5000 ? 30 : 12);

/** Puts together what an analysis stands on. */
export async function groundOf(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: MonitorOutcomes,
  context: AnalyzeContext,
): Promise<Ground> {
  const all = await withWritten(inputs, outcomes);
  const measured = measuredRows(all);
  const sanity = soundness(measured, config);
  const rows = measured.map((row, index) => ({ ...row, group: sanity.group[index] ?? row.group }));
  const model = context.models[monitorRole];
  const answers = await readAnswers(outcomes);
  const { positive, cluster } = labelled(rows);
  const blocks = leaveOutBlocks(cluster, positive, blocksOf(rows.length));
  return { config, inputs: all, outcomes, answers, context, rows, sanity, model, positive, cluster, blocks };
}

function soundness(rows: readonly MonitorRow[], config: MonitorConfig): LabelledSanity {
  const said = { noun: "run", blocks: ["C1", "C2"] };
  const found = labelledSanity(
    rows.map(({ run, group, positive, written }) => {
      const label = fieldAt(run.fields, written === true ? "label" : config.label) ?? null;
      return {
        ...{ id: run.id, group, positive, text: runText(run) },
        label: typeof label === "string" ? label : JSON.stringify(label),
      };
    }),
    said,
  );
  const follows = parts.flatMap((part) => {
    const names = namesOf(rows, part);
    if (names === null || new Set(names).size < 2) return [];
    return onePart(part, names, found.group, labelsOf(rows), said);
  });
  return { ...found, findings: [...found.findings, ...follows] };
}
