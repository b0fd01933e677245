import { parse } from "csv-parse/sync";
import { CredenceError } from "../core/error.ts";
import type { RecordSink } from "./record-sink.ts";

const marks = [",", "\t", ";", "|"] as const;
const markNames: Readonly<Record<(typeof marks)[number], string>> = {
  ",": "comma",
  "\t": "tab",
  ";": "semicolon",
  "|": "bar",
};

/** Does a text begin as a table: a header with two short names or more, divided by a comma, tab, semicolon or bar, or one above a quoted cell? */
export function isTable(text: string): boolean {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const names = header.split(markOf(header)).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  if (names.length === 1) return /^"?\w+"?$/.test(header) && /^[\r\n]+\s*"/.test(text.slice(header.length));
  return (
    header.length < 20_000 &&
    names.every((name) => name.length < 100) &&
    new Set(names).size === names.length &&
    hasRow(text.slice(header.length), markOf(header))
  );
}

/** Does the first line under the header hold the mark, or open a quotation? Prose with a comma has none such. */
function hasRow(below: string, mark: string): boolean {
  const first = below.split(/[\r\n]+/).find((line) => line.trim() !== "");
  return first !== undefined && (first.includes(mark) || first.trimStart().startsWith('"'));
}

function markOf(header: string): (typeof marks)[number] {
  const bare = header.replace(/"[^"]*"/g, "");
  return marks.reduce((best, mark) => (bare.split(mark).length > bare.split(best).length ? mark : best));
}

/**
 * Rows of a table as objects of text cells, untrimmed: what stands in a cell is somebody's prompt. A row with another number of cells than the
 * header is bad.
 *
 * @returns what it was found to be
 */
export function csvRecords(text: string, file: string, { take, bad }: RecordSink): string {
  const delimiter = markOf(text.slice(0, text.search(/[\r\n]|$/)));
  let header: readonly string[] | null = null;
  let number = 0;
  parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { lines }) => {
      number++;
      if (header === null) {
        header = cells.map((name) => name.trim());
        return null;
      }
      const where = `${file}:${lines}`;
      if (cells.length === header.length) {
        take(Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])), where, number - 1);
        return null;
      }
      const error = new CredenceError(
        "input",
        `a row of ${cells.length} cells under a header of ${header.length}`,
        { where, fix: `Quote cells that hold a ${markNames[delimiter]}.` },
      );
      if (bad === undefined) throw error;
      bad(error);
      return null;
    },
  });
  return delimiter === "," ? "CSV" : delimiter === "\t" ? "TSV" : `CSV (${markNames[delimiter]})`;
}
