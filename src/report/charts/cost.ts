import type { JsonObject } from "../../core/json.ts";
import { oneLine, shortened } from "../escape.ts";
import { formatCount } from "../format.ts";
import { colours, rowLayout, seriesColour, textLayers } from "./theme.ts";

/** What an arm was predicted to cost and what it cost, both in the chart's unit. */
export interface CostRow {
  readonly name: string;
  readonly predicted: number;
  /** Null where the provider did not say. */
  readonly measured: number | null;
}

/** Two bars an arm, predicted (hollow) above measured (filled); `label` names the axis and its unit. */
export function costChart(rows: readonly CostRow[], options: { readonly label: string }): JsonObject {
  const names = rows.map(({ name }) => shortened(oneLine(name), 30));
  const known = rows.flatMap(({ predicted, measured }) => [predicted, measured ?? 0]).filter(Number.isFinite);
  const x = {
    field: "value",
    type: "quantitative",
    title: shortened(oneLine(options.label), 48),
    scale: {
      domain: [0, Math.max(1, ...known)],
      nice: false,
      zero: true,
      range: rowLayout.range(names, 130),
    },
    axis: { tickCount: 4, format: "~s", labelExpr: "datum.value === 0 ? '0' : datum.label" },
  };
  const y = rowLayout.y(rows.length);
  const bars = (pick: (row: CostRow) => number | null, word: string): JsonObject => ({
    values: rows.map((row, index) => {
      const value = pick(row);
      const drawn = value !== null && Number.isFinite(value);
      const number = drawn ? formatCount(value) : "not reported";
      return {
        row: index,
        from: 0,
        value: drawn ? Math.max(0, value) : 0,
        text: index === 0 ? `${number} ${word}` : number,
      };
    }),
  });
  const predicted = bars((row) => row.predicted, "predicted");
  const measured = bars((row) => row.measured, "measured");
  const colour = seriesColour(0);
  return {
    width: "container",
    usermeta: { maxWidth: 680, heights: rowLayout.heights(rows.length, 42, 60) },
    layer: [
      ...pair(predicted, x, y, [-7, 0], { fill: colours.paper, stroke: colour, strokeWidth: 1.2 }),
      ...pair(measured, x, y, [7, 14], { fill: colour, stroke: colour, strokeWidth: 1.2 }),
      ...textLayers(
        { values: names.map((name, row) => ({ row, name })) },
        { align: "left", baseline: "middle", yOffset: rowLayout.shift(0, -16) },
        { x: { value: 0 }, y, text: { field: "name" } },
      ),
    ],
  };
}

function pair(
  data: JsonObject,
  x: JsonObject,
  y: JsonObject,
  [wide, narrow]: readonly [number, number],
  mark: JsonObject,
): JsonObject[] {
  const yOffset = rowLayout.shift(wide, narrow);
  return [
    {
      data,
      mark: { type: "bar", orient: "horizontal", height: 10, yOffset, ...mark },
      encoding: { x: { ...x, field: "from" }, x2: { field: "value" }, y },
    },
    ...textLayers(
      data,
      { align: "left", baseline: "middle", fontSize: 11, dx: 6, yOffset, color: colours.muted },
      { x, y, text: { field: "text" } },
    ),
  ];
}
