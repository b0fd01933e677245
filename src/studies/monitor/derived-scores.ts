import type { RegisteredModel } from "../../core/identity.ts";
import { likelihoodRatios } from "../../stats/ranking/ensemble.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import type { DescribedArm } from "./arm-result.ts";
import type { DerivedArm } from "./arms/derived.ts";
import { derivedOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { labelsOf } from "./floors.ts";
import { rowsWritten } from "./own-runs.ts";
import type { MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { codesOf, leaveOutOf, namesOf } from "./strata.ts";

/** What is derived, and what could not be. */
export interface Derived {
  readonly described: readonly DescribedArm[];
  readonly leftOut: MonitorResults["armsLeftOut"];
}

/** Columns made of the prompted arms' scores. */
export function derivedScores(
  config: MonitorConfig,
  rows: readonly MonitorRow[],
  prompted: readonly DescribedArm[],
  model: RegisteredModel | undefined,
): Derived {
  const described: DescribedArm[] = [];
  const leftOut: { id: string; reason: string }[] = [];
  for (const arm of derivedOf(config)) {
    const made = scoresOf(arm, config, rows, prompted, model);
    if (typeof made === "string") leftOut.push({ id: arm.id, reason: made });
    else described.push(made);
  }
  return { described, leftOut };
}

/** One derived arm, or why there is none. */
function scoresOf(
  { id, kind, title, about }: DerivedArm,
  config: MonitorConfig,
  rows: readonly MonitorRow[],
  prompted: readonly DescribedArm[],
  model: RegisteredModel | undefined,
): DescribedArm | string {
  const positive = labelsOf(rows);
  // An arm that hardly ever answers would leave the ensemble without a score nearly everywhere.
  const answering = prompted.filter(({ scores }) => scores.filter(Number.isNaN).length <= rows.length / 2);
  const same = (scores: Float64Array, probability: boolean): DescribedArm => {
    const part = (name: "suite" | "author"): DescribedArm["leaveOut"]["suite"] =>
      leaveOutOf(scores, rows, positive, name, false);
    return {
      ...{ id, kind, title, scores, probability },
      about: kind === "ensemble" ? `${about} (${answering.map((arm) => arm.id).join(", ")})` : about,
      prompted: null,
      constantWithin: null,
      leaveOut: { suite: part("suite"), author: part("author") },
    };
  };
  if (id === "foreign-prefix") {
    const prefix = prompted.find((arm) => arm.id === "prefix");
    if (prefix === undefined) return "the arm prefix was not measured";
    const foreign = new Set(rowsWritten(rows, model, "other"));
    if (foreign.size === 0) return "no run is known to be written by another model (--author)";
    return same(
      prefix.scores.map((score, row) => (foreign.has(row) ? score : Number.NaN)),
      prefix.probability,
    );
  }
  if (answering.length < 2)
    return "an ensemble needs two prompted arms that scored at least half of the runs";
  const columns = answering.map(({ scores }) => scores);
  if (id === "ensemble-mean") {
    const mean = Float64Array.from(rows, (_, row) =>
      columns.reduce((sum, scores) => sum + (scores[row] ?? Number.NaN) / columns.length, 0),
    );
    return same(
      mean,
      answering.every(({ probability }) => probability),
    );
  }
  const trained = (fold: Int32Array): Float64Array => likelihoodRatios(columns, positive, fold);
  const without = (part: "suite" | "author"): DescribedArm["leaveOut"]["suite"] => {
    const names = namesOf(rows, part);
    return names === null || new Set(names).size < 2
      ? null
      : leaveOutOf(trained(codesOf(names)), rows, positive, part, true);
  };
  const groups = rows.map(({ group }) => group);
  return {
    ...same(trained(groupFolds(groups, config.folds)), false),
    leaveOut: { suite: without("suite"), author: without("author") },
  };
}
