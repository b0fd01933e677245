import type { Block, Cell } from "../../../report/blocks.ts";
import { collapseChart, cutoffMap } from "../../../report/charts.ts";
import type { ForecastResults } from "../results.ts";

/** The 1990 answer: maps of errors by cut-off, C2's steps, and what the frontier rule adds. */
export function chipBlocks({ maps, bias, answer, revenue }: NonNullable<ForecastResults["chips"]>): Block[] {
  const ruleName = (rule: string): string => (rule === "all" ? "all chips" : "best so far");
  return [
    { kind: "heading", text: "Chips: what a straight line would have said" },
    {
      kind: "paragraph",
      text: "Transistors are a capacity, clock and single-thread performance a serial speed. The lines through capacity held for decades; those through serial speed broke after 2000, whatever the cut-off. Two serial series are too few for a claim about kinds of metric: this is a description.",
    },
    ...maps.flatMap(({ series, rule, cutoffs }): Block[] => {
      const cells = cutoffs.flatMap((cut) => cut.cells);
      if (cells.every(({ error }) => error === null)) return [];
      const rates = cutoffs
        .filter(({ doublingYears }) => doublingYears !== null)
        .map(({ cut, doublingYears }) => `${cut}: ${doublingYears?.toFixed(2)}`);
      return [
        {
          kind: "figure",
          id: `cutoffs-${series}-${rule}`,
          caption: `${series === "transistors" ? "Transistors per chip" : series === "clock" ? "Clock frequency" : "Single-thread performance"}, ${ruleName(rule)}: forecast less actual in doublings of a line trained before each year; 1990 is framed. Years a doubling: ${rates.join(", ")}.`,
          alt: cells
            .map(
              ({ cut, horizon, error }) =>
                `${cut} + ${horizon}: ${error === null ? "none" : error.toFixed(1)}`,
            )
            .join("; "),
          spec: cutoffMap(cells, 1990),
        },
      ];
    }),
    ...(revenue.length === 0
      ? []
      : [
          {
            kind: "table",
            caption:
              "Chips from 1990 on your yearly revenue and on the calendar: straight lines, the axis's future given; forecast less actual, doublings.",
            columns: [
              { title: "chips" },
              { title: "trained on" },
              { title: "correlation of the axes" },
              { title: "years ahead" },
              { title: "by revenue" },
              { title: "by the calendar" },
            ],
            rows: revenue.flatMap(({ rule, trained, r, horizons }) =>
              horizons.map(({ horizon, byRevenue, byCalendar }): Cell[] => [
                ruleName(rule),
                { number: trained, digits: 0 },
                { number: r, digits: 3 },
                { number: horizon, digits: 0 },
                { number: byRevenue, digits: 2 },
                { number: byCalendar, digits: 2 },
              ]),
            ),
          } satisfies Block,
        ]),
    {
      kind: "table",
      caption: "Log(revenue + investment) from 1990, by bounds: every step with its source.",
      columns: [
        { title: "step" },
        { title: "low", align: "right" },
        { title: "high", align: "right" },
        { title: "unit" },
        { title: "how" },
        { title: "source" },
      ],
      rows: answer.steps.map((step): Cell[] => [
        step.name,
        { number: step.low, digits: 2 },
        { number: step.high, digits: 2 },
        step.unit,
        step.how,
        step.source,
      ]),
    },
    {
      kind: "paragraph",
      text: `What would overturn it: a yearly series in which revenue and investment together grew by a factor of ${Math.round(answer.overturn.low)} to ${Math.round(answer.overturn.high)} from 2000 to 2020, or a price index for chips themselves, whose fall in quality-adjusted prices would turn the axis into the thing that is forecast.`,
    },
    {
      kind: "table",
      caption:
        "What picking the best so far does to a line that is known (simulated at the dates, rate and scatter before 1990).",
      columns: [
        { title: "points" },
        { title: "bias of the rate", note: "doublings a year" },
        {
          title: "bias of the forecast",
          note: "twenty years on, against the mean chip, doublings; mean and central 95% of worlds",
        },
      ],
      rows: bias.map((row): Cell[] => [
        ruleName(row.rule),
        { number: row.rate, digits: 3 },
        { estimate: row.level, low: row.low, high: row.high, digits: 2 },
      ]),
    },
  ];
}

/** Farmer and Lafond's collapse, with the theories that fit it and that do not. */
export function costBlocks(costs: NonNullable<ForecastResults["costs"]>): Block[] {
  const shown = costs.byHorizon.filter(({ tau }) => [1, 2, 5, 10, 20].includes(tau));
  return [
    { kind: "heading", text: "Unit costs of 66 technologies" },
    {
      kind: "paragraph",
      text: `Of ${costs.technologies} technologies ${costs.improving} improve (one-sided p < .10). A random walk with drift, trained on five increments, makes ${costs.forecasts.toLocaleString("en")} forecasts on them, ${costs.withinLimit.toLocaleString("en")} up to 20 years ahead.`,
    },
    {
      kind: "figure",
      id: "collapse",
      caption:
        "Mean squared normalised error by horizon, over all technologies at once, with a 95% band by bootstrap over technologies, and what two kinds of noise imply.",
      alt: shown.map(({ tau, meanSquare }) => `tau ${tau}: ${meanSquare.toFixed(1)}`).join("; "),
      spec: collapseChart(
        costs.byHorizon.map(({ tau, meanSquare, low, high }) => ({ x: tau, value: meanSquare, low, high })),
        [
          {
            name: "random walk, theta 0",
            points: costs.byHorizon.map(({ tau, walk }) => ({ x: tau, value: walk })),
          },
          {
            name: "moving-average noise, theta .63",
            points: costs.byHorizon.map(({ tau, correlated }) => ({ x: tau, value: correlated })),
          },
        ],
        { x: "years ahead", y: "mean squared normalised error" },
      ),
    },
    {
      kind: "table",
      caption:
        "The same in numbers, and which noise agrees with them (panels as long and as noisy, simulated).",
      columns: [
        { title: "years ahead" },
        { title: "forecasts" },
        { title: "error", note: "mean squared normalised error, 95% band" },
        { title: "walk" },
        { title: "theta .63" },
      ],
      rows: shown.map((row): Cell[] => [
        { number: row.tau, digits: 0 },
        { number: row.n, digits: 0 },
        { estimate: row.meanSquare, low: row.low, high: row.high, digits: 1 },
        { number: row.walk, digits: 1 },
        { number: row.correlated, digits: 1 },
      ]),
    },
    {
      kind: "facts",
      rows: costs.thetas.map(({ theta, p }) => ({
        name: `theta ${theta}`,
        value: `${p > 0.05 ? "accepted" : "rejected"}, all horizons tested as one: p = ${p.toFixed(3)}`,
      })),
    },
  ];
}
