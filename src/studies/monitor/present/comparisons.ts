import type { Block, Cell } from "../../../report/blocks.ts";
import { differenceChart } from "../../../report/charts.ts";
import type { ArmResult, Comparison, MonitorResults } from "../results.ts";
import { countCell, estimateCell } from "./cells.ts";

/** Paired differences: a figure of the prompted pairs and a table of all. */
export function comparisonBlocks({ comparisons, arms }: MonitorResults): Block[] {
  const kinds = new Map(arms.map(({ id, kind }) => [id, kind]));
  const scored = comparisons.filter(({ n }) => n > 0);
  if (scored.length === 0) return [];
  // What a reader looks for: against fresh, against prefix, and what is trained or comes first against the floors.
  const sought = ({ a, b }: Comparison): boolean =>
    b === "fresh" || b === "prefix" || kinds.get(a) === "probe" || kinds.get(b) === "floor";
  const main = scored.length <= 12 ? scored : scored.filter(sought);
  const rest = scored.filter((pair) => !main.includes(pair));
  const drawn = main.flatMap((pair) =>
    pair.auroc === null ? [] : [{ name: name(pair), ...pair.auroc, floor: kinds.get(pair.b) === "floor" }],
  );
  return [
    { kind: "heading", text: "Paired differences" },
    ...(drawn.length === 0
      ? []
      : [
          {
            kind: "figure",
            id: "differences",
            caption:
              "Differences in AUROC on the same runs, 95% intervals by bootstrap over groups; right of the line the first is better. Hollow: against a floor.",
            alt: drawn
              .map((d) => `${d.name}: ${d.estimate.toFixed(2)} (${d.low.toFixed(2)} to ${d.high.toFixed(2)})`)
              .join("; "),
            spec: differenceChart(drawn, { zero: 0, label: "difference in AUROC" }),
          } satisfies Block,
        ]),
    tableOf(main, kinds),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: "details",
            summary: `The other ${rest.length} pairs`,
            blocks: [tableOf(rest, kinds)],
          } satisfies Block,
        ]),
  ];
}

function name({ a, b }: Comparison): string {
  return `${a} − ${b}`;
}

function tableOf(pairs: readonly Comparison[], kinds: ReadonlyMap<string, ArmResult["kind"]>): Block {
  const none = "one class has no scores in common";
  const firstFloor = pairs.findIndex(({ b }) => kinds.get(b) === "floor");
  const unit = "the scores have not the same unit";
  return {
    kind: "table",
    caption: "Differences in AUROC and in mean score, first minus second, on the runs that both scored.",
    columns: [
      { title: "pair" },
      { title: "runs" },
      { title: "bootstrap", note: "difference in AUROC, bootstrap over groups" },
      { title: "clustered DeLong", note: "the same by formula (Obuchowski 1997)" },
      {
        title: "shift, positives",
        note: "mean score of the first minus the second among positive runs: below 0 the first is more lenient",
      },
      { title: "shift, negatives", note: "likewise among negative runs" },
    ],
    rows: pairs.map((pair): Cell[] => [
      name(pair),
      countCell(pair.n),
      estimateCell(pair.auroc, none, 3),
      estimateCell(pair.obuchowski, "the formula is undefined here", 3),
      estimateCell(pair.shift?.positives, pair.shift === null ? unit : none, 3),
      estimateCell(pair.shift?.negatives, pair.shift === null ? unit : none, 3),
    ]),
    ...(firstFloor > 0 ? { rules: [firstFloor] } : {}),
  };
}
