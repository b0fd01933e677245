import { isoDate } from "../../../data/dates.ts";
import type { Block, Cell } from "../../../report/blocks.ts";
import { type AxisPanel, axesChart, coverageChart, fanChart, type Tick } from "../../../report/charts.ts";
import { clopperPearson } from "../../../stats/distributions/proportion.ts";
import type { HindcastSummary } from "../hindcast.ts";
import { modelNamed } from "../models.ts";
import type { SeriesResult } from "../results.ts";
import { centralInterval, levels } from "../score.ts";

/** One series: identifiability first, then scores, figures, serial progress and what is registered. */
export function seriesBlocks(series: SeriesResult): Block[] {
  return [
    { kind: "heading", text: series.name },
    ...identifiabilityBlocks(series),
    ...scoreBlocks(series),
    ...figureBlocks(series),
    ...serialBlocks(series),
    ...outlookBlocks(series),
  ];
}

const axisTitles: Readonly<Record<string, string>> = {
  date: "date",
  compute: "log training compute",
  "frontier-compute": "log frontier compute, smoothed",
  "effective-compute": "log effective compute",
  "cumulative-compute": "log cumulative compute",
};

function titleOf(axis: string): string {
  return axisTitles[axis] ?? axis;
}

function identifiabilityBlocks({ identifiability, axes }: SeriesResult): Block[] {
  if (identifiability.length === 0) return [];
  return [
    {
      kind: "table",
      caption: `Can the axes be told apart? Each against ${titleOf(axes[0] ?? "date")}, the same model on both, x given.`,
      columns: [
        { title: "axis" },
        { title: "points" },
        { title: "correlation" },
        {
          title: "inflation",
          note: "variance of a coefficient in a fit on both axes, in that of a fit on one",
        },
        { title: "forecasts" },
        {
          title: "CRPS difference",
          note: "first axis less this one, doublings, 95% interval (Diebold-Mariano, HLN)",
        },
        { title: "detectable", note: "smallest difference that would have shown four times in five" },
        { title: "verdict" },
      ],
      rows: identifiability.map((row): Cell[] => [
        titleOf(row.b),
        number(row.points, 0),
        number(row.r, 4),
        row.vif > 1e6 ? "no bound" : number(row.vif, 1),
        number(row.forecasts, 0),
        row.difference === null || row.low === null || row.high === null
          ? { absent: row.why }
          : { estimate: row.difference, low: row.low, high: row.high, digits: 3 },
        row.detectable === null ? { absent: row.why } : number(row.detectable, 2),
        row.verdict === "a"
          ? `${titleOf(row.a)} better`
          : row.verdict === "b"
            ? `${titleOf(row.b)} better`
            : row.verdict,
      ]),
    },
  ];
}

function scoreBlocks({ hindcasts, axes }: SeriesResult): Block[] {
  const [first = "date", ...others] = axes;
  const steps = [...new Set(hindcasts.map(({ horizon }) => horizon))].toSorted((a, b) => a - b);
  const onFirst = hindcasts.filter(({ axis }) => axis === first);
  const models = [...new Set(onFirst.map(({ model }) => model))];
  const rows = models.map((model): Cell[] => [
    modelNamed(model).title,
    ...steps.flatMap((horizon): Cell[] => {
      const found = onFirst.find((row) => row.model === model && row.horizon === horizon);
      if (found === undefined) return [{ absent: "no forecast" }, { absent: "no forecast" }];
      return [number(found.crps, 2), `${found.covered[1] ?? 0} of ${found.n}`];
    }),
  ]);
  const others2 = hindcasts.filter(({ axis, horizon }) => others.includes(axis) && horizon === steps[0]);
  return [
    {
      kind: "table",
      caption: `Mean CRPS by model over ${titleOf(first)}, and how often the 80% interval held; points ahead.`,
      columns: [
        { title: "model" },
        ...steps.flatMap((horizon) => [
          { title: `CRPS, ${horizon} ahead` },
          { title: `80% held, ${horizon} ahead`, align: "right" as const },
        ]),
      ],
      rows,
    },
    ...(others2.length === 0
      ? []
      : [
          {
            kind: "details",
            summary: "Other axes, x given and x forecast",
            blocks: [
              {
                kind: "table",
                caption: `Mean CRPS ${steps[0]} ahead. Conditional: the axis's future value is handed over; unconditional: it is forecast at the origin by a line over dates.`,
                columns: [
                  { title: "axis" },
                  { title: "model" },
                  { title: "future x" },
                  { title: "n" },
                  { title: "CRPS" },
                  { title: "skill", note: "1 − CRPS / CRPS of the walk over dates on the same targets" },
                  { title: "log score" },
                  { title: "interval score" },
                  { title: "bias", note: "mean of forecast less actual" },
                ],
                rows: others2.map((row): Cell[] => [
                  titleOf(row.axis),
                  modelNamed(row.model).title,
                  row.knowledge === "conditional" ? "given" : "forecast",
                  number(row.n, 0),
                  number(row.crps, 2),
                  row.skill === null ? { absent: "no walk to compare with" } : number(row.skill, 2),
                  number(row.logScore, 2),
                  number(row.interval80, 2),
                  number(row.bias, 2),
                ]),
              },
            ],
          } satisfies Block,
        ]),
  ];
}

