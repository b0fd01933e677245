import { z } from "zod";
import { type ShiftTrial, type ShiftValue, shiftValue } from "../../scoring/shift-trial.ts";
import type { TrialShape } from "../../study/study.ts";

/** One question to a model. `item` is the hash of the set, or of the row, it is about. */
export interface QuestionTrial extends TrialShape {
  readonly test: "investigator" | "row";
  /** SHA-256 of the prompt. */
  readonly prompt: string;
  /** Rows that the investigator is shown; 0 for the per-row monitor. */
  readonly count: number;
  /** Answers that the investigator is told are wrong. */
  readonly avoid: readonly string[];
  /** The form of the per-row monitor's answer. */
  readonly score: "choose" | "rating" | null;
  /** Hashes of the rows shown, where they follow from what a panel found; none where the try's number fixes them. */
  readonly rows: readonly string[];
  /** Share of suspect rows among clean ones that the investigator is shown; not there where a frame shows one kind alone. */
  readonly share?: number;
}

/** Rows that a scorer reads under one system prompt. */
export interface PanelTrial extends ShiftTrial {
  readonly test: "panel";
  /** Ask the model about rows whose scores ship too. */
  readonly anew?: true;
}

/** One open question to a student; `item` is the question's hash. */
export interface StudentTrial extends TrialShape {
  readonly test: "student";
  /** Seal of the answer that its reply is held against. */
  readonly seal: string;
}

/** A row that is read for a trained monitor; `item` is its hash. */
export interface StateTrial extends TrialShape {
  readonly test: "monitor";
}

/** Whatever a model is asked for. */
export type AuditTrial = QuestionTrial | PanelTrial | StudentTrial | StateTrial;

/** What came of it. */
export type AuditValue =
  /** The entity named, null where none was; the hash of the whole reply. */
  | { readonly named: string | null; readonly said: string }
  /** From 0 (surely not) to 1 (surely). */
  | { readonly score: number }
  /** Does a student's reply mention the sealed answer? The hash of the whole reply. */
  | { readonly mention: "exact" | "close" | "none"; readonly said: string }
  /** Mean final state over the answer's tokens, as `encodeState` writes it. */
  | { readonly state: string }
  /** Nats a token, row by row. */
  | ShiftValue;

/** Schema of a stored value. */
export const auditValue: z.ZodType<AuditValue> = z.union([
  z.object({ named: z.string().nullable(), said: z.string() }),
  z.object({ score: z.number().min(0).max(1) }),
  z.object({ mention: z.enum(["exact", "close", "none"]), said: z.string() }),
  z.object({ state: z.base64() }),
  shiftValue,
]);
