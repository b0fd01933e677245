import type { Block, Cell } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatNumber, formatPercent } from "../../../../report/format.ts";
import type { Ladder, LadderMethod } from "./ladder.ts";

/** At which share of suspect rows each test goes blind. */
export function ladderBlocks(set: string, { methods }: Ladder): Block[] {
  const shares = [...new Set(methods.flatMap(({ rungs }) => rungs.map(({ share }) => share)))].sort(
    (a, b) => a - b,
  );
  return [
    { kind: "heading", text: "How much of it must there be?" },
    {
      kind: "paragraph",
      text: `Suspect rows are mixed into clean ones. ${methods.map(halfSentence).join(" ")} Rows needed for a power of .8 are extrapolated from the mean z as rows over z squared: arithmetic, and no evidence about what a student would learn.`,
    },
    {
      kind: "figure",
      id: `ladder-${set}`,
      caption:
        "Power by share of suspect rows, with exact 95% intervals over mixtures, or over tries; the dotted line is one half.",
      alt: methods
        .map(
          ({ method, rungs }) =>
            `${method}: ${rungs.map(({ share, power }) => `${formatNumber(power, 2)} at ${percent(share)}`).join(", ")}`,
        )
        .join("; "),
      spec: curvesChart(
        methods.map(({ method, rungs, size, unit }) => ({
          name: `${method} (${formatCount(size)} ${unit})`,
          points: rungs.map(({ share, power, low, high }) => ({ x: share, y: power, low, high })),
        })),
        { x: "share of suspect rows", y: "power", ticks: shares, from: 0, reference: 0.5 },
      ),
    },
    {
      kind: "table",
      caption:
        "Power, and in brackets rows of either side for a power of .8. The column 'none' is the test's rate of false alarms.",
      columns: [
        { title: "test" },
        { title: "none", align: "right" },
        ...shares.map((share) => ({ title: percent(share), align: "right" as const })),
      ],
      rows: methods.map(({ method, none, rungs }): Cell[] => [
        method,
        { number: none.power, digits: 2 },
        ...shares.map((share): Cell => {
          const rung = rungs.find((one) => one.share === share);
          if (rung === undefined) return { absent: "not tried" };
          const { power, rows } = rung;
          return `${formatNumber(power, 2)}${rows === null ? "" : ` (${formatCount(rows)})`}`;
        }),
      ]),
    },
    {
      kind: "list",
      items: methods.map(
        ({ method, about, size, unit }) => `${method}: ${about}; ${formatCount(size)} ${unit}.`,
      ),
    },
  ];
}

function percent(share: number): string {
  return formatPercent(share, share < 0.1 ? 1 : 0);
}

function halfSentence({ method, half, always, rungs }: LadderMethod): string {
  if (half !== null) return `For ${method} power falls below one half at a share of ${percent(half)}.`;
  const last = rungs.at(-1)?.share ?? 0;
  return always
    ? `For ${method} power stays above one half down to ${percent(last)}.`
    : `For ${method} power is below one half at every share.`;
}
