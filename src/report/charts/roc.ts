import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** One ROC curve: false and true positive rates, point by point, both from 0 to 1. */
export interface RocSeries {
  readonly name: string;
  readonly fpr: readonly number[];
  readonly tpr: readonly number[];
  /** A trivial rival: drawn thin and grey. */
  readonly floor?: boolean;
}

const armDashes: readonly (readonly number[])[] = [
  [1, 0],
  [8, 3],
  [4, 2],
  [10, 2.5, 2.5, 2.5],
];
const floorDashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [1.5, 2.5],
  [8, 3, 1.5, 3],
];

/** ROC curves in one square, named in the corner they leave empty, with the diagonal of a coin. */
export function rocChart(curves: readonly RocSeries[]): JsonObject {
  const ordered = [
    ...curves.filter(({ floor }) => floor !== true),
    ...curves.filter(({ floor }) => floor === true),
  ];
  const arms = ordered.filter(({ floor }) => floor !== true).length;
  const step = ordered.length > 8 ? 0.05 : 0.06;
  const upperLeft = meanHeight(ordered) < 0.5;
  return {
    width: "container",
    height: "container",
    usermeta: { maxWidth: 460 },
    layer: [
      {
        data: { values: [{ x: 0, y: 0, x2: 1, y2: 1 }] },
        mark: { type: "rule", color: colours.muted, strokeDash: [2, 4], strokeWidth: 1 },
        encoding: {
          x: axis("x", "false positive rate"),
          y: axis("y", "true positive rate"),
          x2: { field: "x2" },
          y2: { field: "y2" },
        },
      },
      ...ordered.map((curve, index) => line(curve, look(curve, index, arms))).reverse(),
      ...ordered.flatMap((curve, index) => {
        const y = upperLeft ? 0.965 - index * step : 0.035 + (ordered.length - 1 - index) * step;
        return key(curve, look(curve, index, arms), y, upperLeft);
      }),
    ],
  };
}

function axis(field: string, title: string): JsonObject {
  return {
    field,
    type: "quantitative",
    title,
    scale: { domain: [0, 1], nice: false },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: ".1f" },
  };
}

function look(curve: RocSeries, index: number, arms: number): JsonObject {
  if (curve.floor === true) {
    const dash = floorDashes[(index - arms) % floorDashes.length] ?? [1, 0];
    return { stroke: colours.muted, strokeWidth: 1.1, strokeDash: dash };
  }
  // The dash changes with every curve, not only when colours start again: print may have no colours.
  const dash = armDashes[(index + Math.floor(index / 6)) % armDashes.length] ?? [1, 0];
  return { stroke: seriesColour(index), strokeWidth: 2, strokeDash: dash };
}

function line(curve: RocSeries, mark: JsonObject): JsonObject {
  const values: JsonObject[] = [];
  for (let index = 0; index < Math.min(curve.fpr.length, curve.tpr.length); index++) {
    const x = curve.fpr[index] ?? Number.NaN;
    const y = curve.tpr[index] ?? Number.NaN;
    if (Number.isFinite(x) && Number.isFinite(y)) values.push({ x, y, index });
  }
  return {
    data: { values },
    mark: { type: "line", interpolate: "linear", strokeJoin: "round", ...mark },
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "y", type: "quantitative" },
      order: { field: "index" },
    },
  };
}

/** Mean true positive rate over all curves' points: below one half the curves crowd the lower right. */
function meanHeight(curves: readonly RocSeries[]): number {
  const heights = curves.flatMap(({ fpr, tpr }) => fpr.map((x, i) => (tpr[i] ?? 0) - x));
  return 0.5 + heights.reduce((sum, height) => sum + height, 0) / Math.max(1, heights.length);
}

function key(curve: RocSeries, mark: JsonObject, y: number, left: boolean): JsonObject[] {
  const place = left ? { from: 0.015, to: 0.1, at: 0.12 } : { from: 0.905, to: 0.99, at: 0.885 };
  const data = {
    values: [{ text: shortened(oneLine(curve.name), 30), ...place, y }],
  };
  const height = { field: "y", type: "quantitative" };
  return [
    ...textLayers(
      data,
      {
        align: left ? "left" : "right",
        baseline: "middle",
        fontSize: 11,
        color: curve.floor === true ? colours.muted : colours.ink,
      },
      { x: { field: "at", type: "quantitative" }, y: height, text: { field: "text" } },
    ),
    {
      data,
      mark: { type: "rule", ...mark },
      encoding: { x: { field: "from", type: "quantitative" }, x2: { field: "to" }, y: height },
    },
  ];
}
