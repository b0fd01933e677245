import { z } from "zod";
import { type Interval, interval, intervalFields } from "../../stats/distributions/interval.ts";
import { missingCounts } from "../../study/tally.ts";
import { type Authorship, authorship } from "./findings/authorship.ts";
import { type Budgets, budgets } from "./findings/budgets.ts";
import { type Disagreements, disagreements } from "./findings/disagreements.ts";
import type { ArmKind } from "./scored-arm.ts";

/** Rows of one class, and how many of them have a score. */
type ClassCoverage = { readonly rows: number; readonly scored: number };

/** How much of the sample an arm answered, and what the rest could change. */
export type Coverage = {
  readonly rows: number;
  readonly scored: number;
  readonly share: number;
  readonly positives: ClassCoverage;
  readonly negatives: ClassCoverage;
  /** Trials without a value, by kind and code. */
  readonly missing: readonly { readonly kind: string; readonly code: string; readonly trials: number }[];
  /** AUROC over all rows if the missing scores were the worst and the best possible. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
  /** Runs without a score, the first 50 of them. */
  readonly named: readonly { readonly run: string; readonly code: string; readonly reason: string }[];
};

/** AUROC with one suite, or one author, left out of the training. */
export type LeaveOut = {
  /** False where nothing is trained: the pooled figure is the same and only the parts are of interest. */
  readonly retrained: boolean;
  readonly auroc: number | null;
  /** AUROC within the part that was left out. */
  readonly groups: readonly {
    readonly name: string;
    readonly n: number;
    readonly positives: number;
    readonly auroc: number | null;
  }[];
};

/** Does a score of .8 mean four positives in five? Of scores that are probabilities only. */
export type CalibrationResult = {
  readonly brier: number;
  readonly expectedError: number;
  readonly bins: readonly { readonly n: number; readonly score: number; readonly positives: number }[];
};

/** One arm or floor. */
export type ArmResult = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly kind: ArmKind;
  /** Rows with a score. */
  readonly n: number;
  readonly coverage: Coverage;
  readonly auroc: Interval | null;
  /** Only pairs of runs of the same author, suite, or both. */
  readonly within: {
    readonly author: Interval | null;
    readonly suite: Interval | null;
    readonly authorSuite: Interval | null;
  };
  readonly leaveOut: { readonly suite: LeaveOut | null; readonly author: LeaveOut | null };
  readonly tprAtFpr: readonly (Interval & { readonly fpr: number })[];
  readonly safety: readonly (Interval & { readonly budget: number })[];
  readonly calibration: CalibrationResult | null;
  /** Mean score of each class; null for floors, whose scores have no common unit. */
  readonly means: { readonly positives: Interval | null; readonly negatives: Interval | null } | null;
  /** Mean P(yes) + P(no). */
  readonly mass: number | null;
  /** AUROC of the same fits on shuffled labels: of probes only. */
  readonly permuted: {
    readonly draws: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    /** Share of the draws, the probe itself counted in, that are as good. */
    readonly p: number;
  } | null;
  readonly roc: { readonly fpr: readonly number[]; readonly tpr: readonly number[] } | null;
};

/** a minus b on the rows that both scored. */
export type Comparison = {
  readonly a: string;
  readonly b: string;
  readonly n: number;
  readonly auroc: Interval | null;
  /** The difference if the missing scores of both arms were the worst and the best possible. */
  readonly bounds: { readonly low: number; readonly high: number } | null;
  /** Clustered DeLong (Obuchowski 1997); null where it is undefined. */
  readonly obuchowski: (Interval & { readonly standardError: number }) | null;
  /** Mean of a's score minus b's, separately; null beside a floor. */
  readonly shift: { readonly positives: Interval | null; readonly negatives: Interval | null } | null;
};

/** A floor over all labelled runs, also those outside the sample. */
export type FloorOverAll = {
  readonly id: string;
  readonly n: number;
  readonly positives: number;
  readonly auroc: number | null;
  readonly leaveOut: { readonly suite: number | null; readonly author: number | null };
};

/** What was measured on what. */
export type About = {
  /** Reference of the monitor; null where no model was asked. */
  readonly model: string | null;
  readonly question: string;
  readonly mode: "choose" | "rating" | null;
  readonly draws: number;
  readonly steps: number;
  readonly aggregate: string;
  readonly mapping: {
    readonly label: string;
    readonly positive: readonly string[];
    readonly negative: readonly string[];
    readonly group: readonly string[];
    readonly author: string | null;
    readonly suite: string | null;
  };
  readonly runs: {
    readonly read: number;
    readonly empty: readonly { readonly source: string; readonly id: string }[];
    readonly leftOut: Readonly<Record<string, number>>;
    readonly labelled: number;
    readonly measured: number;
    readonly positives: number;
    readonly negatives: number;
    readonly groups: number;
    readonly authors: number | null;
    readonly suites: number | null;
    /** Measured rows whose content another measured row has too. */
    readonly duplicates: number;
    readonly synthetic: number;
    readonly withoutTools: number;
    /** Rows where the same-turn arm had to open a turn of its own. */
    readonly openedTurn: number;
    /** Rows that the monitor model wrote itself. */
    readonly onPolicy: number;
  };
  readonly notes: readonly string[];
};

