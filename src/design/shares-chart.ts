import type { JsonObject } from "../core/json.ts";
import { colours, rowLayout, seriesColour, textLayers } from "../report/charts/theme.ts";
import { oneLine, shortened } from "../report/escape.ts";

/** Shares of a whole, one row a cell, stacked; `names` are those of the parts, in their order. */
export function sharesChart(
  rows: readonly { readonly name: string; readonly parts: readonly number[] }[],
  names: readonly string[],
): JsonObject {
  const labels = rows.map(({ name }) => shortened(oneLine(name), 60));
  const values = rows.flatMap(({ parts }, row) =>
    parts.map((share, part) => ({
      row,
      part: names[part] ?? "",
      from: parts.slice(0, part).reduce((sum, one) => sum + one, 0),
      to: parts.slice(0, part + 1).reduce((sum, one) => sum + one, 0),
      share,
    })),
  );
  const y = rowLayout.y(rows.length);
  const x = {
    field: "from",
    type: "quantitative",
    title: null,
    scale: { domain: [0, 1], nice: false },
    axis: { format: ".0%", tickCount: 5 },
  };
  return {
    width: "container",
    usermeta: { maxWidth: 680, heights: rowLayout.heights(rows.length, 40, 40) },
    layer: [
      {
        data: { values },
        mark: { type: "bar", height: 12, yOffset: 8 },
        encoding: {
          x,
          x2: { field: "to" },
          y,
          color: {
            field: "part",
            type: "nominal",
            title: null,
            scale: {
              domain: [...names],
              range: names.map((_, i) => (i === 1 ? colours.rule : seriesColour(i === 0 ? 0 : i - 1))),
            },
            legend: { orient: "top" },
          },
        },
      },
      ...textLayers(
        { values: labels.map((text, row) => ({ row, text })) },
        { align: "left", baseline: "middle", yOffset: -8, fontSize: 11, color: colours.ink },
        { x: { value: 0 }, y, text: { field: "text" } },
      ),
    ],
  };
}
