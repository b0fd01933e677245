import type { Block, Cell } from "../../../../report/blocks.ts";
import { curvesChart } from "../../../../report/charts.ts";
import { formatCount, formatNumber, formatShare } from "../../../../report/format.ts";
import { figure, heading, numberCell, paragraph, right, table } from "../../../../report/write.ts";
import type { Ladder, LadderMethod } from "./ladder.ts";

/** At which share of suspect rows each test goes blind. */
export function ladderBlocks(set: string, { methods }: Ladder): Block[] {
  const all = new Set(methods.flatMap(({ rungs }) => rungs.map(({ share }) => share)));
  const shares = [...all].sort((a, b) => a - b);
  const powers = methods.map(
    ({ method, rungs }) =>
      `${method}: ${rungs.map(({ share, power }) => `${formatNumber(power, 2)} at ${formatShare(share)}`).join(", ")}`,
  );
  return [
    heading("How much of it must there be?"),
    paragraph(
      `Suspect rows are mixed into clean ones, no row twice. ${methods.map(halfSentence).join(" ")} Rows needed for a power of .8 are extrapolated from the mean z as rows over z squared: arithmetic, and no evidence about what a student would learn.`,
    ),
    figure(
      `ladder-${set}`,
      "Power by share of suspect rows, with exact 95% intervals over mixtures, or over tries; the dotted line is one half.",
      powers.join("; "),
      curvesChart(
        methods.map(({ method, rungs, size, unit }) => ({
          name: `${method} (${formatCount(size)} ${unit})`,
          points: rungs.map(({ share, power, low, high }) => ({ x: share, y: power, low, high })),
        })),
        { x: "share of suspect rows", y: "power", ticks: shares, from: 0, reference: 0.5 },
      ),
    ),
    table(
      "Power, and in brackets rows of either side for a power of .8. The column 'none' is the test's rate of false alarms.",
      ["test", "none", ...shares.map((share) => right(formatShare(share)))],
      methods.map(({ method, none, rungs }) => [
        ...[method, numberCell(none.power, 2)],
        ...shares.map((share) => rungCell(rungs.find((one) => one.share === share))),
      ]),
    ),
    {
      kind: "list",
      items: methods.map(
        ({ method, about, size, unit }) => `${method}: ${about}; ${formatCount(size)} ${unit}.`,
      ),
    },
  ];
}

function rungCell(rung: LadderMethod["none"] | undefined): Cell {
  if (rung === undefined) return { absent: "not tried" };
  const rows = rung.rows === null ? "" : ` (${formatCount(rung.rows)})`;
  return `${formatNumber(rung.power, 2)}${rows}`;
}

function halfSentence({ method, half, always, rungs }: LadderMethod): string {
  if (half !== null) return `For ${method} power falls below one half at a share of ${formatShare(half)}.`;
  return always
    ? `For ${method} power stays above one half down to ${formatShare(rungs.at(-1)?.share ?? 0)}.`
    : `For ${method} power is below one half at every share.`;
}
