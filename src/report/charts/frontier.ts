import type { JsonObject } from "../../core/json.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** What one budget buys. */
interface FrontierPoint {
  readonly cost: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** What more money buys: cost against a share, with intervals, and a name at either end. */
export function frontierChart(
  points: readonly FrontierPoint[],
  names: { readonly x: string; readonly y: string; readonly first: string; readonly last: string },
): JsonObject {
  const data = {
    values: points.map(({ cost, estimate, low, high }) => ({ x: cost, y: estimate, low, high })),
  };
  const x = {
    field: "x",
    type: "quantitative",
    title: names.x,
    scale: { zero: true, nice: true },
    axis: { grid: false, tickCount: 6 },
  };
  const y = {
    field: "y",
    type: "quantitative",
    title: names.y,
    scale: { domain: [0, 1], nice: false },
    axis: { values: [0, 0.25, 0.5, 0.75, 1], format: ".0%" },
  };
  const end = (point: FrontierPoint | undefined, text: string, align: string): JsonObject[] =>
    point === undefined
      ? []
      : textLayers(
          { values: [{ x: point.cost, y: Math.min(0.97, point.high + 0.05), text }] },
          { align, baseline: "bottom", fontSize: 11, color: colours.ink },
          { x, y, text: { field: "text" } },
        );
  return {
    width: "container",
    usermeta: { maxWidth: 620, heights: { wide: 300, narrow: 260 } },
    layer: [
      {
        data,
        mark: { type: "rule", color: seriesColour(0), strokeWidth: 1.5, opacity: 0.5 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
      },
      { data, mark: { type: "line", color: seriesColour(0), strokeWidth: 2 }, encoding: { x, y } },
      {
        data,
        mark: { type: "point", filled: true, opacity: 1, size: 60, color: seriesColour(0) },
        encoding: { x, y },
      },
      ...end(points[0], names.first, "left"),
      ...end(points.at(-1), names.last, "right"),
    ],
  };
}
