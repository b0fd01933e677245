import { CsvError, parse } from "csv-parse/sync";
import { CredenceError } from "../core/error.ts";
import type { CsvTable } from "./csv-table.ts";
import { tableOfRecords } from "./record-table.ts";
import { readUnpacked } from "./unpacked.ts";

/** Names of the delimiters, as messages say them. */
export const delimiterNames: Readonly<Record<CsvTable["delimiter"], string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
};

const delimiters = [",", ";", "\t"] as const;
const mostBytes = 64 * 2 ** 20;
const mostShown = 5;
const saveAgain = "Export it as CSV in UTF-8.";

/**
 * Reads a CSV file with a header line: UTF-8 with or without a byte order mark, UTF-16 with one, any line ends, quoted cells, and comma, semicolon or
 * tab, whichever the header has most of. Blank lines are left out; a preamble above the header, comment lines (#) and a footer below the table too, which
 * the notes say.
 *
 * @param mostRagged share of the rows that may have another length than the header: they are left out, which the notes say
 * @throws CredenceError `input` naming file and line when it is no such table
 */
export async function readCsvTable(file: string, mostRagged = 0): Promise<CsvTable> {
  const others = await tableOfRecords(file);
  if (others !== null) return others;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const hash = await readUnpacked(file, (chunk) => {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw problem(file, "more than 64 MiB", "Keep only the columns and rows that are needed.");
    }
    chunks.push(Buffer.from(chunk));
  });
  // The parser counts CRLF inside quotes as two lines.
  const whole = textOf(Buffer.concat(chunks), file).replace(/\r\n?/g, "\n");
  const { text, notes: above } = withoutPreamble(whole);
  const headerLine = headerOf(text, file);
  const delimiter = delimiterOf(headerLine.text, `${file}:${headerLine.line}`);
  const [header, ...all] = recordsOf(text, delimiter, file);
  const { columns, kept, notes: unnamed } = namedColumns(header?.cells ?? [], all);
  const { records, notes: below } = withoutFooter(all, header?.cells.length ?? 0);
  checkNames(columns, delimiter, `${file}:${header?.line ?? headerLine.line}`);
  const { even, notes: ragged } = evenRows(records, header?.cells.length ?? 0, delimiter, file, mostRagged);
  const rows = even.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(columns.map((name, i) => [name, cells[kept[i] ?? i] ?? ""])),
  }));
  return { columns, rows, delimiter, file: hash, notes: [...above, ...unnamed, ...below, ...ragged] };
}

