import { z } from "zod";
import { finiteOrNull } from "../../stats/distributions/interval.ts";
import { auroc } from "../../stats/ranking/auroc.ts";
import type { FloorArm } from "./arms/floors.ts";
import { floorsOf, withoutModel } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import { labelsOf, type MonitorRow } from "./row.ts";
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

/** The floors' columns. */
export function floorsDescribed(config: MonitorConfig, folding: Folding): Promise<DescribedArm[]> {
  const positive = labelsOf(folding.rows);
  return Promise.all(
    usableFloors(config).floors.map(async ({ id, title, about, constantWithin, scores: made }) => {
      const scores = made(folding.rows);
      return {
        ...{ id, kind: "floor" as const, title, about, probability: false },
        ...(constantWithin === undefined ? {} : { constantWithin }),
        ...(typeof scores === "function"
          ? await outOfFold(folding, (fold) => scores(positive, fold))
          : untrained(scores)),
      };
    }),
  );
}

/** The floors' scores as figures of the rows they were made on. */
export function floorsOverAll(floors: readonly DescribedArm[], rows: readonly MonitorRow[]): FloorOverAll[] {
  const positive = labelsOf(rows);
  const figure = (scores: Float64Array | null): number | null =>
    scores === null ? null : finiteOrNull(auroc(scores, positive));
  return floors.map(({ id, scores, heldOut, constantWithin }) => ({
    id,
    n: rows.length,
    positives: positive.reduce((sum, label) => sum + label, 0),
    auroc: figure(scores),
    leaveOut: {
      suite: constantWithin === "suite" ? null : figure(heldOut.suite),
      author: constantWithin === "author" ? null : figure(heldOut.author),
    },
  }));
}
