// Blocks and cells as studies write them.
import type { JsonObject } from "../core/json.ts";
import type { Interval } from "../stats/distributions/interval.ts";
import type { Block, Cell, Column, Details, Facts, Figure, Heading, Paragraph, Table } from "./blocks.ts";

/** The beginning of a section. */
export function heading(text: string): Heading {
  return { kind: "heading", text };
}

/** Plain text. */
export function paragraph(text: string): Paragraph {
  return { kind: "paragraph", text };
}

/** Names and values. */
export function facts(...rows: readonly (readonly [name: string, value: string])[]): Facts {
  return { kind: "facts", rows: rows.map(([name, value]) => ({ name, value })) };
}

/** A picture, what it shows in a sentence, and the same for those who cannot see it. */
export function figure(id: string, caption: string, alt: string, spec: JsonObject): Figure {
  return { kind: "figure", id, caption, alt, spec };
}

/** Takes the first picture out of a list, to stand beside the answer. */
export function leading(blocks: readonly Block[]): {
  readonly figure?: Figure;
  readonly blocks: readonly Block[];
} {
  const first = blocks.find((block) => block.kind === "figure");
  return first === undefined
    ? { blocks }
    : { figure: first, blocks: blocks.filter((block) => block !== first) };
}

/** Blocks that are folded away until somebody opens them. */
export function details(summary: string, ...blocks: readonly Block[]): Details {
  return { kind: "details", summary, blocks };
}

/**
 * A table; a column is its title, or its title and what it means. Columns with numbers in them stand to the right by themselves.
 *
 * @example table("Calls.", ["endpoint", ["calls", "answered or not"]], [["a", countCell(3)]])
 */
export function table(
  caption: string,
  columns: readonly (string | readonly [title: string, note: string] | Column)[],
  rows: readonly (readonly Cell[])[],
  rules: readonly number[] = [],
): Table {
  return {
    ...{ kind: "table", caption, rows, rules },
    columns: columns.map((column) => {
      if (typeof column === "string") return { title: column };
      return "title" in column ? column : { title: column[0], note: column[1] };
    }),
  };
}

/** A column, and what stands in it beside each row. */
export interface ColumnOf<Row> extends Column {
  readonly cell: (row: Row) => Cell;
}

/**
 * A table said column by column.
 *
 * @param begins each tells of a row whether a new part of the table begins with it, as with the first floor below the arms
 * @example tableOf("Runs.", [{ n: 3 }], [{ title: "n", cell: ({ n }) => countCell(n) }])
 */
export function tableOf<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
  ...begins: readonly ((row: Row) => boolean)[]
): Table {
  const rules = new Set(begins.map((starts) => rows.findIndex(starts)));
  return table(
    caption,
    columns.map(({ cell: _, ...column }) => column),
    rows.map((row) => columns.map(({ cell }) => cell(row))),
    [...rules].filter((row) => row > 0),
  );
}

/** A column of words that stands to the right as numbers do: "3 of 5". */
export function right(title: string): Column {
  return { title, align: "right" };
}

/** A number's cell, or why there is none. */
export function numberCell(value: number | null | undefined, digits: number, absent = "not defined"): Cell {
  return value === null || value === undefined || !Number.isFinite(value)
    ? { absent }
    : { number: value, digits };
}

/** An estimate's cell with its interval, or why there is none. */
export function estimateCell(
  found: { readonly [part in keyof Interval]: number | null } | null | undefined,
  digits: number,
  absent = "not defined",
): Cell {
  const { estimate, low, high } = found ?? { estimate: null, low: null, high: null };
  return estimate === null || low === null || high === null ? { absent } : { estimate, low, high, digits };
}

/** A whole number's cell. */
export function countCell(count: number): Cell {
  return { number: count, digits: 0 };
}
