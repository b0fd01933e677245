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

/** ROC curves in one square, named in its lower right corner, with the diagonal of a coin. */
export function rocChart(curves: readonly RocSeries[]): JsonObject {
  const ordered = [
    ...curves.filter(({ floor }) => floor !== true),
    ...curves.filter(({ floor }) => floor === true),
  ];
  const arms = ordered.filter(({ floor }) => floor !== true).length;
  const step = ordered.length > 8 ? 0.05 : 0.06;
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
        const y = 0.035 + (ordered.length - 1 - index) * step;
        return key(curve, look(curve, index, arms), y);
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

function key(curve: RocSeries, mark: JsonObject, y: number): JsonObject[] {
  const data = {
    values: [{ text: shortened(oneLine(curve.name), 30), from: 0.905, to: 0.99, at: 0.885, y }],
  };
  const height = { field: "y", type: "quantitative" };
  return [
    ...textLayers(
      data,
      {
        align: "right",
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
