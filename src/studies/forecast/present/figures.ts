import { isoDate } from "../../../data/dates.ts";
import type { Block } from "../../../report/blocks.ts";
import { axesChart, coverageChart, fanChart, type Tick } from "../../../report/charts.ts";
import { figure } from "../../../report/write.ts";
import { clopperPearson } from "../../../stats/distributions/proportion.ts";
import { modelNamed } from "../models.ts";
import { offScale, plainNumber } from "../own-unit.ts";
import type { SeriesResult } from "../results.ts";
import { onScale } from "../scales.ts";
import { centralInterval, levels } from "../score.ts";
import { titles } from "./titles.ts";

/** A series drawn, with its forecasts. */
export function fanBlocks(series: SeriesResult): Block[] {
  return fan(series, idOf(series), scaleOf(series));
}

/** How the forecasts' bands held, and the values over each axis. */
export function detailBlocks(series: SeriesResult): Block[] {
  return [...coverage(series, idOf(series)), ...panels(series, idOf(series), scaleOf(series))];
}

function idOf({ name }: SeriesResult): string {
  return name.replace(/\W+/g, "-").toLowerCase();
}

function scaleOf(series: SeriesResult): Scale {
  const ticks = ticksOf(series);
  return { y: series.quantity, ...(ticks === undefined ? {} : { ticks }) };
}

type Scale = Omit<Parameters<typeof fanChart>[2], "cut">;

function fan({ fans, points }: SeriesResult, id: string, scale: Scale): Block[] {
  const [line, walk] = fans;
  if (line === undefined || fans.every((one) => one.points.length === 0)) return [];
  const { cut } = line;
  return [
    figure(
      `${id}-fan`,
      `What was to be expected from ${isoDate(cut)} on: ${modelNamed(walk?.model ?? "walk").title} with its 50, 80 and 95% bands, ${modelNamed(line.model).title} with the edges of its 80% band; hollow points came later.`,
      `${points.length} points, forecasts from ${isoDate(cut)}`,
      fanChart(
        points.map(({ date, y }) => ({ x: date, y, trained: date <= cut })),
        fans.toReversed().map(({ model, points: ahead }) => ({
          name: modelNamed(model).title,
          points: ahead.map(({ date, predicted }) => ({
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
    ),
  ];
}

function coverage({ hindcasts, axes }: SeriesResult, id: string): Block[] {
  const shown = hindcasts.filter(
    ({ axis, model, horizon }) =>
      axis === (axes[0] ?? "date") &&
      (horizon === 1 || horizon === 2) &&
      (model === "line" || model === "walk"),
  );
  if (shown.length === 0) return [];
  return [
    figure(
      `${id}-coverage`,
      "Calibration: how often central intervals of 50, 80 and 95% held the value, with exact 95% intervals.",
      shown
        .map(
          ({ model, horizon, covered, n }) =>
            `${modelNamed(model).title} ${horizon} ahead: 80% held ${covered[1]} of ${n}`,
        )
        .join("; "),
      coverageChart(
        shown.map(({ model, horizon, covered, n }) => ({
          name: `${modelNamed(model).title}, ${horizon} ahead (n = ${n})`,
          points: levels.map((nominal, i) => {
            const { estimate, low, high } = clopperPearson(covered[i] ?? 0, n);
            return { nominal, actual: estimate, low, high };
          }),
        })),
      ),
    ),
  ];
}

function panels({ axisPanels, shipped }: SeriesResult, id: string, scale: Scale): Block[] {
  const titleOf = titles({ shipped });
  if (axisPanels.length < 2) return [];
  return [
    figure(
      `${id}-axes`,
      "The same values over each axis, with its straight line: a good fit on every one of them, and no evidence for any.",
      axisPanels.map(({ axis, r }) => `${titleOf(axis)}: r = ${r.toFixed(3)}`).join("; "),
      axesChart(
        axisPanels.map(({ axis, r, points, line }) => ({
          ...{ title: titleOf(axis), note: `r = ${r.toFixed(3)}, n = ${points.length}` },
          ...{ years: axis === "date", points, line },
        })),
        scale,
      ),
    ),
  ];
}

/** Values of the series' own unit on a logarithmic scale; words for minutes. */
function ticksOf({ shipped, scale, points }: SeriesResult): Tick[] | undefined {
  if (scale === "linear") return undefined;
  if (shipped === null) return ownTicks(scale, points);
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

/** About six round values: powers of ten, where they are few also their doubles and fives. */
function ownTicks(scale: "log2" | "log10", points: SeriesResult["points"]): Tick[] {
  const ys = points.map(({ y }) => offScale(y, scale));
  // Room for the forecasts, which go on where the points end.
  const [low, high] = [Math.log10(Math.min(...ys)) - 1, Math.log10(Math.max(...ys)) + 3];
  const decades = high - low - 4;
  const every = Math.max(1, Math.round(decades / 6));
  const parts = decades < 1 ? [1, 2, 3, 4, 5, 7] : decades < 3 ? [1, 2, 5] : [1];
  const out: Tick[] = [];
  for (let power = Math.floor(low); power <= high; power++) {
    if (power % every !== 0) continue;
    for (const part of parts) {
      const value = part * 10 ** power;
      out.push({ value: onScale(value, scale), label: plainNumber(value).replace(/\.0+$/, "") });
    }
  }
  return out;
}
