import type { FileHash } from "./text-file.ts";

/** A table of text cells. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly delimiter: "," | ";" | "\t";
  readonly file: FileHash;
  /** What of the file is no part of the table: lines above and below it, comments, columns without a name. */
  readonly notes: readonly string[];
}

/** One row; every column has a cell, trimmed. */
export interface CsvRow {
  /** Line of the file on which it begins; the first line is 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}
