import { z } from "zod";
import type { TuningCounts } from "./tuning-rows.ts";

/** One row of a set, as the tests see it. */
export interface TaughtRow {
  /** Line in its file, from 1. */
  readonly line: number;
  readonly prompt: string;
  readonly answer: string;
}

/** A fine-tuning set that is looked at, or the clean one beside it. */
export interface TuningSet {
  /** The file's name without its folder, made unique where two are alike. */
  readonly name: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly counts: TuningCounts;
  /** In the order of the file. */
  readonly rows: readonly TaughtRow[];
}

/** Schema of a row in the run's copy of its inputs. */
export const taughtRow: z.ZodType<TaughtRow> = z.object({
  line: z.int(),
  prompt: z.string(),
  answer: z.string(),
});