/** The first five of several complaints, and how many more there are. */
export function firstFew(problems: readonly string[], separator = "; "): string {
  const more = problems.length - mostShown;
  return [...problems.slice(0, mostShown), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Lines at the beginning that are looked at for a preamble. */
const mostAbove = 60;

/**
 * Blanks out comment lines, and lines above the header where the table below has another number of columns: every other line keeps its number.
 */
function withoutPreamble(text: string): { readonly text: string; readonly notes: readonly string[] } {
  const lines = text.split("\n");
  const isComment = (line: string): boolean => /^\s*"?#/.test(line);
  const begin = lines.findIndex((line) => line.trim() !== "" && !isComment(line));
  const comments = lines.slice(0, begin === -1 ? 0 : begin).filter(isComment).length;
  const looked = lines.slice(Math.max(begin, 0), begin + mostAbove);
  const filled = looked.map((line, i) => ({ line, at: begin + i })).filter(({ line }) => line.trim() !== "");
  const best = delimiters
    .map((mark) => {
      const widths = filled.map(({ line }) => line.replace(/"[^"]*"/g, "").split(mark).length);
      const counts = [...Map.groupBy(widths, (width) => width)].filter(([width]) => width > 1);
      const [width = 0, same = []] =
        counts.toSorted((a, b) => b[1].length - a[1].length || b[0] - a[0])[0] ?? [];
      return { widths, width, count: same.length };
    })
    .toSorted((a, b) => b.count - a.count)[0];
  const header = best === undefined ? -1 : best.widths.indexOf(best.width);
  // A header of another width than its rows is a fault to be told; what lies above a table has fewer columns, and the rest is even.
  const preamble =
    best !== undefined &&
    header > 0 &&
    best.count >= 3 &&
    best.widths.slice(0, header).every((width) => width < best.width) &&
    best.widths.slice(header).filter((width) => width === best.width).length >=
      0.8 * (best.widths.length - header);
  const from = preamble ? (filled[header]?.at ?? begin) : begin;
  if (comments === 0 && !preamble) return { text, notes: [] };
  // "# date,value" above rows of numbers is a header.
  const commented = (lines[from - 1] ?? "").replace(/^\s*#\s*/, "");
  const named =
    !preamble &&
    /[a-z]/i.test(commented) &&
    /[,;\t]/.test(commented) &&
    (!/[a-z]{2}/i.test(lines[from] ?? "") || namesOver(commented, lines[from] ?? ""));
  const blank = lines
    .map((line, i) => (i === from - 1 && named ? commented : i < from ? "" : line))
    .join("\n");
  return {
    text: blank,
    notes: named && from === 1 ? [] : [`lines 1 to ${named ? from - 1 : from} are above the table: left out`],
  };
}

/** Does a line name the cells of the one below: as many cells, no number among them, but some below? */
function namesOver(above: string, below: string): boolean {
  const [names, cells] = [above, below].map((line) => line.replace(/"[^"]*"/g, "").split(/[,;\t]/));
  const isNumber = (cell: string): boolean => /^\s*[-+]?[\d.]+\s*$/.test(cell);
  return (
    names !== undefined &&
    cells !== undefined &&
    names.length === cells.length &&
    !names.some(isNumber) &&
    cells.some(isNumber)
  );
}

/** A column without a name that is the first is an index and gets one; one that is empty in every row is no column. */
function namedColumns(
  header: readonly string[],
  records: readonly CsvRecord[],
): {
  readonly columns: readonly string[];
  readonly kept: readonly number[];
  readonly notes: readonly string[];
} {
  const empty = (i: number): boolean => records.every(({ cells }) => (cells[i] ?? "") === "");
  const kept = header.flatMap((name, i) => (name === "" && i > 0 && empty(i) ? [] : [i]));
  const index = header[0] === "" && header.length > 1 && !header.includes("column 1");
  return {
    columns: kept.map((i) => (i === 0 && index ? "column 1" : (header[i] ?? ""))),
    kept,
    notes: [
      ...(index ? ['the first column has no name: called "column 1"'] : []),
      ...(kept.length < header.length
        ? [`${header.length - kept.length} empty columns without a name left out`]
        : []),
    ],
  };
}

/** Lines below the table: one cell of text, or one and empty ones, in the last lines. */
function withoutFooter(
  all: readonly CsvRecord[],
  width: number,
): { readonly records: readonly CsvRecord[]; readonly notes: readonly string[] } {
  const isNote = ({ cells }: CsvRecord): boolean =>
    width > 1 &&
    /[a-z]{3}/i.test(cells[0] ?? "") &&
    (cells.length === 1 || (cells.length !== width && cells.slice(1).every((cell) => cell === "")));
  const last = all.findLastIndex((record) => !isNote(record));
  const footer = all.slice(last + 1);
  const [first] = footer;
  if (first === undefined || last < 0) return { records: all, notes: [] };
  return {
    records: all.slice(0, last + 1),
    notes: [`from line ${first.line} on: notes below the table, left out`],
  };
}

/** The first line that is not blank, with the lines that a quoted name runs over. */
function headerOf(text: string, file: string): { readonly text: string; readonly line: number } {
  const begin = text.search(/\S/);
  if (begin === -1) throw problem(file, "empty file", "Write a header line and a row for every value.");
  const from = text.lastIndexOf("\n", begin) + 1;
  let quoted = false;
  let end = from;
  for (; end < text.length && (quoted || text[end] !== "\n"); end++) if (text[end] === '"') quoted = !quoted;
  return { text: text.slice(from, end), line: text.slice(0, from).split("\n").length };
}

function delimiterOf(header: string, where: string): CsvTable["delimiter"] {
  const bare = header.replace(/"[^"]*"/g, "");
  const counts = delimiters.map((mark) => ({ mark, count: bare.split(mark).length - 1 }));
  const [first, second] = counts.toSorted((a, b) => b.count - a.count);
  if (first === undefined || first.count === 0) {
    throw problem(
      where,
      "no comma, semicolon or tab in the header line",
      "Separate the columns with one of them.",
    );
  }
  if (first.count === second?.count) {
    throw problem(
      where,
      `as many of ${delimiterNames[first.mark]} as of ${delimiterNames[second.mark]} in the header line`,
      "Quote the column names that hold the mark which does not separate columns.",
    );
  }
  return first.mark;
}

function recordsOf(text: string, delimiter: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let ended = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 2 ** 20,
      on_record: (cells: string[], { lines }) => {
        const inside = cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
        records.push({ line: lines - inside, cells: cells.map((cell) => cell.trim()) });
        ended = lines;
        return null;
      },
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const [message, fix] = quoteProblems[cause.code] ?? [cause.message, "Mend the line."];
    // The parser names the end of the file when a quote is open, the row in which it opens is the one to look at.
    const line = cause.code === "CSV_QUOTE_NOT_CLOSED" ? nextLine(text, ended) : cause.lines;
    const where = typeof line === "number" ? `${file}:${line}` : file;
    throw new CredenceError("input", message, { where, fix, cause });
  }
  return records;
}

const quoteProblems: Readonly<Record<string, readonly [string, string]>> = {
  CSV_QUOTE_NOT_CLOSED: ["a quotation mark that is never closed", "Close it, or take it out."],
  CSV_INVALID_CLOSING_QUOTE: [
    "text behind a closing quotation mark",
    'Write a quotation mark inside a quoted cell twice: "".',
  ],
  INVALID_OPENING_QUOTE: [
    "a quotation mark inside a cell that is not quoted",
    'Quote the whole cell and write the mark inside twice: "".',
  ],
  CSV_MAX_RECORD_SIZE: ["a row of more than 1 MiB", "Look for a quotation mark that is not closed."],
};

/** Number of the first line behind `ended` that is not blank. */
function nextLine(text: string, ended: number): number {
  const behind = text
    .split("\n")
    .slice(ended)
    .findIndex((line) => line.trim() !== "");
  return ended + behind + 1;
}

function checkNames(columns: readonly string[], delimiter: CsvTable["delimiter"], where: string): void {
  if (columns.length > 1 && columns.every((name) => /^[-+]?[\d.]+$/.test(name))) {
    throw problem(
      where,
      "no header: the first line holds numbers only",
      "Write a line with a name for each column above it, such as date,value.",
    );
  }
  const problems = columns.flatMap((name, i) => {
    if (name === "") return [`column ${i + 1} has no name`];
    const first = columns.indexOf(name);
    return first === i ? [] : [`columns ${first + 1} and ${i + 1} are both named "${name}"`];
  });
  if (problems.length === 0) return;
  throw problem(
    where,
    `${firstFew(problems)} (columns separated by ${delimiterNames[delimiter]})`,
    "Give every column a name of its own.",
  );
}

function evenRows(
  records: readonly CsvRecord[],
  width: number,
  delimiter: CsvTable["delimiter"],
  file: string,
  mostRagged: number,
): { readonly even: readonly CsvRecord[]; readonly notes: readonly string[] } {
  const ragged = records.filter(({ cells }) => cells.length !== width);
  if (ragged[0] === undefined) return { even: records, notes: [] };
  const problems = ragged.map(
    ({ line, cells }) => `line ${line} has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}`,
  );
  if (ragged.length <= mostRagged * records.length)
    return {
      even: records.filter(({ cells }) => cells.length === width),
      notes: [`${firstFew(problems)}, where the header has ${width}: left out`],
    };
  const name = delimiterNames[delimiter];
  throw problem(
    `${file}:${ragged[0].line}`,
    `the header has ${width} columns separated by ${name}, but ${firstFew(problems)}`,
    `Mend the rows, or quote cells that hold a ${name}.`,
  );
}

function textOf(bytes: Buffer, file: string): string {
  const wide = bytes[0] === 0xff ? bytes[1] === 0xfe : bytes[0] === 0xfe && bytes[1] === 0xff;
  if (wide) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  const nul = bytes.indexOf(0);
  if (nul !== -1) throw problem(`${file}:${lineAt(bytes, nul)}`, "a NUL byte: not a text file", saveAgain);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const where = `${file}:${lineAt(bytes, brokenAt(bytes))}`;
    throw new CredenceError("input", "not UTF-8 text", { where, fix: saveAgain, cause });
  }
}

/** Offset of the first byte that is no UTF-8: where decoding leniently and encoding again first differs. */
function brokenAt(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString("utf8"));
  const differs = bytes.findIndex((byte, i) => byte !== again[i]);
  return differs === -1 ? bytes.length : differs;
}

function lineAt(bytes: Buffer, offset: number): number {
  return bytes
    .subarray(0, offset)
    .toString("latin1")
    .split(/\r\n?|\n/).length;
}

function problem(where: string, message: string, fix: string): CredenceError {
  return new CredenceError("input", message, { where, fix });
}
