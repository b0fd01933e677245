import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { colours, seriesColour } from "./theme.ts";

/** Mean squared error at one horizon with its band. */
export interface CollapsePoint {
  readonly x: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A theory's curve. */
export interface CollapseCurve {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly value: number }[];
}

const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 3],
];

/** Errors of many series on one scale, by horizon, both axes logarithmic, with theories named at their ends. */
export function collapseChart(
  points: readonly CollapsePoint[],
  curves: readonly CollapseCurve[],
  options: { readonly x: string; readonly y: string },
): JsonObject {
  const x = {
    field: "x",
    type: "quantitative",
    title: shortened(oneLine(options.x), 60),
    scale: { type: "log", nice: false, padding: 10 },
    axis: { values: [1, 2, 5, 10, 20], format: "d", grid: false },
  };
  const y = {
    field: "value",
    type: "quantitative",
    title: shortened(oneLine(options.y), 60),
    scale: { type: "log", nice: true },
    axis: { values: [1, 3, 10, 30, 100, 300, 1000], format: "~s" },
  };
  const data = { values: points.map(({ x: at, value, low, high }) => ({ x: at, value, low, high })) };
  return {
    width: "container",
    usermeta: { maxWidth: 560, heights: { wide: 330, narrow: 280 } },
    layer: [
      {
        data,
        mark: { type: "area", color: seriesColour(0), opacity: 0.15 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      ...curves.map((curve, index) => ({
        data: { values: curve.points.map(({ x: at, value }) => ({ x: at, value })) },
        mark: {
          type: "line",
          color: seriesColour(index + 1),
          strokeWidth: 1.8,
          strokeDash: dashes[index % dashes.length] ?? [1, 0],
        },
        encoding: { x, y },
      })),
      {
        data,
        mark: { type: "point", color: seriesColour(0), filled: true, size: 50, opacity: 1 },
        encoding: { x, y },
      },
      ...curves.flatMap((curve, index) => {
        const at = 12 + index * 18;
        const row = { values: [{ text: shortened(oneLine(curve.name), 44) }] };
        return [
          {
            data: row,
            mark: {
              type: "rule",
              stroke: seriesColour(index + 1),
              strokeWidth: 2,
              strokeDash: dashes[index % dashes.length] ?? [1, 0],
            },
            encoding: { x: { value: 12 }, x2: { value: 36 }, y: { value: at } },
          },
          {
            data: row,
            mark: { type: "text", align: "left", baseline: "middle", fontSize: 11, color: colours.ink },
            encoding: { x: { value: 42 }, y: { value: at }, text: { field: "text" } },
          },
        ];
      }),
    ],
  };
}
