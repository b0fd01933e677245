import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { formatNumber } from "../format.ts";
import { colours } from "./theme.ts";

/** One cell; `value` is null where nothing could be said. */
export interface HeatCell {
  readonly row: string;
  readonly column: string;
  readonly value: number | null;
  /** Drawn with a frame. */
  readonly framed?: boolean;
}

const below = "#1f5fae";
const above = "#b8480b";

/**
 * Signed values by row and column in the order given: below zero blue, above it orange, the largest the strongest. Each cell shows its
 * value times `scale`, rounded. What rows and columns are stands in the caption.
 */
export function heatMap(cells: readonly HeatCell[], { scale }: { readonly scale: number }): JsonObject {
  const most = cells.reduce((largest, { value }) => Math.max(largest, Math.abs(value ?? 0)), 0) || 1;
  const drawn = cells.map(({ row, column, value, framed }) => ({
    row: nameOf(row),
    column: nameOf(column),
    framed: framed === true,
    value: value ?? 0,
    strength: Math.abs(value ?? 0) / most,
    text: value === null ? "·" : formatNumber(scale * value, 0),
  }));
  const order = (field: "row" | "column"): string[] => [...new Set(drawn.map((cell) => cell[field]))];
  const [rows, columns] = [order("row"), order("column")];
  const x = {
    ...{ field: "column", type: "ordinal", title: null, sort: columns },
    axis: { orient: "top", labelAngle: -40, grid: false, labelOverlap: false, labelLimit: 0 },
    scale: { padding: 0.05 },
  };
  const y = {
    ...{ field: "row", type: "ordinal", title: null, sort: rows },
    axis: { grid: false, labelLimit: 0 },
    scale: { padding: 0.08 },
  };
  const filled = (values: typeof drawn, color: string): JsonObject => ({
    data: { values },
    mark: { type: "rect", color, cornerRadius: 2 },
    encoding: {
      ...{ x, y },
      opacity: {
        ...{ field: "strength", type: "quantitative", legend: null },
        scale: { domain: [0, 1], range: [0.02, 0.75] },
      },
    },
  });
  const height = 90 + rows.length * 26;
  return {
    width: "container",
    usermeta: { maxWidth: 200 + columns.length * 46, heights: { wide: height, narrow: height } },
    layer: [
      filled(
        drawn.filter(({ value }) => value < 0),
        below,
      ),
      filled(
        drawn.filter(({ value }) => value >= 0),
        above,
      ),
      {
        data: { values: drawn.filter(({ framed }) => framed) },
        mark: { type: "rect", filled: false, stroke: colours.ink, strokeWidth: 1.5, cornerRadius: 2 },
        encoding: { x, y },
      },
      {
        data: { values: drawn },
        mark: { type: "text", color: colours.ink, fontSize: 10, baseline: "middle" },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
  };
}

function nameOf(text: string): string {
  return shortened(oneLine(text), 24);
}
