import { z } from "zod";
import { contrast } from "../../../../stats/distributions/contrast.ts";
import { intervalFields } from "../../../../stats/distributions/interval.ts";
import type { StudentCells } from "./tally.ts";

/** Schema of a weighted sum of students' rates with its 95% interval, paired by question. */
export const studentContrast = z.object({
  ...intervalFields,
  /** Lower and upper end with every reply that could not be read counted as speaks most against the sum, and most for it. */
  worst: z.number(),
  best: z.number(),
  /** The same two ends at 99%: what verdicts rest on. */
  at99: z.object({ worst: z.number(), best: z.number() }),
  /** Questions that every student it needs has answered at least once. */
  questions: z.int(),
});
export type StudentContrast = z.infer<typeof studentContrast>;

/** A student's replies and what their rate counts for. */
export interface Weighed {
  readonly cells: StudentCells;
  readonly weight: number;
}

/** Computes it, each student standing there once; null where fewer than two questions have a reply from each. */
export function contrastOf(students: readonly Weighed[], confidence?: number): StudentContrast | null {
  const weights = students.map(({ weight }) => weight);
  const rates = students.map(({ cells }) => cells.rates);
  const { estimate, low, high, units } = contrast(rates, weights, confidence);
  if (units < 2) return null;
  const filled = (side: 1 | -1): readonly Float64Array[] =>
    students.map(({ cells, weight }) => filledRates(cells, side * weight > 0));
  const ends = (level?: number): { readonly worst: number; readonly best: number } => ({
    worst: contrast(filled(-1), weights, level).low,
    best: contrast(filled(1), weights, level).high,
  });
  return { ...{ estimate, low, high, questions: units }, ...ends(confidence), at99: ends(0.99) };
}

/** Rates with all missing replies counted as naming, or as not. */
function filledRates({ tries, exact, answered }: StudentCells, naming: boolean): Float64Array {
  return Float64Array.from(answered, (count, i) => ((exact[i] ?? 0) + (naming ? tries - count : 0)) / tries);
}
