import { z } from "zod";
import { countCell, estimateCell, numberCell, table } from "../../../report/write.ts";
import { mean } from "../../../stats/distributions/moments.ts";
import { tooLittle } from "./auroc.ts";
import type { Figure } from "./figure.ts";

const schema = z
  .object({
    draws: z.number(),
    mean: z.number(),
    low: z.number(),
    high: z.number(),
    /** Share of the draws, the probe itself counted in, that are as good. */
    p: z.number(),
  })
  .nullable();

/** AUROC of the same fits on shuffled labels, of probes only: what a probe reaches when labels mean nothing. */
export const permuted: Figure<typeof schema> = {
  schema,
  of: ({ arm, drawn, enough }) => {
    const sorted = (arm.permuted ?? new Float64Array()).toSorted();
    const area = drawn?.auroc.estimate ?? Number.NaN;
    const [low] = sorted;
    const high = sorted.at(-1);
    // NaN sorts last.
    if (!enough || low === undefined || high === undefined || Number.isNaN(high) || Number.isNaN(area))
      return null;
    const p = (1 + sorted.filter((value) => value >= area).length) / (1 + sorted.length);
    return { draws: sorted.length, mean: mean(sorted), low, high, p };
  },
  table: "arms",
  below: (arms) => {
    const rows = arms.flatMap(({ title, auroc, value }) =>
      value === null || auroc === null ? [] : [{ title, auroc, ...value }],
    );
    if (rows.length === 0) return [];
    const caption =
      "Each probe against its own null: the same fits, folds and choice of penalty on shuffled labels.";
    const p = ["p", "share of draws, the probe counted in, that are as good"] as const;
    return [
      table(
        caption,
        ["probe", "AUROC", "mean of the null", "lowest", "highest", "draws", p],
        rows.map(({ title, auroc, mean, low, high, draws, p }) => [
          ...[title, estimateCell(auroc, 2, tooLittle)],
          ...[mean, low, high].map((value) => numberCell(value, 2)),
          ...[countCell(draws), numberCell(p, 3)],
        ]),
      ),
    ];
  },
};
