import type { JsonObject } from "../../core/json.ts";
import type { Analysis, AnalyzeContext, Outcomes } from "../../study/study.ts";
import { aboutOf } from "./about.ts";
import { armResult, type DescribedArm } from "./arm-result.ts";
import { promptedArm } from "./arms.ts";
import { aboveChance, resolvePrefixWorse } from "./claims.ts";
import { compare, pairsOf } from "./compare.ts";
import type { MonitorConfig } from "./config.ts";
import { monitorCost } from "./cost.ts";
import { type FloorScores, floorScores, floorsOverAll, labelsOf, usableFloors } from "./floors.ts";
import { type MonitorInputs, measuredRows } from "./inputs.ts";
import { probesDescribed } from "./probe-scores.ts";
import { resample } from "./resample.ts";
import type { MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { type PromptedScores, promptedScores } from "./scores.ts";
import { codesOf, leaveOutOf, strataOf } from "./strata.ts";
import { type MonitorTrial, type MonitorValue, monitorRole } from "./trial.ts";
import { warningsOf } from "./warnings.ts";

/** From outcomes to results: scores, floors beside them, the bootstrap, comparisons, claims and cost. */
export async function analyzeOutcomes(
  config: MonitorConfig,
  inputs: MonitorInputs,
  outcomes: Outcomes<MonitorTrial, MonitorValue>,
  context: AnalyzeContext,
): Promise<Analysis<MonitorResults>> {
  const rows = measuredRows(inputs);
  const positive = labelsOf(rows);
  const cluster = codesOf(rows.map(({ group }) => group));
  const strata = strataOf(rows);
  const model = context.models[monitorRole];

  context.progress(0, "reading scores");
  const prompted = await promptedScores(config, inputs, outcomes);
  const { floors, leftOut } = usableFloors(config);
  const described = [
    ...promptedDescribed(prompted, rows, positive),
    ...(await probesDescribed(config, rows, outcomes, context)),
    ...floorScores(floors, rows, config.folds).map((floor) => floorDescribed(floor, rows, positive)),
  ];

  context.progress(0.1, "resampling groups");
  const resampled = await resample(config, described, { positive, cluster, strata: strata.codes }, context);
  const arms = described.map((arm) => armResult(arm, rows, positive, resampled));
  const byId = new Map(described.map((arm) => [arm.id, arm]));
  const comparisons = pairsOf(described).flatMap(([first, second]) => {
    const a = byId.get(first);
    const b = byId.get(second);
    return a === undefined || b === undefined ? [] : [compare(a, b, positive, cluster, resampled)];
  });

  context.progress(0.9, "adding up the cost");
  const results: MonitorResults = {
    version: 1,
    about: aboutOf(config, inputs, rows, prompted.mode, model),
    arms,
    armsLeftOut: leftOut,
    comparisons,
    floorsAll: floorsOverAll(floors, inputs.rows, config.folds),
    strata: strata.absent,
  };
  const cost = await monitorCost(config, inputs, outcomes, prompted.mode, model?.price ?? null);
  const gate = aboveChance(arms);
  const claim = resolvePrefixWorse({
    difference: comparisons.find(({ a, b }) => a === "prefix" && b === "fresh"),
    gate,
    rows: rows.length,
    onPolicy: results.about.runs.onPolicy,
    margin: config.margin,
  });
  return {
    claims: [claim],
    gates: gate === null ? [] : [gate],
    warnings: warningsOf(results, prompted),
    results,
    cost: { ...cost } satisfies JsonObject,
  };
}

function promptedDescribed(
  { arms, mode }: PromptedScores,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
): DescribedArm[] {
  return arms.map((scored): DescribedArm => {
    const { id, title, about } = promptedArm(scored.id);
    const part = (name: "suite" | "author"): DescribedArm["leaveOut"]["suite"] =>
      leaveOutOf(scored.scores, rows, positive, name, false);
    return {
      id,
      title,
      about,
      kind: "prompted",
      scores: scored.scores,
      prompted: scored,
      probability: mode !== null,
      constantWithin: null,
      leaveOut: { suite: part("suite"), author: part("author") },
    };
  });
}

function floorDescribed(
  { arm, scores, heldOut }: FloorScores,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
): DescribedArm {
  const part = (name: "suite" | "author"): DescribedArm["leaveOut"]["suite"] => {
    const held = heldOut[name];
    return held === null ? null : leaveOutOf(held, rows, positive, name, arm.trained);
  };
  return {
    id: arm.id,
    title: arm.title,
    about: arm.about,
    kind: "floor",
    scores,
    prompted: null,
    probability: false,
    constantWithin: arm.constantWithin,
    leaveOut: { suite: part("suite"), author: part("author") },
  };
}
