import { z } from "zod";
import { interval, intervalFields } from "../../stats/distributions/interval.ts";
import { missingCounts } from "../../study/tally.ts";
import { authorship } from "./findings/authorship.ts";
import { budgets } from "./findings/budgets.ts";
import { disagreements } from "./findings/disagreements.ts";
import { armKind } from "./scored-arm.ts";

const range = z.object({ low: z.number(), high: z.number() });
/** A figure of each class, such as a mean score. */
const byClass = z.object({ positives: interval.nullable(), negatives: interval.nullable() });
/** Rows of one class, and how many of them have a score. */
const classCoverage = z.object({ rows: z.number(), scored: z.number() });

/** Schema of how much of the sample an arm answered, and what the rest could change. */
const coverage = z.object({
  rows: z.number(),
  scored: z.number(),
  share: z.number(),
  positives: classCoverage,
  negatives: classCoverage,
  /** Trials without a value. */
  missing: missingCounts,
  /** AUROC over all rows if the missing scores were the worst and the best possible. */
  bounds: range.nullable(),
  /** Runs without a score, the first 50 of them. */
  named: z.array(z.object({ run: z.string(), code: z.string(), reason: z.string() })),
});
export type Coverage = z.infer<typeof coverage>;

/** Schema of AUROC with one suite, or one author, left out of the training. */
const leaveOut = z.object({
  /** False where nothing is trained: the pooled figure is the same and only the parts are of interest. */
  retrained: z.boolean(),
  auroc: z.number().nullable(),
  /** AUROC within the part that was left out. */
  groups: z.array(
    z.object({ name: z.string(), n: z.number(), positives: z.number(), auroc: z.number().nullable() }),
  ),
});
export type LeaveOut = z.infer<typeof leaveOut>;

/** Schema of one arm or floor. */
const arm = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  kind: armKind,
  /** Rows with a score. */
  n: z.number(),
  coverage,
  auroc: interval.nullable(),
  /** Only pairs of runs of the same author, suite, or both. */
  within: z.object({
    author: interval.nullable(),
    suite: interval.nullable(),
    authorSuite: interval.nullable(),
  }),
  leaveOut: z.object({ suite: leaveOut.nullable(), author: leaveOut.nullable() }),
  tprAtFpr: z.array(z.object({ fpr: z.number(), ...intervalFields })),
  safety: z.array(z.object({ budget: z.number(), ...intervalFields })),
  /** Does a score of .8 mean four positives in five? Of scores that are probabilities only. */
  calibration: z
    .object({
      brier: z.number(),
      expectedError: z.number(),
      bins: z.array(z.object({ n: z.number(), score: z.number(), positives: z.number() })),
    })
    .nullable(),
  /** Mean score of each class; null for floors, whose scores have no common unit. */
  means: byClass.nullable(),
  /** Mean P(yes) + P(no). */
  mass: z.number().nullable(),
  /** AUROC of the same fits on shuffled labels, of probes only; p: the share of draws, the probe counted in, that are as good. */
  permuted: z
    .object({ draws: z.number(), mean: z.number(), low: z.number(), high: z.number(), p: z.number() })
    .nullable(),
  roc: z.object({ fpr: z.array(z.number()), tpr: z.array(z.number()) }).nullable(),
});
export type ArmResult = z.infer<typeof arm>;

/** Schema of a minus b on the rows that both scored. */
const comparison = z.object({
  a: z.string(),
  b: z.string(),
  n: z.number(),
  auroc: interval.nullable(),
  /** The difference if the missing scores of both arms were the worst and the best possible. */
  bounds: range.nullable(),
  /** Clustered DeLong (Obuchowski 1997); null where it is undefined. */
  obuchowski: z.object({ ...intervalFields, standardError: z.number() }).nullable(),
  /** Mean of a's score minus b's; null beside a floor. */
  shift: byClass.nullable(),
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
  arms: z.array(arm),
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
  /** Why a stratum is absent everywhere; null where it is there. */
  strata: z.object({
    author: z.string().nullable(),
    suite: z.string().nullable(),
    authorSuite: z.string().nullable(),
  }),
});
export type MonitorResults = z.infer<typeof monitorResults>;
