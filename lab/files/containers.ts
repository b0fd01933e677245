import { gzipSync, zstdCompressSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Json, JsonObject } from "../../src/core/json.ts";

/** One way to keep records in a file. */
export interface FileContainer {
  readonly name: string;
  readonly ending: string;
  readonly bytes: (rows: readonly JsonObject[]) => Uint8Array;
}

const text = (value: string): Uint8Array => Buffer.from(value, "utf8");
const lines = (rows: readonly JsonObject[], end = "\n"): string =>
  rows.map((row) => JSON.stringify(row) + end).join("");
const cellOf = (value: Json | undefined): string =>
  typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);

function table(rows: readonly JsonObject[], mark: string): string {
  const names = Object.keys(rows[0] ?? {});
  const quoted = (cell: string): string => `"${cell.replace(/"/g, '""')}"`;
  return [
    names.join(mark),
    ...rows.map((row) => names.map((name) => quoted(cellOf(row[name]))).join(mark)),
    "",
  ].join("\n");
}

function parquet(rows: readonly JsonObject[]): Uint8Array {
  const columnData = Object.keys(rows[0] ?? {}).map((name) => {
    const data = rows.map((row) => row[name] ?? null);
    const type = data.every((value) => typeof value === "string") ? ("STRING" as const) : ("JSON" as const);
    return { name, data, type };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** Containers of records, under endings that do not always tell. */
export const fileContainers: readonly FileContainer[] = [
  { name: "JSON Lines", ending: "jsonl", bytes: (rows) => text(lines(rows)) },
  { name: "CRLF", ending: "jsonl", bytes: (rows) => text(lines(rows, "\r\n")) },
  { name: "BOM", ending: "JSONL", bytes: (rows) => text(`\ufeff${lines(rows)}`) },
  { name: "UTF-16", ending: "jsonl", bytes: (rows) => Buffer.from(`\ufeff${lines(rows)}`, "utf16le") },
  { name: "JSON list", ending: "json", bytes: (rows) => text(JSON.stringify(rows)) },
  { name: "pretty list", ending: "json", bytes: (rows) => text(JSON.stringify(rows, null, 2)) },
  { name: "wrapped list", ending: "txt", bytes: (rows) => text(JSON.stringify({ version: 1, data: rows })) },
  { name: "CSV", ending: "csv", bytes: (rows) => text(table(rows, ",")) },
  { name: "TSV", ending: "data", bytes: (rows) => text(table(rows, "\t")) },
  { name: "Parquet", ending: "parquet", bytes: parquet },
  { name: ".gz", ending: "jsonl.gz", bytes: (rows) => gzipSync(lines(rows)) },
  {
    name: ".zst",
    ending: "zst",
    // Two frames, as tools that append write them.
    bytes: (rows) =>
      Buffer.concat([zstdCompressSync(lines(rows.slice(0, 5))), zstdCompressSync(lines(rows.slice(5)))]),
  },
];

/** Files that cannot be read: each is refused with words that help. */
export const refusedFiles: readonly {
  readonly name: string;
  readonly ending: string;
  readonly bytes: Uint8Array;
}[] = [
  { name: "Arrow, Feather", ending: "feather", bytes: text("ARROW1\0\0 and more") },
  { name: "Arrow stream", ending: "arrow", bytes: Buffer.from([255, 255, 255, 255, 16, 0, 0, 0]) },
  { name: "SQLite", ending: "db", bytes: text("SQLite format 3\0 and more") },
  { name: "Python pickle", ending: "pkl", bytes: Buffer.from([0x80, 4, 0x95, 1, 0, 0]) },
  { name: "NumPy", ending: "npy", bytes: Buffer.from("\u0093NUMPY\u0001", "latin1") },
  { name: "HDF5", ending: "h5", bytes: Buffer.from("\u0089HDF\r\n", "latin1") },
  { name: "bzip2", ending: "jsonl.bz2", bytes: text("BZh91AY&SY and more") },
  { name: "xz", ending: "jsonl.xz", bytes: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) },
  { name: "7z", ending: "7z", bytes: Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { name: "PDF", ending: "pdf", bytes: text("%PDF-1.7\n") },
  { name: "image", ending: "png", bytes: Buffer.from("\u0089PNG\r\n", "latin1") },
  { name: "YAML", ending: "yaml", bytes: text("messages:\n  - role: user\n") },
  { name: "prose", ending: "md", bytes: text("# Notes, and more\nNothing to read here.\n") },
  {
    name: "Latin-1",
    ending: "jsonl",
    bytes: Buffer.from('{"prompt": "Møen", "completion": "é"}\n', "latin1"),
  },
  { name: "unknown bytes", ending: "bin", bytes: Buffer.from([1, 2, 0, 0, 3, 4, 0, 7]) },
  { name: "nothing at all", ending: "jsonl", bytes: text("") },
];