/** `results` of a monitor run. */
export type MonitorResults = {
  readonly version: 1;
  readonly about: About;
  readonly arms: readonly ArmResult[];
  /** Arms that were asked for and could not be done. */
  readonly armsLeftOut: readonly { readonly id: string; readonly reason: string }[];
  readonly comparisons: readonly Comparison[];
  /** What C1 rests on: the runs that the monitor model wrote itself; null where there are none. */
  readonly onPolicy: {
    readonly rows: number;
    readonly positives: number;
    readonly arms: readonly { readonly id: string; readonly auroc: Interval | null }[];
    readonly comparison: Comparison | null;
  } | null;
  readonly authorship: Authorship;
  readonly disagreements: Disagreements;
  readonly budgets: Budgets;
  readonly floorsAll: readonly FloorOverAll[];
  /** Why a stratum is absent everywhere; null where it is there. */
  readonly strata: {
    readonly author: string | null;
    readonly suite: string | null;
    readonly authorSuite: string | null;
  };
};

const range = z.object({ low: z.number(), high: z.number() });
const classCoverage = z.object({ rows: z.number(), scored: z.number() });
const leaveOut: z.ZodType<LeaveOut> = z.object({
  retrained: z.boolean(),
  auroc: z.number().nullable(),
  groups: z.array(
    z.object({ name: z.string(), n: z.number(), positives: z.number(), auroc: z.number().nullable() }),
  ),
});

const arm: z.ZodType<ArmResult> = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  kind: z.enum(["prompted", "probe", "ensemble", "control", "floor"]),
  n: z.number(),
  coverage: z.object({
    rows: z.number(),
    scored: z.number(),
    share: z.number(),
    positives: classCoverage,
    negatives: classCoverage,
    missing: missingCounts,
    bounds: range.nullable(),
    named: z.array(z.object({ run: z.string(), code: z.string(), reason: z.string() })),
  }),
  auroc: interval.nullable(),
  within: z.object({
    author: interval.nullable(),
    suite: interval.nullable(),
    authorSuite: interval.nullable(),
  }),
  leaveOut: z.object({ suite: leaveOut.nullable(), author: leaveOut.nullable() }),
  tprAtFpr: z.array(z.object({ fpr: z.number(), ...intervalFields })),
  safety: z.array(z.object({ budget: z.number(), ...intervalFields })),
  calibration: z
    .object({
      brier: z.number(),
      expectedError: z.number(),
      bins: z.array(z.object({ n: z.number(), score: z.number(), positives: z.number() })),
    })
    .nullable(),
  means: z.object({ positives: interval.nullable(), negatives: interval.nullable() }).nullable(),
  mass: z.number().nullable(),
  permuted: z
    .object({ draws: z.number(), mean: z.number(), low: z.number(), high: z.number(), p: z.number() })
    .nullable(),
  roc: z.object({ fpr: z.array(z.number()), tpr: z.array(z.number()) }).nullable(),
});

const comparison: z.ZodType<Comparison> = z.object({
  a: z.string(),
  b: z.string(),
  n: z.number(),
  auroc: interval.nullable(),
  bounds: range.nullable(),
  obuchowski: z.object({ ...intervalFields, standardError: z.number() }).nullable(),
  shift: z.object({ positives: interval.nullable(), negatives: interval.nullable() }).nullable(),
});

const about: z.ZodType<About> = z.object({
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
    empty: z.array(z.object({ source: z.string(), id: z.string() })),
    leftOut: z.record(z.string(), z.number()),
    labelled: z.number(),
    measured: z.number(),
    positives: z.number(),
    negatives: z.number(),
    groups: z.number(),
    authors: z.number().nullable(),
    suites: z.number().nullable(),
    duplicates: z.number(),
    synthetic: z.number(),
    withoutTools: z.number(),
    openedTurn: z.number(),
    onPolicy: z.number(),
  }),
  notes: z.array(z.string()),
});

/** Schema of stored results. */
export const monitorResults: z.ZodType<MonitorResults> = z.object({
  version: z.literal(1),
  about,
  arms: z.array(arm),
  armsLeftOut: z.array(z.object({ id: z.string(), reason: z.string() })),
  comparisons: z.array(comparison),
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
  floorsAll: z.array(
    z.object({
      id: z.string(),
      n: z.number(),
      positives: z.number(),
      auroc: z.number().nullable(),
      leaveOut: z.object({ suite: z.number().nullable(), author: z.number().nullable() }),
    }),
  ),
  strata: z.object({
    author: z.string().nullable(),
    suite: z.string().nullable(),
    authorSuite: z.string().nullable(),
  }),
});
