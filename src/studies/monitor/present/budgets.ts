import type { Block, Cell } from "../../../report/blocks.ts";
import { frontierChart } from "../../../report/charts.ts";
import { formatCount } from "../../../report/format.ts";
import type { Combination } from "../findings/budgets.ts";
import type { MonitorResults } from "../results.ts";
import { estimateCell, percent } from "./cells.ts";

/** Safety and usefulness at audit budgets, and what a dear monitor adds to a cheap one. */
export function budgetBlocks({ budgets, arms }: MonitorResults): Block[] {
  if (budgets.absent !== null) return [];
  const titles = new Map(arms.map(({ id, title }) => [id, title]));
  const firstFloor = budgets.arms.findIndex(({ id }) => arms.find((arm) => arm.id === id)?.kind === "floor");
  const none = "a half of the groups holds no run of a class";
  return [
    { kind: "heading", text: "Audit budgets" },
    {
      kind: "table",
      caption:
        "What an audit of so many ordinary runs catches, with thresholds set on one half of the groups and tried on the other, both ways round, anew in every bootstrap draw. Safety is the share of positives audited, usefulness the share of ordinary runs that go through unaudited.",
      columns: [
        { title: "arm" },
        ...budgets.budgets.flatMap((budget) => [
          { title: `safety at ${percent(budget)}` },
          { title: `usefulness at ${percent(budget)}` },
        ]),
      ],
      rows: budgets.arms.map(({ id, points }): Cell[] => [
        titles.get(id) ?? id,
        ...points.flatMap(({ safety, usefulness }) => [
          estimateCell(safety, none),
          estimateCell(usefulness, none),
        ]),
      ]),
      ...(firstFloor > 0 ? { rules: [firstFloor] } : {}),
    },
    ...(budgets.combination === null ? [] : frontierBlocks(budgets.combination)),
  ];
}

function frontierBlocks({ cheap, dear, tokens, budget, points }: Combination): Block[] {
  const none = "a half of the groups holds no run of a class";
  const drawn = points.flatMap(({ tokens: cost, safety }) => (safety === null ? [] : [{ cost, ...safety }]));
  return [
    {
      kind: "paragraph",
      text: `${cheap} costs about ${formatCount(Math.round(tokens.cheap))} input tokens a run beside an ideal cache, ${dear} about ${formatCount(Math.round(tokens.dear))}. Here ${cheap} reads every run and ${dear} only those with the highest likelihood ratio; audits go by the likelihood ratio of all that is known (Neyman–Pearson order). Fits and thresholds come from the other half of the groups.`,
    },
    {
      kind: "table",
      caption: `Positives audited when ${percent(budget)} of ordinary runs may be, by how many of them ${dear} is asked about.`,
      columns: [{ title: `${dear} asked about` }, { title: "tokens a run" }, { title: "safety" }],
      rows: points.map(({ asked, tokens: cost, safety }): Cell[] => [
        { number: 100 * asked, digits: 0, unit: "%" },
        { number: cost, digits: 0 },
        estimateCell(safety, none),
      ]),
    },
    ...(drawn.length < 2
      ? []
      : [
          {
            kind: "figure",
            id: "frontier",
            caption: `What it buys to ask ${dear} about more runs; 95% intervals.`,
            alt: drawn
              .map(
                ({ cost, estimate, low, high }) =>
                  `${Math.round(cost)} tokens: ${estimate.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
              )
              .join("; "),
            spec: frontierChart(drawn, {
              x: "input tokens a run",
              y: `safety at ${percent(budget)}`,
              first: `${cheap} alone`,
              last: `${cheap} and ${dear} on every run`,
            }),
          } satisfies Block,
        ]),
  ];
}
