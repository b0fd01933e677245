import type { Block } from "../../../report/blocks.ts";
import { collapseChart, cutoffMap } from "../../../report/charts.ts";
import { formatCount } from "../../../report/format.ts";
import {
  countCell,
  estimateCell,
  facts,
  figure,
  heading,
  numberCell,
  paragraph,
  table,
} from "../../../report/write.ts";
import type { ChipsResult, CostsResult } from "../results.ts";

const ruleName = (rule: string): string => (rule === "all" ? "all chips" : "best so far");

const seriesNames: Readonly<Record<string, string>> = {
  transistors: "Transistors per chip",
  clock: "Clock frequency",
  "single-thread": "Single-thread performance",
};

/** The 1990 answer: maps of errors by cut-off, C2's steps, and what the frontier rule adds. */
export function chipBlocks({ maps, bias, answer, revenue }: ChipsResult): Block[] {
  return [
    heading("Chips: what a straight line would have said"),
    paragraph(
      "Transistors are a capacity, clock and single-thread performance a serial speed. The lines through capacity held for decades; those through serial speed broke after 2000, whatever the cut-off. Two serial series are too few for a claim about kinds of metric: this is a description.",
    ),
    ...maps.flatMap(mapFigure),
    ...(revenue.length === 0 ? [] : [revenueTable(revenue)]),
    table(
      "Log(revenue + investment) from 1990, by bounds: every step with its source.",
      ["step", "low", "high", "unit", "how", "source"],
      answer.steps.map(({ name, low, high, unit, how, source }) => [
        ...[name, numberCell(low, 2), numberCell(high, 2), unit, how, source],
      ]),
    ),
    paragraph(
      `What would overturn it: a yearly series in which revenue and investment together grew by a factor of ${Math.round(answer.overturn.low)} to ${Math.round(answer.overturn.high)} from 2000 to 2020, or a price index for chips themselves, whose fall in quality-adjusted prices would turn the axis into the thing that is forecast.`,
    ),
    table(
      "What picking the best so far does to a line that is known (simulated at the dates, rate and scatter before 1990).",
      [
        "points",
        ["bias of the rate", "doublings a year"],
        [
          "bias of the forecast",
          "twenty years on, against the mean chip, doublings; mean and central 95% of worlds",
        ],
      ],
      bias.map(({ rule, rate, level, low, high }) => [
        ...[ruleName(rule), numberCell(rate, 3), estimateCell({ estimate: level, low, high }, 2)],
      ]),
    ),
  ];
}

function mapFigure({ series, rule, cutoffs }: ChipsResult["maps"][number]): Block[] {
  const cells = cutoffs.flatMap((cut) => cut.cells);
  if (cells.every(({ error }) => error === null)) return [];
  const rates = cutoffs.flatMap(({ cut, doublingYears }) =>
    doublingYears === null ? [] : [`${cut}: ${doublingYears.toFixed(2)}`],
  );
  const told = cells.map(
    ({ cut, horizon, error }) => `${cut} + ${horizon}: ${error === null ? "none" : error.toFixed(1)}`,
  );
  return [
    figure(
      `cutoffs-${series}-${rule}`,
      `${seriesNames[series] ?? series}, ${ruleName(rule)}: forecast less actual in doublings of a line trained before each year; 1990 is framed. Years a doubling: ${rates.join(", ")}.`,
      told.join("; "),
      cutoffMap(cells, 1990),
    ),
  ];
}

function revenueTable(revenue: ChipsResult["revenue"]): Block {
  return table(
    "Chips from 1990 on your yearly revenue and on the calendar: straight lines, the axis's future given; forecast less actual, doublings.",
    ["chips", "trained on", "correlation of the axes", "years ahead", "by revenue", "by the calendar"],
    revenue.flatMap(({ rule, trained, r, horizons }) =>
      horizons.map(({ horizon, byRevenue, byCalendar }) => [
        ...[ruleName(rule), countCell(trained), numberCell(r, 3), countCell(horizon)],
        ...[numberCell(byRevenue, 2), numberCell(byCalendar, 2)],
      ]),
    ),
  );
}

/** Farmer and Lafond's collapse, with the theories that fit it and that do not. */
export function costBlocks(costs: CostsResult): Block[] {
  const { byHorizon, thetas } = costs;
  const shown = byHorizon.filter(({ tau }) => [1, 2, 5, 10, 20].includes(tau));
  const theory = (name: string, of: "walk" | "correlated") => ({
    name,
    points: byHorizon.map((row) => ({ x: row.tau, value: row[of] })),
  });
  return [
    heading("Unit costs of 66 technologies"),
    paragraph(
      `Of ${costs.technologies} technologies ${costs.improving} improve (one-sided p < .10). A random walk with drift, trained on five increments, makes ${formatCount(costs.forecasts)} forecasts on them, ${formatCount(costs.withinLimit)} up to 20 years ahead.`,
    ),
    figure(
      "collapse",
      "Mean squared normalised error by horizon, over all technologies at once, with a 95% band by bootstrap over technologies, and what two kinds of noise imply.",
      shown.map(({ tau, meanSquare }) => `tau ${tau}: ${meanSquare.toFixed(1)}`).join("; "),
      collapseChart(
        byHorizon.map(({ tau, meanSquare, low, high }) => ({ x: tau, value: meanSquare, low, high })),
        [theory("random walk, theta 0", "walk"), theory("moving-average noise, theta .63", "correlated")],
        { x: "years ahead", y: "mean squared normalised error" },
      ),
    ),
    table(
      "The same in numbers, and which noise agrees with them (panels as long and as noisy, simulated).",
      [
        ...["years ahead", "forecasts"],
        ["error", "mean squared normalised error, 95% band"],
        ...["walk", "theta .63"],
      ],
      shown.map(({ tau, n, meanSquare, low, high, walk, correlated }) => [
        ...[countCell(tau), countCell(n), estimateCell({ estimate: meanSquare, low, high }, 1)],
        ...[numberCell(walk, 1), numberCell(correlated, 1)],
      ]),
    ),
    facts(
      ...thetas.map(
        ({ theta, p }) =>
          [
            `theta ${theta}`,
            `${p > 0.05 ? "accepted" : "rejected"}, all horizons tested as one: p = ${p.toFixed(3)}`,
          ] as const,
      ),
    ),
  ];
}
