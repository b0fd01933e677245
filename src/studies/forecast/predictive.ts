import { z } from "zod";

/** Schema of a forecast of a number: normal, or Student's t with `freedom` degrees of freedom around `location`. */
export const predictive = z
  .object({
    /** null: normal. */
    freedom: z.number().nullable(),
    location: z.number(),
    /** Standard deviation of the normal, scale of the t; in the unit of the series, doublings as a rule. */
    scale: z.number(),
  })
  .readonly();
export type Predictive = z.infer<typeof predictive>;

/** A series on one axis: x ascends, y is on the scale that is forecast (log2 as a rule). */
export interface Trend {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** An earlier trend that has all of these points but a few: what was learnt of it need not be learnt again. */
  readonly since?: { readonly trend: Trend; readonly added: Pick<Trend, "x" | "y"> };
}
