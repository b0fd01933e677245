import { finiteOrNull } from "../../stats/distributions/interval.ts";
import { auroc } from "../../stats/ranking/auroc.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import type { FloorArm } from "./arms/floors.ts";
import { floorsAmong } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { FloorOverAll, MonitorResults } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { heldOutScores } from "./strata.ts";

/** A floor's scores on some rows: by folds of groups, and with each suite or author held out in turn. */
export interface FloorScores {
  readonly arm: FloorArm;
  readonly scores: Float64Array;
  readonly heldOut: { readonly suite: Float64Array | null; readonly author: Float64Array | null };
}

/** Labels of the rows, 0 or 1. */
export function labelsOf(rows: readonly MonitorRow[]): Uint8Array {
  return Uint8Array.from(rows, ({ positive }) => positive);
}

/** Floors that the config asks for and the mapping allows, and why other arms are left out. */
export function usableFloors(config: MonitorConfig): {
  readonly floors: readonly FloorArm[];
  readonly leftOut: MonitorResults["armsLeftOut"];
} {
  const asked = floorsAmong(config.arms);
  const lacks = ({ needs }: FloorArm): boolean => needs !== null && config[needs] === null;
  return {
    floors: asked.filter((arm) => !lacks(arm)),
    leftOut: [
      ...(config.arms.includes("trusted") && config.trusted === null
        ? [{ id: "trusted", reason: "no trusted model was named (--trusted MODEL)" }]
        : []),
      ...asked
        .filter(lacks)
        .map(({ id, needs }) => ({ id, reason: `no ${needs} field was named (--${needs})` })),
    ],
  };
}

/** Scores of the floors, out of fold where they are trained. */
export function floorScores(
  floors: readonly FloorArm[],
  rows: readonly MonitorRow[],
  foldCount: number,
): FloorScores[] {
  const positive = labelsOf(rows);
  const fold = groupFolds(
    rows.map(({ group }) => group),
    foldCount,
  );
  return floors.map((arm) => {
    const scorer = arm.scorer(rows);
    const scores = scorer(positive, fold);
    const heldOut = (part: "suite" | "author"): Float64Array | null =>
      arm.trained ? heldOutScores(scorer, rows, positive, part) : scores;
    return { arm, scores, heldOut: { suite: heldOut("suite"), author: heldOut("author") } };
  });
}

/** The floors' scores as figures of the rows they were made on. */
export function floorsOverAll(floors: readonly FloorScores[], rows: readonly MonitorRow[]): FloorOverAll[] {
  const positive = labelsOf(rows);
  const figure = (scores: Float64Array | null): number | null =>
    scores === null ? null : finiteOrNull(auroc(scores, positive));
  return floors.map(({ arm, scores, heldOut }) => ({
    id: arm.id,
    n: rows.length,
    positives: positive.reduce((sum, label) => sum + label, 0),
    auroc: figure(scores),
    leaveOut: {
      suite: figure(heldOut.suite),
      author: arm.constantWithin === "author" ? null : figure(heldOut.author),
    },
  }));
}
