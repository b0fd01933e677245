import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** How often central intervals of one forecaster held the value. */
export interface CoverageSeries {
  readonly name: string;
  /** Shares from 0 to 1, with the interval of the actual one. */
  readonly points: readonly {
    readonly nominal: number;
    readonly actual: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"] as const;

/** Nominal against actual coverage, with the diagonal of an honest forecaster; below it intervals are too narrow. */
export function coverageChart(series: readonly CoverageSeries[]): JsonObject {
  const x = {
    field: "x",
    type: "quantitative",
    title: "probability the forecast gave its interval",
    scale: { domain: [0.4, 1], nice: false },
    axis: { values: [0.5, 0.8, 0.95], format: ".0%", grid: false },
  };
  const y = {
    field: "y",
    type: "quantitative",
    title: "share that fell within",
    scale: { domain: [0, 1 + 0.075 * series.length], nice: false },
    axis: { values: [0, 0.25, 0.5, 0.75, 1], format: ".0%" },
  };
  return {
    width: "container",
    usermeta: { maxWidth: 520, heights: { wide: 360, narrow: 330 } },
    layer: [
      {
        data: { values: [{ x: 0.4, y: 0.4, x2: 1, y2: 1 }] },
        mark: { type: "rule", color: colours.ink, strokeDash: [3, 3], strokeWidth: 1 },
        encoding: { x, y, x2: { field: "x2" }, y2: { field: "y2" } },
      },
      ...series.flatMap(({ name, points }, index) => {
        const colour = seriesColour(index);
        const shift = (index - (series.length - 1) / 2) * 0.022;
        const data = {
          values: points.map(({ nominal, actual, low, high }) => ({
            x: nominal + shift,
            y: actual,
            low,
            high,
          })),
        };
        const label = { values: [{ text: shortened(oneLine(name), 48) }] };
        const at = 8 + index * 17;
        const point = {
          type: "point",
          shape: shapes[index % shapes.length] ?? "circle",
          size: 70,
          color: colour,
        };
        return [
          {
            data,
            mark: { type: "rule", color: colour, strokeWidth: 1.5, opacity: 0.6 },
            encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
          },
          { data, mark: { ...point, filled: true, opacity: 1 }, encoding: { x, y } },
          {
            data: label,
            mark: { ...point, filled: true, opacity: 1 },
            encoding: { x: { value: 12 }, y: { value: at } },
          },
          ...textLayers(
            label,
            { align: "left", baseline: "middle", fontSize: 11, color: colours.ink },
            { x: { value: 24 }, y: { value: at }, text: { field: "text" } },
          ),
        ];
      }),
    ],
  };
}
