import type { Block } from "../../../report/blocks.ts";
import { frontierChart } from "../../../report/charts.ts";
import { formatCount, formatLevel, spokenEstimate } from "../../../report/format.ts";
import { countCell, estimateCell, heading, paragraph, table } from "../../../report/write.ts";
import type { Combination } from "../findings/budgets.ts";
import type { MonitorResults } from "../results.ts";

const none = "a half of the groups holds no run of a class";

/** Safety and usefulness at audit budgets, and what a dear monitor adds to a cheap one. */
export function budgetBlocks({ budgets, arms }: MonitorResults): Block[] {
  if (budgets.absent !== null) return [];
  const shown = new Map(arms.map((arm) => [arm.id, arm]));
  const firstFloor = budgets.arms.findIndex(({ id }) => shown.get(id)?.kind === "floor");
  return [
    heading("Audit budgets"),
    table(
      "What an audit of so many ordinary runs catches, with thresholds set on one half of the groups and tried on the other, both ways round, anew in every bootstrap draw. Safety is the share of positives audited, usefulness the share of ordinary runs that go through unaudited.",
      [
        "arm",
        ...budgets.budgets
          .map(formatLevel)
          .flatMap((budget) => [`safety at ${budget}`, `usefulness at ${budget}`]),
      ],
      budgets.arms.map(({ id, points }) => [
        shown.get(id)?.title ?? id,
        ...points.flatMap(({ safety, usefulness }) =>
          [safety, usefulness].map((share) => estimateCell(share, 2, none)),
        ),
      ]),
      firstFloor > 0 ? [firstFloor] : [],
    ),
    ...(budgets.combination === null ? [] : frontierBlocks(budgets.combination)),
  ];
}

function frontierBlocks({ cheap, dear, tokens, budget, points }: Combination): Block[] {
  const drawn = points.flatMap(({ tokens: cost, safety }) => (safety === null ? [] : [{ cost, ...safety }]));
  const figure: Block = {
    kind: "figure",
    id: "frontier",
    caption: `What it buys to ask ${dear} about more runs; 95% intervals.`,
    alt: drawn.map((point) => `${Math.round(point.cost)} tokens: ${spokenEstimate(point)}`).join("; "),
    spec: frontierChart(drawn, {
      x: "input tokens a run",
      y: `safety at ${formatLevel(budget)}`,
      first: `${cheap} alone`,
      last: `${cheap} and ${dear} on every run`,
    }),
  };
  return [
    paragraph(
      `${cheap} costs about ${formatCount(Math.round(tokens.cheap))} input tokens a run beside an ideal cache, ${dear} about ${formatCount(Math.round(tokens.dear))}. Here ${cheap} reads every run and ${dear} only those with the highest likelihood ratio; audits go by the likelihood ratio of all that is known (Neyman–Pearson order). Fits and thresholds come from the other half of the groups.`,
    ),
    table(
      `Positives audited when ${formatLevel(budget)} of ordinary runs may be, by how many of them ${dear} is asked about.`,
      [`${dear} asked about`, "tokens a run", "safety"],
      points.map(({ asked, tokens: cost, safety }) => [
        { number: 100 * asked, digits: 0, unit: "%" },
        countCell(cost),
        estimateCell(safety, 2, none),
      ]),
    ),
    ...(drawn.length < 2 ? [] : [figure]),
  ];
}