function figureBlocks(series: SeriesResult): Block[] {
  const { name, points, fans, unit, hindcasts, axes } = series;
  const id = name.replace(/\W+/g, "-").toLowerCase();
  const ticks = ticksOf(unit);
  const scale = { y: unit.replace("log2 ", ""), ...(ticks === undefined ? {} : { ticks }) };
  const cut = fans[0]?.cut ?? Number.NaN;
  const blocks: Block[] = [];
  if (fans.some((fan) => fan.points.length > 0)) {
    blocks.push({
      kind: "figure",
      id: `${id}-fan`,
      caption: `What was to be expected from ${isoDate(cut)} on: ${modelNamed(fans[1]?.model ?? "walk").title} with its 50, 80 and 95% bands, ${modelNamed(fans[0]?.model ?? "line").title} with the edges of its 80% band; hollow points came later.`,
      alt: `${points.length} points, forecasts from ${isoDate(cut)}`,
      spec: fanChart(
        points.map(({ date, y }) => ({ x: date, y, trained: date <= cut })),
        fans.toReversed().map((fan) => ({
          name: modelNamed(fan.model).title,
          points: fan.points.map(({ date, predicted }) => ({
            x: date,
            middle: predicted.location,
            bands: levels.toReversed().map((level) => {
              const [low, high] = centralInterval(predicted, level);
              return { low, high };
            }),
          })),
        })),
        { cut, ...scale },
      ),
    });
  }
  const [first = "date"] = axes;
  const shown = hindcasts.filter(
    ({ axis, model, horizon }) =>
      axis === first && (horizon === 1 || horizon === 2) && (model === "line" || model === "walk"),
  );
  if (shown.length > 0) {
    blocks.push({
      kind: "figure",
      id: `${id}-coverage`,
      caption:
        "Calibration: how often central intervals of 50, 80 and 95% held the value, with exact 95% intervals.",
      alt: shown
        .map(
          (row) =>
            `${modelNamed(row.model).title} ${row.horizon} ahead: 80% held ${row.covered[1]} of ${row.n}`,
        )
        .join("; "),
      spec: coverageChart(shown.map(coverageOf)),
    });
  }
  if (series.axisPanels.length > 1) {
    blocks.push({
      kind: "figure",
      id: `${id}-axes`,
      caption:
        "The same values over each axis, with its straight line: a good fit on every one of them, and no evidence for any.",
      alt: series.axisPanels.map(({ axis, r }) => `${titleOf(axis)}: r = ${r.toFixed(3)}`).join("; "),
      spec: axesChart(
        series.axisPanels.map(
          (panel): AxisPanel => ({
            title: titleOf(panel.axis),
            note: `r = ${panel.r.toFixed(3)}, n = ${panel.points.length}`,
            years: panel.axis === "date",
            points: panel.points,
            line: panel.line,
          }),
        ),
        scale,
      ),
    });
  }
  return blocks;
}

function coverageOf(row: HindcastSummary): Parameters<typeof coverageChart>[0][number] {
  return {
    name: `${modelNamed(row.model).title}, ${row.horizon} ahead (n = ${row.n})`,
    points: levels.map((nominal, i) => {
      const { estimate, low, high } = clopperPearson(row.covered[i] ?? 0, row.n);
      return { nominal, actual: estimate, low, high };
    }),
  };
}

