import type { JsonObject } from "../../core/json.ts";
import { colours } from "./theme.ts";

/** One cell: forecasts made at `cut`, `horizon` years ahead. */
export interface CutoffCell {
  readonly cut: number;
  readonly horizon: number;
  /** Signed; null where nothing could be said. */
  readonly error: number | null;
}

const low = "#1f5fae";
const high = "#b8480b";

/**
 * Signed errors by cut-off (columns) and horizon (rows), the number in each cell; colour from too low (blue) over none (paper) to
 * too high (orange); one column framed.
 */
export function cutoffMap(cells: readonly CutoffCell[], highlight: number | null): JsonObject {
  const drawn = cells.map(({ cut, horizon, error }) => {
    const place = { cut: String(cut), horizon: `${horizon} years` };
    if (error === null) return { ...place, text: "·", error: 0, strength: 0 };
    const size = Math.abs(error).toFixed(1);
    const text = size === "0.0" ? size : `${error < 0 ? "−" : "+"}${size}`;
    const strength = Math.min(1, Math.abs(error) / most);
    return { ...place, text, error, strength };
  });
  const horizons = [...new Set(cells.map(({ horizon }) => horizon))];
  const order = horizons.toSorted((a, b) => b - a).map((horizon) => `${horizon} years`);
  const x = {
    field: "cut",
    type: "ordinal",
    title: "trained on what came before",
    axis: { orient: "top", labelAngle: 0, grid: false },
    scale: { padding: 0.05 },
  };
  const y = {
    field: "horizon",
    type: "ordinal",
    title: "ahead",
    sort: order,
    axis: { grid: false },
    scale: { padding: 0.08 },
  };
  const filled = (sign: -1 | 1): JsonObject => ({
    data: { values: drawn.filter(({ error }) => Math.sign(error) === sign) },
    mark: { type: "rect", color: sign < 0 ? low : high, cornerRadius: 2 },
    encoding: {
      ...{ x, y },
      opacity: {
        field: "strength",
        type: "quantitative",
        scale: { domain: [0, 1], range: [0.04, 0.75] },
        legend: null,
      },
    },
  });
  const frame = drawn.filter(({ cut, error }) => cut === String(highlight) && error !== 0);
  return {
    width: "container",
    usermeta: { maxWidth: 560, heights: { wide: 52 + order.length * 38, narrow: 52 + order.length * 38 } },
    layer: [
      filled(-1),
      filled(1),
      {
        data: { values: frame },
        mark: { type: "rect", filled: false, stroke: colours.ink, strokeWidth: 1.5, cornerRadius: 2 },
        encoding: { x, y },
      },
      {
        data: { values: drawn },
        mark: { type: "text", color: colours.ink, fontSize: 12, baseline: "middle" },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
  };
}

/** Doublings at which the colour is at its strongest. */
const most = 5;
