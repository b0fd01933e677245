import { z } from "zod";
import { interval, intervalFields } from "../../stats/distributions/interval.ts";
import { armResult } from "./arm-result.ts";
import { byClass } from "./figures/calibration.ts";
import { bounds } from "./figures/coverage.ts";
import { authorship } from "./findings/authorship.ts";
import { budgets } from "./findings/budgets.ts";
import { disagreements } from "./findings/disagreements.ts";
import { absentStrata } from "./strata.ts";

/** Schema of a minus b on the rows that both scored. */
const comparison = z.object({
  a: z.string(),
  b: z.string(),
  n: z.number(),
  auroc: interval.nullable(),
  /** The difference if the missing scores of both arms were the worst and the best possible. */
  bounds: bounds.nullable(),
  /** Clustered DeLong (Obuchowski 1997); null where it is undefined. */
  obuchowski: z.object({ ...intervalFields, standardError: z.number() }).nullable(),
  /** Mean of a's score minus b's; null beside a floor. */
  shift: byClass,
});
export type Comparison = z.infer<typeof comparison>;

/** Schema of what was measured on what. */
const about = z.object({
  /** Reference of the monitor; null where no model was asked. */
  model: z.string().nullable(),
  question: z.string(),
  mode: z.enum(["choose", "rating"]).nullable(),
  draws: z.number(),
  steps: z.number(),
  aggregate: z.string(),
  mapping: z.object({
    label: z.string(),
    positive: z.array(z.string()),
    negative: z.array(z.string()),
    group: z.array(z.string()),
    author: z.string().nullable(),
    suite: z.string().nullable(),
  }),
  runs: z.object({
    read: z.number(),
    empty: z.array(z.object({ source: z.string(), id: z.string() })).readonly(),
    leftOut: z.record(z.string(), z.number()),
    labelled: z.number(),
    measured: z.number(),
    positives: z.number(),
    negatives: z.number(),
    groups: z.number(),
    authors: z.number().nullable(),
    suites: z.number().nullable(),
    /** Measured rows whose content another measured row has too. */
    duplicates: z.number(),
    synthetic: z.number(),
    withoutTools: z.number(),
    /** Rows where the same-turn arm had to open a turn of its own. */
    openedTurn: z.number(),
    /** Rows that the monitor model wrote itself. */
    onPolicy: z.number(),
  }),
  notes: z.array(z.string()).readonly(),
});
export type About = z.infer<typeof about>;

/** Schema of a floor over all labelled runs, also those outside the sample. */
const floorOverAll = z.object({
  id: z.string(),
  n: z.number(),
  positives: z.number(),
  auroc: z.number().nullable(),
  leaveOut: z.object({ suite: z.number().nullable(), author: z.number().nullable() }),
});
export type FloorOverAll = z.infer<typeof floorOverAll>;

/** Schema of `results` of a monitor run. */
export const monitorResults = z.object({
  version: z.literal(1),
  about,
  arms: z.array(armResult),
  /** Arms that were asked for and could not be done. */
  armsLeftOut: z.array(z.object({ id: z.string(), reason: z.string() })),
  comparisons: z.array(comparison),
  /** What C1 rests on: the runs that the monitor model wrote itself; null where there are none. */
  onPolicy: z
    .object({
      rows: z.number(),
      positives: z.number(),
      arms: z.array(z.object({ id: z.string(), auroc: interval.nullable() })),
      comparison: comparison.nullable(),
    })
    .nullable(),
  authorship,
  disagreements,
  budgets,
  floorsAll: z.array(floorOverAll),
  strata: absentStrata,
});
export type MonitorResults = z.infer<typeof monitorResults>;
