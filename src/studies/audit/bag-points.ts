import { z } from "zod";
import type { Cell } from "../../report/blocks.ts";
import { formatNumber } from "../../report/format.ts";
import { finiteOrNull } from "../../stats/distributions/interval.ts";
import type { BagPoint } from "../../stats/text/bag-auroc.ts";

/** Bag sizes of every curve. */
export const bagSizes: readonly number[] = [1, 4, 8, 16, 64];

/** Schema of one point of a bag curve. */
export const curvePoint = z.object({
  /** Rows in a bag. */
  k: z.int(),
  auroc: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** A bag is more than a tenth of the smaller side's rows, so that bags repeat each other. */
  fewRows: z.boolean(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

/** Counts of rows of a suspect set and of the clean one. */
export const bothSides = z.object({ suspect: z.int(), clean: z.int() });

/** A curve as results hold it. @param smaller rows of the smaller side */
export function curvePoints(curve: readonly BagPoint[], smaller: number): CurvePoint[] {
  return curve.map(({ k, estimate, low, high }) => ({
    ...{ k, auroc: estimate, low: finiteOrNull(low), high: finiteOrNull(high), fewRows: k > smaller / 10 },
  }));
}

/** A point in a table. */
export function pointCell(point: CurvePoint | undefined, digits = 2): Cell {
  if (point === undefined) return { absent: "no curve" };
  const { auroc, low, high } = point;
  return low === null || high === null ? { number: auroc, digits } : { estimate: auroc, low, high, digits };
}

/** A point in a sentence. */
export function pointWords({ auroc, low, high }: CurvePoint): string {
  const interval =
    low === null || high === null
      ? ""
      : ` (95% interval ${formatNumber(low, 3)} to ${formatNumber(high, 3)})`;
  return `${formatNumber(auroc, 3)}${interval}`;
}
