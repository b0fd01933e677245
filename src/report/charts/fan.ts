import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { colours, seriesColour, textLayers } from "./theme.ts";

/** One observed point. */
export interface FanPoint {
  /** Decimal year. */
  readonly x: number;
  readonly y: number;
  /** Known when the forecast was made. */
  readonly trained: boolean;
}

/** What one model foresaw: medians, and bands around them. */
export interface FanLine {
  readonly name: string;
  readonly points: readonly {
    readonly x: number;
    readonly middle: number;
    /** From the widest to the narrowest. */
    readonly bands: readonly { readonly low: number; readonly high: number }[];
  }[];
}

/** A tick with words of its own, as `1 h` on an axis of log2 minutes. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Forecasts from one origin with what came later: the first line with shaded bands, others as a dashed line with the edges of their
 * middle band; a rule where knowledge ended.
 */
export function fanChart(
  points: readonly FanPoint[],
  lines: readonly FanLine[],
  options: { readonly cut: number; readonly y: string; readonly ticks?: readonly Tick[] },
): JsonObject {
  const shownPoints = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const x = {
    field: "x",
    type: "quantitative",
    title: null,
    scale: { zero: false, nice: false, padding: 8 },
    axis: { format: "d", tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    field: "y",
    type: "quantitative",
    title: shortened(oneLine(options.y), 60),
    scale: { zero: false, domain: domainOf(shownPoints, lines), nice: false, clamp: true },
    axis: tickAxis(options.ticks),
  };
  const [main, ...others] = lines;
  const bands = (main?.points[0]?.bands ?? []).map((_, band) => ({
    data: {
      values: (main?.points ?? []).map((point) => ({
        x: point.x,
        y: point.bands[band]?.low ?? point.middle,
        high: point.bands[band]?.high ?? point.middle,
      })),
    },
    mark: { type: "area", color: seriesColour(0), opacity: 0.16, clip: true },
    encoding: { x, y, y2: { field: "high" } },
  }));
  const edges = others.flatMap((line, index) =>
    (["low", "high"] as const).map((side) =>
      path(
        line.points.map((point) => ({
          x: point.x,
          y: (point.bands[1] ?? point.bands[0])?.[side] ?? point.middle,
        })),
        { x, y, color: seriesColour(index + 1), width: 1, dash: [2, 3] },
      ),
    ),
  );
  const medians = lines.map((line, index) =>
    path(
      line.points.map((point) => ({ x: point.x, y: point.middle })),
      { x, y, color: seriesColour(index), width: 2, dash: index === 0 ? [1, 0] : [7, 3] },
    ),
  );
  const dots = [true, false].map((trained) => ({
    data: {
      values: shownPoints
        .filter((point) => point.trained === trained)
        .map(({ x: at, y: value }) => ({ x: at, y: value })),
    },
    mark: {
      type: "point",
      shape: "circle",
      size: 46,
      opacity: 1,
      strokeWidth: 1.6,
      stroke: colours.ink,
      fill: trained ? colours.ink : colours.paper,
    },
    encoding: { x, y },
  }));
  return {
    width: "container",
    usermeta: { maxWidth: 680, heights: { wide: 340, narrow: 280 } },
    layer: [
      ...bands,
      {
        data: { values: [{ x: options.cut }] },
        mark: { type: "rule", color: colours.ink, strokeDash: [3, 3], strokeWidth: 1 },
        encoding: { x },
      },
      ...edges,
      ...medians,
      ...dots,
      ...key(lines.map(({ name }) => name)),
    ],
  };
}

/** Names of the lines, top left, where a rising trend leaves room. */
function key(names: readonly string[]): JsonObject[] {
  return names.flatMap((name, index) => {
    const data = { values: [{ text: shortened(oneLine(name), 34) }] };
    const at = 10 + index * 18;
    return [
      {
        data,
        mark: {
          type: "rule",
          stroke: seriesColour(index),
          strokeWidth: 2.5,
          strokeDash: index === 0 ? [1, 0] : [7, 3],
        },
        encoding: { x: { value: 8 }, x2: { value: 32 }, y: { value: at } },
      },
      ...textLayers(
        data,
        { align: "left", baseline: "middle", fontSize: 11, color: colours.ink },
        { x: { value: 38 }, y: { value: at }, text: { field: "text" } },
      ),
    ];
  });
}

function path(
  values: readonly { readonly x: number; readonly y: number }[],
  look: {
    readonly x: JsonObject;
    readonly y: JsonObject;
    readonly color: string;
    readonly width: number;
    readonly dash: readonly number[];
  },
): JsonObject {
  return {
    data: { values: values.map(({ x, y }) => ({ x, y })) },
    mark: { type: "line", color: look.color, strokeWidth: look.width, strokeDash: look.dash, clip: true },
    encoding: { x: look.x, y: look.y },
  };
}

/** Room for all points and lines, and for bands as far as they are no wider than that again. */
function domainOf(points: readonly FanPoint[], lines: readonly FanLine[]): number[] {
  const core = [
    ...points.map(({ y }) => y),
    ...lines.flatMap((line) => line.points.map(({ middle }) => middle)),
  ];
  const low = Math.min(...core);
  const high = Math.max(...core);
  const room = (high - low) * 0.35 || 1;
  const ends = lines.flatMap((line) =>
    line.points.flatMap(({ bands }) => bands.flatMap((band) => [band.low, band.high])),
  );
  return [Math.max(low - room, Math.min(low, ...ends)), Math.min(high + room, Math.max(high, ...ends))];
}

/** An axis with words at its ticks, or numbers where none are given. */
export function tickAxis(ticks: readonly Tick[] | undefined): JsonObject {
  if (ticks === undefined) return { tickCount: 6 };
  return {
    values: ticks.map(({ value }) => value),
    labelExpr: ticks.reduceRight(
      (rest, { value, label }) => `datum.value === ${value} ? ${JSON.stringify(label)} : ${rest}`,
      "''",
    ),
  };
}
