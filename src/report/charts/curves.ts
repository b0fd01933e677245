import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** One line over a logarithmic axis, with its interval where there is one. */
export interface Curve {
  readonly name: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
  /** Drawn thin and grey. */
  readonly floor?: boolean;
}

const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [8, 3],
  [4, 2],
  [10, 2.5, 2.5, 2.5],
  [2, 2],
];

/**
 * Lines that rise to the right over a logarithmic axis, named in the upper left corner, which they leave empty; `reference` is drawn across.
 *
 * @param options.ticks values marked on the axis, above 0
 */
export function curvesChart(
  curves: readonly Curve[],
  options: {
    readonly x: string;
    readonly y: string;
    readonly ticks: readonly number[];
    readonly from: number;
    readonly reference: number;
  },
): JsonObject {
  const { ticks, from, reference } = options;
  const [least, most] = [Math.min(...ticks), Math.max(...ticks)];
  const scaleX = { type: "log", domain: [least / 1.1, most * 1.1], nice: false };
  const step = (1.02 - from) * 0.062;
  const x = {
    field: "x",
    type: "quantitative",
    title: shortened(oneLine(options.x), 60),
    scale: scaleX,
    axis: { values: [...ticks], grid: false, format: "~g" },
  };
  const y = {
    field: "y",
    type: "quantitative",
    title: shortened(oneLine(options.y), 60),
    scale: { domain: [from, 1.02], nice: false },
    axis: { tickCount: 6, format: ".1f" },
  };
  return {
    width: "container",
    height: 300,
    usermeta: { maxWidth: 620 },
    layer: [
      {
        data: { values: [{ y: reference }] },
        mark: { type: "rule", color: colours.muted, strokeDash: [2, 4], strokeWidth: 1 },
        encoding: { y },
      },
      ...curves.flatMap((curve, index) => lineOf(curve, look(curve, index), x, y)),
      ...curves.flatMap((curve, index) => key(curve, look(curve, index), 1 - index * step)),
    ],
  };
}

function look(curve: Curve, index: number): JsonObject {
  return curve.floor === true
    ? { stroke: colours.muted, strokeWidth: 1.2, strokeDash: [3, 3] }
    : {
        stroke: seriesColour(index),
        strokeWidth: 2,
        strokeDash: dashes[index % dashes.length] ?? [1, 0],
      };
}

function lineOf(curve: Curve, mark: JsonObject, x: JsonObject, y: JsonObject): JsonObject[] {
  const values = curve.points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const data = { values: values.map((point) => ({ ...point })) };
  const banded = { values: values.filter(({ low, high }) => low !== null && high !== null) };
  return [
    {
      data: banded,
      mark: { type: "rule", clip: true, strokeWidth: 1, opacity: 0.55, stroke: mark.stroke },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    { data, mark: { type: "line", clip: true, strokeJoin: "round", ...mark }, encoding: { x, y } },
  ];
}

/** Lengths along the axis are in pixels, so that the key stands alike on a page and on a phone. */
function key(curve: Curve, mark: JsonObject, height: number): JsonObject[] {
  const data = { values: [{ text: shortened(oneLine(curve.name), 44), y: height }] };
  const y = { field: "y", type: "quantitative" };
  return [
    ...textLayers(
      data,
      { align: "left", baseline: "middle", fontSize: 11, color: colours.ink },
      { x: { value: 42 }, y, text: { field: "text" } },
    ),
    { data, mark: { type: "rule", ...mark }, encoding: { x: { value: 8 }, x2: { value: 36 }, y } },
  ];
}
