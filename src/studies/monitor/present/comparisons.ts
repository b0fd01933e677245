import type { Block } from "../../../report/blocks.ts";
import { differenceChart } from "../../../report/charts.ts";
import { spokenEstimate } from "../../../report/format.ts";
import { countCell, details, estimateCell, heading, tableOf } from "../../../report/write.ts";
import type { Comparison, MonitorResults } from "../results.ts";
import type { ArmKind } from "../scored-arm.ts";

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
  return [
    heading("Paired differences"),
    ...figureOf(main, kinds),
    tableOfPairs(main, kinds),
    ...(rest.length === 0 ? [] : [details(`The other ${rest.length} pairs`, tableOfPairs(rest, kinds))]),
  ];
}

function nameOf({ a, b }: Comparison): string {
  return `${a} − ${b}`;
}

function figureOf(pairs: readonly Comparison[], kinds: ReadonlyMap<string, ArmKind>): Block[] {
  const drawn = pairs.flatMap((pair) =>
    pair.auroc === null ? [] : [{ name: nameOf(pair), ...pair.auroc, floor: kinds.get(pair.b) === "floor" }],
  );
  if (drawn.length === 0) return [];
  return [
    {
      kind: "figure",
      id: "differences",
      caption:
        "Differences in AUROC on the same runs, 95% intervals by bootstrap over groups; right of the line the first is better. Hollow: against a floor.",
      alt: drawn.map((pair) => `${pair.name}: ${spokenEstimate(pair)}`).join("; "),
      spec: differenceChart(drawn, { zero: 0, label: "difference in AUROC" }),
    },
  ];
}

function tableOfPairs(pairs: readonly Comparison[], kinds: ReadonlyMap<string, ArmKind>): Block {
  const none = "one class has no scores in common";
  const unshifted = ({ shift }: Comparison): string =>
    shift === null ? "the scores have not the same unit" : none;
  return tableOf(
    "Differences in AUROC and in mean score, first minus second, on the runs that both scored.",
    pairs,
    [
      { title: "pair", cell: nameOf },
      { title: "runs", cell: ({ n }) => countCell(n) },
      {
        title: "bootstrap",
        note: "difference in AUROC, bootstrap over groups",
        cell: ({ auroc }) => estimateCell(auroc, 3, none),
      },
      {
        title: "clustered DeLong",
        note: "the same by formula (Obuchowski 1997)",
        cell: ({ obuchowski }) => estimateCell(obuchowski, 3, "the formula is undefined here"),
      },
      {
        title: "shift, positives",
        note: "mean score of the first minus the second among positive runs: below 0 the first is more lenient",
        cell: (pair) => estimateCell(pair.shift?.positives, 3, unshifted(pair)),
      },
      {
        title: "shift, negatives",
        note: "likewise among negative runs",
        cell: (pair) => estimateCell(pair.shift?.negatives, 3, unshifted(pair)),
      },
    ],
    ({ b }) => kinds.get(b) === "floor",
  );
}
