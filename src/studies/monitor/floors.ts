import { z } from "zod";
import { joinedGroups } from "../../sanity/families.ts";
import { finiteOrNull } from "../../stats/distributions/interval.ts";
import { auroc } from "../../stats/ranking/auroc.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import type { FloorArm } from "./arms/floors.ts";
import { floorsOf, withoutModel } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { heldOutWith, labelsOf, type MonitorRow, namesOf, type Part } from "./row.ts";
import { type DescribedArm, type Folding, outOfFold, untrained } from "./scored-arm.ts";

/** Schema of a floor over all labelled runs, also those outside the sample. */
export const floorOverAll = z.object({
  id: z.string(),
  n: z.number(),
  positives: z.number(),
  auroc: z.number().nullable(),
  leaveOut: z.object({ suite: z.number().nullable(), author: z.number().nullable() }),
});
export type FloorOverAll = z.infer<typeof floorOverAll>;

/** Schema of an arm that was asked for and could not be done. */
export const leftOut = z.object({ id: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof leftOut>;

/** Floors that the config asks for and the mapping allows, and why other arms are left out. */
export function usableFloors(config: MonitorConfig): {
  readonly floors: readonly FloorArm[];
  readonly leftOut: LeftOut[];
} {
  const lacking = floorsOf(config).filter(({ needs }) => needs !== undefined && config[needs] === null);
  return {
    floors: floorsOf(config).filter((arm) => !lacking.includes(arm)),
    leftOut: [
      ...withoutModel(config).map(({ id, role }) => ({
        id,
        reason: `no ${role} model was named (--${role} MODEL)`,
      })),
      ...lacking.map(({ id, needs }) => ({ id, reason: `no ${needs} field was named (--${needs})` })),
    ],
  };
}

/** The floors' columns, and why some have none. */
export async function floorsDescribed(
  config: MonitorConfig,
  folding: Folding,
): Promise<{ readonly arms: readonly DescribedArm[]; readonly leftOut: readonly LeftOut[] }> {
  const { positive, rows } = folding;
  const arms: DescribedArm[] = [];
  const leftOut: LeftOut[] = [];
  for (const { id, title, about, constantWithin, scores: made } of usableFloors(config).floors) {
    const scores = made(rows);
    if (typeof scores === "string") {
      leftOut.push({ id, reason: scores });
      continue;
    }
    arms.push({
      ...{ id, kind: "floor", title, about, probability: false },
      ...(constantWithin === undefined ? {} : { constantWithin }),
      ...("scored" in scores
        ? await outOfFold(folding, (fold) => scores.scored(positive, fold))
        : untrained(scores)),
    });
  }
  return { arms, leftOut };
}

/**
 * The floors over all labelled rows, as other tools compute them: pooled scores, with the prevalence of what taught them, in folds of whole groups.
 *
 * @param family of each row; groups that share copies are one
 */
export function floorsOverAll(
  config: MonitorConfig,
  rows: readonly MonitorRow[],
  family: Int32Array,
): FloorOverAll[] {
  const positive = labelsOf(rows);
  const named = rows.map(({ group }) => group);
  const folds = groupFolds(joinedGroups(named, family), config.folds);
  return usableFloors(config).floors.flatMap(({ id, constantWithin, scores: made }) => {
    const scores = made(rows);
    if (typeof scores === "string") return [];
    const area = (fold: Int32Array | null): number | null =>
      fold === null
        ? null
        : finiteOrNull(auroc("usual" in scores ? scores.usual(positive, fold) : scores, positive));
    const without = (part: Part): number | null => {
      const names = namesOf(rows, part);
      return constantWithin === part || names === null || new Set(names).size < 2
        ? null
        : area(heldOutWith(names, family));
    };
    return {
      ...{ id, n: rows.length, positives: positive.reduce((sum, label) => sum + label, 0) },
      auroc: area(folds),
      leaveOut: { suite: without("suite"), author: without("author") },
    };
  });
}
