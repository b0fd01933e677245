import type { AnalyzeContext, Outcomes } from "../../study/study.ts";
import { derivedOf, promptedArm } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { floorsDescribed, usableFloors } from "./floors.ts";
import { probesDescribed } from "./probe-scores.ts";
import type { MonitorResults } from "./results.ts";
import type { MonitorRow, Part } from "./row.ts";
import { type DescribedArm, untrained } from "./scored-arm.ts";
import type { PromptedScores } from "./scores.ts";
import { type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";

/** Every arm's scores of the measured rows, and which arms have none. */
export interface Columns {
  /** Arms that were asked, probes, what is made of them, and floors: the order of the tables. */
  readonly all: readonly DescribedArm[];
  readonly prompted: readonly DescribedArm[];
  readonly floors: readonly DescribedArm[];
  readonly leftOut: MonitorResults["armsLeftOut"];
}

/**
 * Turns scores, states and texts into columns.
 *
 * @param parts what trained arms are trained again without
 */
export async function columnsOf(
  config: MonitorConfig,
  rows: readonly MonitorRow[],
  { arms, mode }: PromptedScores,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  context: AnalyzeContext,
  parts: readonly Part[],
): Promise<Columns> {
  const folding = { rows, folds: config.folds, parts };
  const prompted = arms.map(({ id, scores, ...answered }): DescribedArm => {
    const { title, about } = promptedArm(config, id);
    return {
      ...{ id, kind: "prompted", title, about, probability: mode !== null },
      ...untrained(scores),
      answered,
    };
  });
  const probes = await probesDescribed(config, folding, outcomes, context);
  const model = context.models[monitorRole];
  const derived: DescribedArm[] = [];
  const underived: MonitorResults["armsLeftOut"] = [];
  for (const { derive, ...arm } of derivedOf(config)) {
    const made = await derive({ ...folding, prompted, model });
    if (typeof made === "string") underived.push({ id: arm.id, reason: made });
    else derived.push({ ...arm, ...made });
  }
  const floors = await floorsDescribed(config, folding);
  return {
    ...{ prompted, floors },
    all: [...prompted, ...probes, ...derived, ...floors],
    leftOut: [...usableFloors(config).leftOut, ...underived],
  };
}