/** Words for log2 minutes. */
function ticksOf(unit: string): Tick[] | undefined {
  if (!unit.startsWith("log2 minutes")) return undefined;
  const named: readonly (readonly [number, string])[] = [
    [1 / 60, "1 s"],
    [10 / 60, "10 s"],
    [1, "1 min"],
    [10, "10 min"],
    [60, "1 h"],
    [480, "8 h"],
    [2880, "2 d"],
    [28800, "20 d"],
  ];
  return named.map(([minutes, label]) => ({ value: Math.log2(minutes), label }));
}

function serialBlocks({ serial, curvature }: SeriesResult): Block[] {
  const rows = serial.map((row): Cell[] => [
    titleOf(row.input),
    number(row.n, 0),
    { estimate: row.time.estimate, low: row.time.low, high: row.time.high, digits: 2 },
    number(row.time.p, 2),
    { estimate: row.effect.estimate, low: row.effect.low, high: row.effect.high, digits: 2 },
    number(row.effect.p, 2),
    number(row.growth, 2),
    row.share === null
      ? { absent: "hardly any draw has both at or above 0" }
      : { estimate: row.share.median, low: row.share.low, high: row.share.high, digits: 2 },
  ]);
  const bend: Block[] =
    curvature === null
      ? []
      : [
          {
            kind: "paragraph",
            text: `Curvature: the rate changes by ${curvature.estimate.toFixed(2)} a year each year (95% interval ${curvature.low.toFixed(2)} to ${curvature.high.toFixed(2)}; widened for a lag-one correlation of ${curvature.correlation.toFixed(2)} of the residuals).`,
          },
        ];
  if (rows.length === 0) return bend;
  return [
    {
      kind: "details",
      summary: "Serial progress: time or input?",
      blocks: [
        {
          kind: "table",
          caption: "Progress = a × date + b × input, fitted together.",
          columns: [
            { title: "input" },
            { title: "n" },
            { title: "a", note: "doublings a year that come with time alone" },
            { title: "p of a = 0" },
            { title: "b", note: "doublings for a unit of the input" },
            { title: "p of b = 0" },
            { title: "g", note: "growth of the input a year" },
            {
              title: "a / (a + b g)",
              note: "posterior under a flat prior on a, b ≥ 0: median and central 95%",
            },
          ],
          rows,
        },
      ],
    },
    ...bend,
  ];
}

function outlookBlocks({ divergences, forecasts }: SeriesResult): Block[] {
  const parted: Block[] =
    divergences.length === 0
      ? []
      : [
          {
            kind: "table",
            caption:
              "When the axes part: the first month in which their medians differ by more than either's 80% band.",
            columns: [
              { title: "axis" },
              { title: "if its growth" },
              { title: "parts from the date", align: "right" },
              { title: "gap there or at the end", note: "doublings, first axis less this one" },
            ],
            rows: divergences.map((row): Cell[] => [
              titleOf(row.b),
              row.pace === 1 ? "goes on" : "halves",
              row.date === null
                ? { absent: "not within the years looked at" }
                : isoDate(row.date).slice(0, 7),
              number(row.gap, 2),
            ]),
          },
        ];
  if (forecasts.length === 0) return parted;
  const ticks = forecasts.map((row): Cell[] => [
    titleOf(row.axis),
    modelNamed(row.model).title,
    row.date,
    { estimate: row.predicted.location, low: row.low80, high: row.high80, digits: 2 },
  ]);
  return [
    ...parted,
    {
      kind: "details",
      summary: `${forecasts.length} dated forecasts, registered in forecasts.json`,
      blocks: [
        {
          kind: "table",
          caption:
            "What each axis says, median and central 80%, on the scale that is forecast. Score them later: credence forecast --resolve forecasts.json --with NEW.csv",
          columns: [{ title: "axis" }, { title: "model" }, { title: "date" }, { title: "forecast" }],
          rows: ticks,
        },
      ],
    },
  ];
}

function number(value: number, digits: number): Cell {
  return Number.isFinite(value) ? { number: value, digits } : { absent: "not defined" };
}
