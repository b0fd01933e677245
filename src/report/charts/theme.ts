import type { JsonObject } from "../../core/json.ts";

/**
 * The colours of charts: CSS variables that the page sets for light and dark, with the light value for whoever draws
 * the SVG without the page.
 */
export const colours = {
  ink: "var(--ink, #1b1d20)",
  muted: "var(--muted, #5b6068)",
  rule: "var(--rule, #d9d7d1)",
  paper: "var(--paper, #ffffff)",
} as const;

/**
 * Colours of series, told apart by people with the common forms of colour blindness in both themes (after Okabe and
 * Ito); more than six start again, with another dash.
 */
export function seriesColour(index: number): string {
  return `var(--series-${(index % lightSeries.length) + 1}, ${lightSeries[index % lightSeries.length] ?? "#1f5fae"})`;
}

const lightSeries: readonly string[] = ["#1f5fae", "#b8480b", "#00785f", "#8a3c96", "#8a6500", "#3d7f9c"];

/** Vega-Lite config shared by all charts; a spec's own config goes over it. */
export const chartConfig: JsonObject = {
  background: "transparent",
  padding: 2,
  font: "sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: colours.muted,
    labelFontSize: 11,
    labelPadding: 5,
    labelFlush: false,
    titleColor: colours.ink,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    gridColor: colours.rule,
    gridWidth: 1,
    domain: false,
    ticks: false,
  },
  text: { color: colours.ink, fontSize: 12 },
  legend: { labelColor: colours.ink, titleColor: colours.ink, labelFontSize: 11, titleFontSize: 12 },
  header: { labelColor: colours.ink, titleColor: colours.ink },
  title: { color: colours.ink, fontWeight: "normal" },
  line: { color: seriesColour(0) },
  point: { color: seriesColour(0), filled: true },
  bar: { color: seriesColour(0) },
  rule: { color: colours.muted },
};

/** A layer of text with a halo of paper around it, so that lines below do not cross its letters. */
export function textLayers(data: JsonObject, mark: JsonObject, encoding: JsonObject): JsonObject[] {
  return [
    {
      data,
      mark: {
        type: "text",
        ...mark,
        color: colours.paper,
        stroke: colours.paper,
        strokeWidth: 4,
        strokeJoin: "round",
      },
      encoding,
    },
    { data, mark: { type: "text", ...mark }, encoding },
  ];
}

/** Is there room for a column of names beside the marks? For a Vega expression. */
const roomy = "width > 480";

/** How charts of rows are laid out: names in a column of their own on a page, above their marks on a phone. */
export const rowLayout = {
  /** Pixels between rows, for `usermeta.heights`. */
  heights: (rows: number, wide: number, narrow: number): JsonObject => ({
    wide: Math.max(1, rows) * wide,
    narrow: Math.max(1, rows) * narrow,
  }),
  /** Where marks may stand across the page, given the names and the pixels that numbers take when there is room. */
  range: (names: readonly string[], numbers: number): JsonObject[] => {
    const column = 26 + Math.ceil(6.3 * Math.max(0, ...names.map(({ length }) => length)));
    return [{ expr: `${roomy} ? ${column} : 6` }, { expr: `${roomy} ? width - ${numbers} : width - 6` }];
  },
  /** A vertical shift in pixels that differs between a page and a phone. */
  shift: (wide: number, narrow: number): JsonObject => ({ expr: `${roomy} ? ${wide} : ${narrow}` }),
  /** The middle of a row, from a field that holds the row's number. */
  y: (rows: number): JsonObject => ({
    field: "row",
    type: "quantitative",
    axis: null,
    scale: {
      domain: [-0.5, Math.max(1, rows) - 0.5],
      range: [0, { expr: "height" }],
      nice: false,
      zero: false,
    },
  }),
} as const;
