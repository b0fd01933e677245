import { isoDate } from "../../../data/dates.ts";
import type { Block } from "../../../report/blocks.ts";
import { axesChart, coverageChart, fanChart, type Tick } from "../../../report/charts.ts";
import { figure } from "../../../report/write.ts";
import { clopperPearson } from "../../../stats/distributions/proportion.ts";
import { modelNamed } from "../models.ts";
import type { SeriesResult } from "../results.ts";
import { centralInterval, levels } from "../score.ts";
import { titleOf } from "./titles.ts";

/** A series drawn: its forecasts, their calibration, and its values over each axis. */
export function figureBlocks(series: SeriesResult): Block[] {
  const id = series.name.replace(/\W+/g, "-").toLowerCase();
  const ticks = ticksOf(series.unit);
  const scale = { y: series.unit.replace("log2 ", ""), ...(ticks === undefined ? {} : { ticks }) };
  return [...fan(series, id, scale), ...coverage(series, id), ...panels(series, id, scale)];
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

function panels({ axisPanels }: SeriesResult, id: string, scale: Scale): Block[] {
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
