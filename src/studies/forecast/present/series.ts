import { isoDate } from "../../../data/dates.ts";
import type { Block, Cell } from "../../../report/blocks.ts";
import { formatNumber, formatShare } from "../../../report/format.ts";
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
import { isRefuted } from "../calibration.ts";
import { modelNamed } from "../models.ts";
import { dateWords, offScale, plainNumber } from "../own-unit.ts";
import type { SeriesResult } from "../results.ts";
import { detailBlocks, fanBlocks } from "./figures.ts";
import { titles } from "./titles.ts";

/** One series: identifiability first, then scores, figures, serial progress and what is registered. */
export function seriesBlocks(series: SeriesResult): Block[] {
  return [
    heading(series.name),
    ...nextBlocks(series),
    ...fanBlocks(series),
    ...identifiabilityBlocks(series),
    ...scoreBlocks(series),
    ...folded("Calibration, and the values over each axis", detailBlocks(series)),
    ...curvatureBlocks(series),
    ...serialBlocks(series),
    ...outlookBlocks(series),
  ];
}

function folded(summary: string, blocks: readonly Block[]): Block[] {
  return blocks.length === 0 ? [] : [details(summary, ...blocks)];
}

/** What is to be expected, in the series' own unit. */
function nextBlocks({ next, quantity, step, axes, shipped }: SeriesResult): Block[] {
  const titleOf = titles({ shipped });
  const [first] = next;
  if (first === undefined) return [];
  const on = axes.length > 1 ? ` on ${titleOf(first.axis)}` : "";
  return [
    table(
      `What comes next: ${quantity}, by the ${modelNamed(first.model).title}${on}, which did best out of sample; central 80%.`,
      [
        ...["date", "median", right("80% from"), right("to"), right("80% held")],
        [
          "calibrated",
          "the band is as wide as 80% of this model's own past errors ask for; from 24 forecasts that do not overlap",
        ],
      ],
      next.map(({ date, median, low80, high80, calibration }) => [
        dateWords(date, step),
        ...[plainNumber(median), plainNumber(low80), plainNumber(high80)],
        `${calibration.held} of ${calibration.n}`,
        calibration.factor === null
          ? `no: ${calibration.why}`
          : `yes, times ${calibration.factor.toFixed(2)}`,
      ]),
    ),
  ];
}

