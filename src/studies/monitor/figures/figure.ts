import { z } from "zod";
import type { Block, Cell, Column } from "../../../report/blocks.ts";
import type { Interval } from "../../../stats/distributions/interval.ts";
import type { DrawnArm } from "../resample.ts";
import type { MonitorRow } from "../row.ts";
import type { ArmKind, DescribedArm } from "../scored-arm.ts";
import type { Strata } from "../strata.ts";

/** Schema of the rows of one class, and how many of them have a score. */
export const scoredRows = z.object({ rows: z.number(), scored: z.number() });
export type ScoredRows = z.infer<typeof scoredRows>;

/** What a figure is computed from. */
export interface FigureInput {
  readonly arm: DescribedArm;
  readonly rows: readonly MonitorRow[];
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
  readonly positives: ScoredRows;
  readonly negatives: ScoredRows;
  /** What a bootstrap over groups gave this arm. */
  readonly drawn: DrawnArm | undefined;
  /** Are there runs and groups enough of both classes for any figure? */
  readonly enough: boolean;
}

/** The tables of arms, each of which shows some figures. */
export type ArmTable = "arms" | "rates" | "coverage" | "calibration";

/** An arm beside a figure of it. */
export interface ShownArm {
  readonly id: string;
  readonly title: string;
  readonly kind: ArmKind;
  readonly auroc: Interval | null;
}

/** A column of a table of arms. */
export interface FigureColumn<Value> extends Column {
  /** @param absent why a stratum is absent everywhere */
  cell(value: Value, arm: ShownArm, absent: Strata["absent"]): Cell;
}

/** One figure of every arm: how it is stored, computed and shown. A new one is a new object of this form in the list. */
export interface Figure<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  of(input: FigureInput): z.infer<Schema>;
  /** The table in which its columns stand, and what belongs to it below. */
  readonly table?: ArmTable;
  /** @param values those of all arms in the table */
  columns?(values: readonly z.infer<Schema>[]): readonly FigureColumn<z.infer<Schema>>[];
  below?(arms: readonly (ShownArm & { readonly value: z.infer<Schema> })[]): readonly Block[];
}
