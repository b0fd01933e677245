import { isoDate } from "../../../data/dates.ts";
import type { Block, Cell } from "../../../report/blocks.ts";
import {
  countCell,
  details,
  estimateCell,
  heading,
  numberCell,
  paragraph,
  right,
  table,
} from "../../../report/write.ts";
import { modelNamed } from "../models.ts";
import type { SeriesResult } from "../results.ts";
import { figureBlocks } from "./figures.ts";
import { titleOf } from "./titles.ts";

/** One series: identifiability first, then scores, figures, serial progress and what is registered. */
export function seriesBlocks(series: SeriesResult): Block[] {
  return [
    heading(series.name),
    ...identifiabilityBlocks(series),
    ...scoreBlocks(series),
    ...figureBlocks(series),
    ...serialBlocks(series),
    ...outlookBlocks(series),
  ];
}

function identifiabilityBlocks({ identifiability, axes }: SeriesResult): Block[] {
  if (identifiability.length === 0) return [];
  return [
    table(
      `Can the axes be told apart? Each against ${titleOf(axes[0] ?? "date")}, the same model on both, x given.`,
      [
        ...["axis", "points", "correlation"],
        ["inflation", "variance of a coefficient in a fit on both axes, in that of a fit on one"],
        "forecasts",
        ["CRPS difference", "first axis less this one, doublings, 95% interval (Diebold-Mariano, HLN)"],
        ["detectable", "smallest difference that would have shown four times in five"],
        "verdict",
      ],
      identifiability.map((row) => [
        ...[titleOf(row.b), countCell(row.points), numberCell(row.r, 4)],
        row.vif > 1e6 ? "no bound" : numberCell(row.vif, 1),
        countCell(row.forecasts),
        estimateCell({ ...row, estimate: row.difference }, 3, row.why),
        numberCell(row.detectable, 2, row.why),
        row.verdict === "cannot be told apart" ? row.verdict : `${titleOf(row[row.verdict])} better`,
      ]),
    ),
  ];
}

function scoreBlocks({ hindcasts, axes }: SeriesResult): Block[] {
  const [first = "date", ...others] = axes;
  const steps = [...new Set(hindcasts.map(({ horizon }) => horizon))].toSorted((a, b) => a - b);
  const onFirst = hindcasts.filter(({ axis }) => axis === first);
  const models = [...new Set(onFirst.map(({ model }) => model))];
  const onOthers = hindcasts.filter(({ axis, horizon }) => others.includes(axis) && horizon === steps[0]);
  return [
    table(
      `Mean CRPS by model over ${titleOf(first)}, and how often the 80% interval held; points ahead.`,
      [
        "model",
        ...steps.flatMap((horizon) => [`CRPS, ${horizon} ahead`, right(`80% held, ${horizon} ahead`)]),
      ],
      models.map((model) => [
        modelNamed(model).title,
        ...steps.flatMap((horizon): Cell[] => {
          const found = onFirst.find((row) => row.model === model && row.horizon === horizon);
          if (found === undefined) return [{ absent: "no forecast" }, { absent: "no forecast" }];
          return [numberCell(found.crps, 2), `${found.covered[1] ?? 0} of ${found.n}`];
        }),
      ]),
    ),
    ...(onOthers.length === 0
      ? []
      : [details("Other axes, x given and x forecast", otherAxes(onOthers, steps[0] ?? 1))]),
  ];
}

function otherAxes(rows: SeriesResult["hindcasts"], ahead: number): Block {
  return table(
    `Mean CRPS ${ahead} ahead. Conditional: the axis's future value is handed over; unconditional: it is forecast at the origin by a line over dates.`,
    [
      ...["axis", "model", "future x", "n", "CRPS"],
      ["skill", "1 − CRPS / CRPS of the walk over dates on the same targets"],
      ...["log score", "interval score"],
      ["bias", "mean of forecast less actual"],
    ],
    rows.map((row) => [
      ...[titleOf(row.axis), modelNamed(row.model).title],
      row.knowledge === "conditional" ? "given" : "forecast",
      ...[countCell(row.n), numberCell(row.crps, 2), numberCell(row.skill, 2, "no walk to compare with")],
      ...[numberCell(row.logScore, 2), numberCell(row.interval80, 2), numberCell(row.bias, 2)],
    ]),
  );
}

function serialBlocks({ serial, curvature }: SeriesResult): Block[] {
  const bend =
    curvature === null
      ? []
      : [
          paragraph(
            `Curvature: the rate changes by ${curvature.estimate.toFixed(2)} a year each year (95% interval ${curvature.low.toFixed(2)} to ${curvature.high.toFixed(2)}; widened for a lag-one correlation of ${curvature.correlation.toFixed(2)} of the residuals).`,
          ),
        ];
  if (serial.length === 0) return bend;
  const progress = table(
    "Progress = a × date + b × input, fitted together.",
    [
      ...["input", "n"],
      ["a", "doublings a year that come with time alone"],
      "p of a = 0",
      ["b", "doublings for a unit of the input"],
      "p of b = 0",
      ["g", "growth of the input a year"],
      ["a / (a + b g)", "posterior under a flat prior on a, b ≥ 0: median and central 95%"],
    ],
    serial.map(({ input, n, time, effect, growth, share }) => [
      ...[titleOf(input), countCell(n), estimateCell(time, 2), numberCell(time.p, 2)],
      ...[estimateCell(effect, 2), numberCell(effect.p, 2), numberCell(growth, 2)],
      estimateCell(
        share === null ? null : { ...share, estimate: share.median },
        2,
        "hardly any draw has both at or above 0",
      ),
    ]),
  );
  return [details("Serial progress: time or input?", progress), ...bend];
}

function outlookBlocks({ divergences, forecasts }: SeriesResult): Block[] {
  const parted = table(
    "When the axes part: the first month in which their medians differ by more than either's 80% band.",
    [
      ...["axis", "if its growth", right("parts from the date")],
      ["gap there or at the end", "doublings, first axis less this one"],
    ],
    divergences.map(({ b, pace, date, gap }) => [
      ...[titleOf(b), pace === 1 ? "goes on" : "halves"],
      date === null ? { absent: "not within the years looked at" } : isoDate(date).slice(0, 7),
      numberCell(gap, 2),
    ]),
  );
  const registered = table(
    "What each axis says, median and central 80%, on the scale that is forecast. Score them later: credence forecast --resolve forecasts.json --with NEW.csv",
    ["axis", "model", "date", "forecast"],
    forecasts.map(({ axis, model, date, predicted, low80, high80 }) => [
      ...[titleOf(axis), modelNamed(model).title, date],
      estimateCell({ estimate: predicted.location, low: low80, high: high80 }, 2),
    ]),
  );
  return [
    ...(divergences.length === 0 ? [] : [parted]),
    ...(forecasts.length === 0
      ? []
      : [details(`${forecasts.length} dated forecasts, registered in forecasts.json`, registered)]),
  ];
}
