import { armsChart } from "../../../report/charts.ts";
import { spokenEstimate } from "../../../report/format.ts";
import { estimateCell } from "../../../report/write.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import type { Figure } from "./figure.ts";

/** Why there is no area under a curve. */
export const tooLittle = "too few runs or independent groups of a class have a score";
const schema = interval.nullable();

/** The chance that a positive run scores above a negative one. */
export const auroc: Figure<typeof schema> = {
  schema,
  of: ({ drawn }) => finiteInterval(drawn?.auroc),
  table: "arms",
  columns: () => [
    {
      title: "AUROC",
      note: "the chance that a positive run scores above a negative one, ties counted half; 95% interval by bootstrap over groups",
      cell: (value) => estimateCell(value, 2, tooLittle),
    },
  ],
  below: (arms) => {
    const shown = arms.flatMap(({ title, kind, value }) =>
      value === null ? [] : [{ name: title, ...value, floor: kind === "floor" }],
    );
    if (shown.length === 0) return [];
    return [
      {
        kind: "figure",
        id: "arms",
        caption: "AUROC with 95% intervals; hollow marks are floors, the dashed line is chance.",
        alt: shown.map((arm) => `${arm.name}: ${spokenEstimate(arm)}`).join("; "),
        spec: armsChart(shown, { label: "AUROC" }),
      },
    ];
  },
};
