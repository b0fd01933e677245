import { z } from "zod";
import { countCell, details, numberCell, table } from "../../../report/write.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import { calibration as calibrationOf } from "../../../stats/ranking/calibration.ts";
import { inUnit } from "../scored-arm.ts";
import type { Figure } from "./figure.ts";

const schema = z
  .object({
    brier: z.number(),
    expectedError: z.number(),
    bins: z.array(z.object({ n: z.number(), score: z.number(), positives: z.number() })),
  })
  .nullable();

/** Schema of a figure of each class, such as a mean score; null where nothing has a common unit. */
export const byClass = z
  .object({ positives: interval.nullable(), negatives: interval.nullable() })
  .nullable();

/** Does a score of .8 mean four positives in five? Of scores that are probabilities only. */
export const calibration: Figure<typeof schema> = {
  schema,
  of: ({ arm, positive, enough }) => {
    if (!arm.probability || !enough) return null;
    const { bins, ...errors } = calibrationOf(arm.scores, positive);
    return { ...errors, bins: bins.map(({ rows, score, share }) => ({ n: rows, score, positives: share })) };
  },
  table: "calibration",
  columns: () => [
    {
      title: "Brier score",
      note: "mean squared error; .25 for always saying one half",
      cell: (value) => numberCell(value?.brier, 3, ""),
    },
    {
      title: "calibration error",
      note: "expected calibration error over bins of equal size",
      cell: (value) => numberCell(value?.expectedError, 3, ""),
    },
  ],
  below: (arms) => [
    details(
      "Calibration by bin",
      ...arms.map(({ title, value }) =>
        table(
          title,
          ["runs", "mean score", "share positive"],
          (value?.bins ?? []).map(({ n, score, positives }) => [
            ...[countCell(n), numberCell(score, 3), numberCell(positives, 3)],
          ]),
        ),
      ),
    ),
  ],
};

/** Mean score of each class; null for floors, whose scores have no common unit. */
export const means: Figure<typeof byClass> = {
  schema: byClass,
  of: ({ arm, drawn }) =>
    inUnit(arm.kind)
      ? { positives: finiteInterval(drawn?.meanPositive), negatives: finiteInterval(drawn?.meanNegative) }
      : null,
  table: "calibration",
  columns: () => [
    {
      title: "mean, positives",
      cell: (value) => numberCell(value?.positives?.estimate, 3, "no positive has a score"),
    },
    {
      title: "mean, negatives",
      cell: (value) => numberCell(value?.negatives?.estimate, 3, "no negative has a score"),
    },
  ],
};