function identifiabilityBlocks({ identifiability, axes, shipped }: SeriesResult): Block[] {
  const titleOf = titles({ shipped });
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

function scoreBlocks({ hindcasts, axes, silent, ranking, shipped }: SeriesResult): Block[] {
  const titleOf = titles({ shipped });
  const [first = "date", ...others] = axes;
  const steps = [...new Set(hindcasts.map(({ horizon }) => horizon))].toSorted((a, b) => a - b);
  const onFirst = hindcasts.filter(({ axis }) => axis === first);
  const models = [...new Set(onFirst.map(({ model }) => model))];
  const best = ranking.find(({ axis }) => axis === first);
  const alike = (model: string): Cell => {
    const found = ranking.find((row) => row.axis === first && row.model === model);
    if (found === undefined) return { absent: "too few forecasts to be ranked" };
    return found.worse === null ? "best" : found.worse ? "worse" : "not told apart";
  };
  const onOthers = hindcasts.filter(({ axis, horizon }) => others.includes(axis) && horizon === steps[0]);
  return [
    table(
      `Mean CRPS by model over ${titleOf(first)}, and how often the 80% interval held; points ahead.`,
      [
        "model",
        ...steps.flatMap((horizon) => [`CRPS, ${horizon} ahead`, right(`80% held, ${horizon} ahead`)]),
        ...(best === undefined
          ? []
          : [["from the best", "one step ahead, on the values that all forecast; at 1%"] as const]),
      ],
      models.map((model) => [
        modelNamed(model).title,
        ...steps.flatMap((horizon): Cell[] => {
          const found = onFirst.find((row) => row.model === model && row.horizon === horizon);
          if (found === undefined) return [{ absent: "no forecast" }, { absent: "no forecast" }];
          return [numberCell(found.crps, 2), `${found.covered[1] ?? 0} of ${found.n}`];
        }),
        ...(best === undefined ? [] : [alike(model)]),
      ]),
    ),
    ...(silent.length === 0
      ? []
      : [
          table(
            "Asked, and no forecast came.",
            ["model", "axis", "why"],
            silent.map(({ axis, model, why }) => [modelNamed(model).title, titleOf(axis), why]),
          ),
        ]),
    ...(onOthers.length === 0
      ? []
      : [details("Other axes, x given and x forecast", otherAxes(onOthers, steps[0] ?? 1, titleOf))]),
  ];
}

function otherAxes(rows: SeriesResult["hindcasts"], ahead: number, titleOf: (axis: string) => string): Block {
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

/** Is it one straight line, and if not, what else? */
function curvatureBlocks({ curvature }: SeriesResult): Block[] {
  if (curvature === null) return [];
  const { estimate, low, high, years, left, bend, bic, walking } = curvature;
  const apart =
    Math.abs(bic) < 6
      ? "The two cannot be told apart"
      : bic > 0
        ? "The bend fits better"
        : "The steady change fits better";
  return [
    paragraph(
      `One straight line? Over ${formatNumber(years, 1)} years the rate changes by ${formatNumber(estimate, 2)} of its mean (95% interval ${formatNumber(low, 2)} to ${formatNumber(high, 2)}, whether what lies around the curve is scatter or a walk; ${formatShare(walking)} of it goes as a walk). Scatter around a line ${plainNumber(left.line)}, around a steady change of the rate ${plainNumber(left.parabola)}, around two lines that meet in ${isoDate(bend).slice(0, 7)} ${plainNumber(left.bend)}. ${apart} (BIC ${formatNumber(Math.abs(bic), 1)} in favour of the ${bic > 0 ? "bend" : "steady change"}, 6 is asked for).`,
    ),
  ];
}

function serialBlocks({ serial, shipped }: SeriesResult): Block[] {
  const titleOf = titles({ shipped });
  if (serial.length === 0) return [];
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
  return [details("Serial progress: time or input?", progress)];
}

function calibrationWords(calibration: SeriesResult["forecasts"][number]["calibration"]): string {
  if (calibration === null) return "no";
  const { factor, held, n } = calibration;
  if (factor !== null) return `times ${factor.toFixed(2)}`;
  return isRefuted(calibration)
    ? `refuted, not registered: held ${held} of ${n}`
    : `no: held ${held} of ${n}`;
}

function outlookBlocks({
  divergences,
  forecasts,
  registered,
  quantity,
  scale,
  shipped,
}: SeriesResult): Block[] {
  const titleOf = titles({ shipped });
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
  const listed = table(
    `What each axis says: ${quantity}, median and central 80%. Score them later: credence forecast --resolve forecasts.json --with NEW.csv`,
    ["axis", "model", "date", right("median"), right("80% from"), right("to"), "calibrated"],
    forecasts.map(({ axis, model, date, predicted, low80, high80, calibration }) => [
      ...[titleOf(axis), modelNamed(model).title, date],
      ...[predicted.location, low80, high80].map((value) => plainNumber(offScale(value, scale))),
      calibrationWords(calibration),
    ]),
  );
  return [
    ...(divergences.length === 0 ? [] : [parted]),
    ...(forecasts.length === 0
      ? []
      : [
          details(
            registered === 0
              ? `${forecasts.length} dated forecasts, none registered: their days had passed, or the past refutes their bands`
              : `${registered} of ${forecasts.length} dated forecasts lie ahead by bands that the past does not refute, and were registered in forecasts.json`,
            listed,
          ),
        ]),
  ];
}
