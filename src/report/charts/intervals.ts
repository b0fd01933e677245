import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { digitsFor, formatEstimate } from "../format.ts";
import { colours, rowLayout, seriesColour, textLayers } from "./theme.ts";

/** One estimate with its interval. */
export interface IntervalRow {
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** A trivial rival: drawn grey and hollow. */
  readonly floor?: boolean;
}

/** Differences, one a row (a forest plot), beside the line of no difference at `zero`; `label` names the axis. */
export function differenceChart(
  rows: readonly IntervalRow[],
  options: { readonly zero: number; readonly label: string },
): JsonObject {
  return intervalChart(rows, options.zero, options.label);
}

/** Arms and floors, one a row, beside the line of chance (.5 when not said); `label` names the axis. */
export function armsChart(
  rows: readonly IntervalRow[],
  options: { readonly label: string; readonly reference?: number },
): JsonObject {
  return intervalChart(rows, options.reference ?? 0.5, options.label);
}

function intervalChart(rows: readonly IntervalRow[], reference: number, label: string): JsonObject {
  const names = rows.map(({ name }) => shortened(oneLine(name), 30));
  const digits = Math.max(2, ...rows.map(({ low, high }) => Math.min(3, digitsFor(high - low))));
  const x = {
    field: "estimate",
    type: "quantitative",
    title: shortened(oneLine(label), 48),
    scale: { domain: domainOf(rows, reference), nice: true, zero: false, range: rowLayout.range(names, 150) },
    axis: { tickCount: 5 },
  };
  const y = rowLayout.y(rows.length);
  const values = rows.map((row, index) => {
    const drawn = [row.estimate, row.low, row.high].every(Number.isFinite);
    const { estimate, low, high } = row;
    return {
      row: index,
      name: names[index] ?? "",
      text: drawn ? formatEstimate({ estimate, low, high, digits }) : "–",
      ...(drawn ? { estimate, low, high } : {}),
      floor: row.floor === true,
    };
  });
  const drawn = values.filter((value) => "estimate" in value);
  const arms = { values: drawn.filter(({ floor }) => !floor) };
  const floors = { values: drawn.filter(({ floor }) => floor) };
  const colour = seriesColour(0);
  return {
    width: "container",
    usermeta: { maxWidth: 680, heights: rowLayout.heights(rows.length, 27, 46) },
    layer: [
      {
        data: { values: [{ estimate: reference }] },
        mark: { type: "rule", color: colours.ink, strokeWidth: 1, strokeDash: [3, 3] },
        encoding: { x },
      },
      interval(arms, x, y, { color: colour, strokeWidth: 2.5, strokeCap: "round" }),
      point(arms, x, y, { shape: "circle", size: 80, color: colour, filled: true }),
      interval(floors, x, y, { color: colours.muted, strokeWidth: 1.5, strokeCap: "round" }),
      point(floors, x, y, {
        shape: "diamond",
        size: 80,
        fill: colours.paper,
        stroke: colours.muted,
        strokeWidth: 1.5,
      }),
      ...[false, true].flatMap((floor) => {
        const data = { values: values.filter((value) => value.floor === floor) };
        const mark = {
          baseline: "middle",
          color: floor ? colours.muted : colours.ink,
          yOffset: rowLayout.shift(0, -9),
        };
        return [
          ...textLayers(data, { ...mark, align: "left" }, { x: { value: 0 }, y, text: { field: "name" } }),
          ...textLayers(
            data,
            { ...mark, align: "right" },
            { x: { value: "width" }, y, text: { field: "text" } },
          ),
        ];
      }),
    ],
  };
}

function interval(data: JsonObject, x: JsonObject, y: JsonObject, mark: JsonObject): JsonObject {
  return {
    data,
    mark: { type: "rule", yOffset: rowLayout.shift(0, 7), ...mark },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
  };
}

function point(data: JsonObject, x: JsonObject, y: JsonObject, mark: JsonObject): JsonObject {
  return {
    data,
    mark: { type: "point", opacity: 1, yOffset: rowLayout.shift(0, 7), ...mark },
    encoding: { x, y },
  };
}

function domainOf(rows: readonly IntervalRow[], reference: number): number[] {
  let low = reference;
  let high = reference;
  for (const row of rows) {
    for (const end of [row.estimate, row.low, row.high]) {
      if (!Number.isFinite(end)) continue;
      low = Math.min(low, end);
      high = Math.max(high, end);
    }
  }
  const margin = (high - low || 1) * 0.04;
  return [low - margin, high + margin];
}
