import { z } from "zod";
import type { TrialShape } from "../../study/study.ts";

/** One question to a model. `item` is the hash of the set, or of the row, it is about. */
export interface AuditTrial extends TrialShape {
  readonly test: "investigator" | "row";
  /** SHA-256 of the prompt. */
  readonly prompt: string;
  /** Rows that the investigator is shown; 0 for the per-row monitor. */
  readonly count: number;
  /** Answers that the investigator is told are wrong. */
  readonly avoid: readonly string[];
  /** The form of the per-row monitor's answer. */
  readonly score: "choose" | "rating" | null;
}

/** What came of it. */
export type AuditValue =
  /** The entity named, null where none was; the hash of the whole reply. */
  | { readonly named: string | null; readonly said: string }
  /** From 0 (surely not) to 1 (surely). */
  | { readonly score: number };

/** Schema of a stored value. */
export const auditValue: z.ZodType<AuditValue> = z.union([
  z.object({ named: z.string().nullable(), said: z.string() }),
  z.object({ score: z.number().min(0).max(1) }),
]);
