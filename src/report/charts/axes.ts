import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { type Tick, tickAxis } from "./fan.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** The series over one axis, with its straight line. */
interface AxisPanel {
  readonly title: string;
  /** Such as `r = .957, n = 9`. */
  readonly note: string;
  readonly years: boolean;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly line: readonly { readonly x: number; readonly y: number }[];
}

/** The same values over several axes side by side, on one scale. */
export function axesChart(
  panels: readonly AxisPanel[],
  options: { readonly y: string; readonly ticks?: readonly Tick[] },
): JsonObject {
  const ys = panels.flatMap(({ points, line }) => [...points, ...line].map(({ y }) => y));
  const domain = [Math.min(...ys) - 0.5, Math.max(...ys) + 0.18 * (Math.max(...ys) - Math.min(...ys))];
  return {
    width: "container",
    usermeta: { maxWidth: 640 },
    spacing: 26,
    concat: panels.map(({ title, note, years, points, line }, index) => {
      const x = {
        field: "x",
        type: "quantitative",
        title: shortened(oneLine(title), 44),
        scale: { zero: false, nice: false, padding: 8 },
        axis: { tickCount: 5, grid: false, ...(years ? { format: "d" } : {}) },
      };
      const y = {
        field: "y",
        type: "quantitative",
        title: shortened(oneLine(options.y), 30),
        scale: { domain, nice: false },
        axis: tickAxis(options.ticks),
      };
      return {
        height: 190,
        layer: [
          {
            data: { values: line.map((point) => ({ x: point.x, y: point.y })) },
            mark: { type: "line", color: seriesColour(index), strokeWidth: 2 },
            encoding: { x, y },
          },
          {
            data: { values: points.map((point) => ({ x: point.x, y: point.y })) },
            mark: { type: "point", filled: true, size: 42, opacity: 1, color: colours.ink },
            encoding: { x, y },
          },
          ...textLayers(
            { values: [{ text: shortened(oneLine(note), 40) }] },
            { align: "left", baseline: "top", fontSize: 11, color: colours.muted },
            { x: { value: 6 }, y: { value: 4 }, text: { field: "text" } },
          ),
        ],
      };
    }),
  };
}
