import { z } from "zod";
import type { TuningCounts } from "./tuning-rows.ts";

/** Schema of one row of a set, as the tests see it. */
export const taughtRow = z.object({
  /** Line in its file, from 1. */
  line: z.int(),
  prompt: z.string(),
  answer: z.string(),
});
export type TaughtRow = Readonly<z.infer<typeof taughtRow>>;

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
