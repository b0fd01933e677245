import { z } from "zod";
import type { TuningCounts } from "../../data/tuning-rows.ts";

/** One row of a set, as the tests see it. */
export interface AuditRow {
  /** Line in its file, from 1. */
  readonly line: number;
  readonly prompt: string;
  readonly answer: string;
}

/** A fine-tuning set that is looked at, or the clean one beside it. */
export interface AuditSet {
  /** The file's name without its folder, made unique where two are alike. */
  readonly name: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly counts: TuningCounts;
  /** In the order of the file. */
  readonly rows: readonly AuditRow[];
}

/** Schema of a row in the run's copy of its inputs. */
export const auditRow: z.ZodType<AuditRow> = z.object({
  line: z.int(),
  prompt: z.string(),
  answer: z.string(),
});
