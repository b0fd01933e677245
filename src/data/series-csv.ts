import { CredenceError } from "../core/error.ts";
import { type CsvRow, type CsvTable, delimiterNames, firstFew, readCsvTable } from "./csv.ts";
import { dateAdvice, isoDate, readDate } from "./dates.ts";
import type { FileHash } from "./text-file.ts";

/** How to read a trend out of a table. */
export interface SeriesOptions {
  /** Columns that are axes; the first holds dates unless `first` says otherwise. */
  readonly x: readonly string[];
  readonly y: string;
  /** What the first axis holds; default `date`. */
  readonly first?: "date" | "number";
  /** Column that names the points. */
  readonly label?: string;
  /** Unit of y, handed on as it is. */
  readonly unit?: string;
  /** Decimal mark of all columns; default `auto`: found for each column. */
  readonly decimal?: "auto" | "." | ",";
  /** y must be above 0, for a logarithm; default false. */
  readonly log?: boolean;
  /** What to do with several rows of one date; default `error`. */
  readonly duplicates?: "error" | "keep" | "mean" | "last";
}

/** One dated value with its place on every other axis. */
interface SeriesRow {
  /** Line of the file; of several rows taken together, of the first. */
  readonly line: number;
  /** Decimal year; the number itself where the first axis holds no dates. */
  readonly date: number;
  /** By column, the date's own included. */
  readonly x: Readonly<Record<string, number>>;
  readonly y: number;
  readonly label: string | null;
}

/** A trend in order of dates. */
export interface SeriesTable {
  readonly rows: readonly SeriesRow[];
  readonly unit: string | null;
  /** How the file was read and what was left out or taken together, with counts and lines. */
  readonly notes: readonly string[];
  readonly file: FileHash;
}

/** Rows that a forecast needs at least. */
const fewest = 6;
const missing = new Set(["", "na", "n/a", "-", "?"]);

/**
 * Reads a trend of at least six points. Rows with a missing cell (empty, NA, n/a, - or ?) are left out and counted; everything else
 * that does not fit is an error that names line and column.
 *
 * @example
 * const { rows, notes } = await readSeriesCsv("prices.csv", { x: ["date"], y: "price", log: true });
 * @throws CredenceError `input` on a table that is no such trend, `usage` on options that contradict each other
 */
export async function readSeriesCsv(file: string, options: SeriesOptions): Promise<SeriesTable> {
  checkOptions(options);
  const table = await readCsvTable(file);
  checkColumns(table, options, file);
  const used = [...options.x, options.y];
  const marks = marksOf(table, used, options.decimal ?? "auto");
  const complete = table.rows.filter(({ cells }) => used.every((name) => !isMissing(cells[name])));
  const lost = missingNotes(table, used);
  const problems: Problem[] = monthsAsFractions(complete, options);
  const read = complete.map((row) => readRow(row, options, marks, problems));
  if (problems.length > 0) throw cellProblems(file, problems);
  const sorted = read.toSorted((a, b) => a.date - b.date);
  const { rows, notes: taken } = withoutDuplicates(sorted, options, file);
  if (rows.length < fewest) {
    const because = [...lost, ...taken].map((note) => `; ${note}`).join("");
    throw new CredenceError("input", `${counted(rows.length, "usable row")}${because}`, {
      where: file,
      fix: `A forecast needs at least ${fewest}.`,
    });
  }
  checkConstant(rows, used, options.y, file);
  const moved = read.filter((row, i) => i > 0 && row.date < (read[i - 1]?.date ?? row.date)).length;
  return {
    rows,
    unit: options.unit ?? null,
    file: table.file,
    notes: [
      `columns separated by ${delimiterNames[table.delimiter]}; ${markNote(marks)}`,
      ...wholePeriodNote(complete, options),
      ...lost,
      ...(moved === 0
        ? []
        : [`sorted by "${options.x[0]}": ${counted(moved, "row")} came before the row above`]),
      ...taken,
    ],
  };
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

type Mark = "." | ",";
/** The decimal mark of a column; null: its numbers have none; `either`: 1,234 may be a thousand or one and a bit. */
type Marks = ReadonlyMap<string, Mark | "either" | null>;

function isMissing(cell: string | undefined): boolean {
  return missing.has((cell ?? "").toLowerCase());
}

function checkOptions({ x, y }: SeriesOptions): void {
  const columns = [...x, y];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (x.length > 0 && twice === undefined) return;
  throw new CredenceError("usage", twice === undefined ? "no axis" : `column "${twice}" is named twice`, {
    fix: "Name each axis once with --x, and another column with --y.",
  });
}

function checkColumns({ columns }: CsvTable, { x, y, label }: SeriesOptions, file: string): void {
  const unknown = [...x, y, ...(label === undefined ? [] : [label])].filter(
    (name) => !columns.includes(name),
  );
  if (unknown.length === 0) return;
  throw new CredenceError("input", `no column named ${unknown.map((name) => `"${name}"`).join(", ")}`, {
    where: file,
    fix: `There are: ${columns.join(", ")}. Name yours with --x and --y.`,
  });
}

function readRow(
  { line, cells }: CsvRow,
  { x, y, first = "date", log = false, label }: SeriesOptions,
  marks: Marks,
  problems: Problem[],
): SeriesRow {
  const value = (name: string): number => {
    const text = cells[name] ?? "";
    const mark = marks.get(name) ?? null;
    const dated = name === x[0] && first === "date";
    const number = dated ? readDate(text, mark === "," ? "," : ".") : numberOf(text, mark);
    if (number !== null) return number;
    const what = dated
      ? `is no date: ${dateAdvice(text, mark === "," ? "," : ".")}`
      : numberAdvice(text, mark);
    problems.push({ line, text: `line ${line}, column "${name}": "${cut(text)}" ${what}` });
    return Number.NaN;
  };
  const axes = Object.fromEntries(x.map((name) => [name, value(name)]));
  const measured = value(y);
  if (log && measured <= 0) {
    problems.push({
      line,
      text: `line ${line}, column "${y}": ${cut(cells[y] ?? "")} has no logarithm (--scale linear needs none)`,
    });
  }
  return {
    line,
    date: axes[x[0] ?? ""] ?? Number.NaN,
    x: axes,
    y: measured,
    label: label === undefined ? null : cells[label] || null,
  };
}

const pointNumber = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;
const commaNumber = /^[-+]?(?:\d+,\d*|,\d+)(?:e[-+]?\d+)?$/i;
const thousandLike = /^[-+]?[1-9]\d{0,2}[.,]\d{3}$/;

function numberOf(text: string, mark: Mark | "either" | null): number | null {
  if (mark === "either" && thousandLike.test(text)) return null;
  const plain = mark !== "," ? text : text.includes(".") ? "" : text.replace(",", ".");
  if (!pointNumber.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/**
 * The decimal mark of every column. A comma is one where some cell has it and none has a point. Where all that speaks for a mark has
 * the form 1,234, it takes another column with a decimal comma to tell: beside one, 1,234 has decimals too, and 1.234 may be a thousand.
 */
function marksOf({ rows }: CsvTable, columns: readonly string[], decimal: "auto" | Mark): Marks {
  if (decimal !== "auto") return new Map(columns.map((name) => [name, decimal]));
  const found = columns.map((name) => {
    const cells = rows.map((row) => row.cells[name] ?? "");
    const points = cells.filter((cell) => cell.includes(".") && pointNumber.test(cell));
    const commas = cells.filter((cell) => commaNumber.test(cell));
    const grouped = cells.some((cell) => /\d,\d{3}[.,]/.test(cell));
    if (points.length > 0) {
      return { name, mark: "." as const, sure: !points.every((cell) => thousandLike.test(cell)) };
    }
    if (grouped) return { name, mark: "." as const, sure: true };
    if (commas.length === 0) return { name, mark: null, sure: true };
    return { name, mark: "," as const, sure: !commas.every((cell) => thousandLike.test(cell)) };
  });
  const comma = found.some(({ mark, sure }) => mark === "," && sure);
  return new Map(
    found.map(({ name, mark, sure }) => [name, sure || comma === (mark === ",") ? mark : "either"]),
  );
}

/** What is wrong with a cell that should be a number, and what to write. */
function numberAdvice(text: string, mark: Mark | "either" | null): string {
  if (/^[-+]?(inf(inity)?|∞|nan)$/i.test(text)) return "is not a finite number";
  if (pointNumber.test(text) && Math.abs(Number(text)) === Infinity) return "is too large a number";
  const ungrouped = text.replace(/[.,]/, "");
  if (thousandLike.test(text) && mark !== (text.includes(",") ? "," : ".")) {
    const decimal = text.replace(/[.,]/, mark !== "," && text.includes(",") ? "." : ",");
    return `may be a thousand or have decimals; write ${ungrouped} or ${decimal}`;
  }
  const own = mark === "," ? "," : ".";
  const plain = withoutGroups(text, own);
  if (plain !== null) {
    const single = /^[^.,]*[.,][^.,]*$/.test(text) && !/\d[\s'’_]\d/.test(text);
    return single
      ? `has another decimal mark than the column; write ${plain}`
      : `has thousands separators; write ${plain}`;
  }
  const minus = text.replace(/^[−–]\s*/, "-");
  if (minus !== text && numberOf(minus, own) !== null) return `has a typographic minus; write ${minus}`;
  const bare = /^[^\d+\-.,]*([-+]?[\d.,]*\d)[^\d.,]*$/.exec(text)?.[1];
  if (bare !== undefined && numberOf(bare, own) !== null) return `is not a number alone; write ${bare}`;
  return "is no number";
}

/** `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5` and `1,234,567` without separators, with this decimal mark; null for anything else. */
function withoutGroups(text: string, mark: Mark): string | null {
  const joined = text.replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, "");
  const signs = joined.match(/[.,]/g) ?? [];
  const last = signs.at(-1) ?? "";
  const onlyGroups = signs.length === 0 || (signs.length > 1 && signs.every((sign) => sign === last));
  const at = onlyGroups ? joined.length : joined.lastIndexOf(last);
  const whole = joined.slice(0, at);
  const decimals = joined.slice(at + 1);
  if (!onlyGroups && whole.includes(last)) return null;
  if (!/^[-+]?(?:\d*|\d{1,3}(?:[.,]\d{2,3})+)$/.test(whole)) return null;
  const plain = `${whole.replace(/[.,]/g, "")}${decimals === "" ? "" : `${mark}${decimals}`}`;
  return plain !== text && numberOf(plain, mark) !== null ? plain : null;
}

/** 2021.04 is a decimal year; where all fractions of a column look like months, it was meant for April. */
function monthsAsFractions(
  rows: readonly CsvRow[],
  { x: [name = ""], first = "date" }: SeriesOptions,
): Problem[] {
  const fractions = rows.flatMap(({ cells }) => /^\d{4}[.,](\d+)$/.exec(cells[name] ?? "")?.[1] ?? []);
  const months = new Set(fractions);
  if (first !== "date" || months.size < 3 || !fractions.every((text) => /^(0[1-9]|1[0-2]?)$/.test(text)))
    return [];
  const row = rows.find(({ cells }) => /^\d{4}[.,]/.test(cells[name] ?? ""));
  const text = `column "${name}": ${cut(row?.cells[name] ?? "")} and the like are decimal years, but look like months; write 2021-04 for April`;
  return [{ line: row?.line ?? 1, text: `line ${row?.line ?? 1}, ${text}` }];
}

/** One row for each date, where that is asked for. Rows come sorted. */
function withoutDuplicates(
  rows: readonly SeriesRow[],
  { duplicates = "error", x, first = "date" }: SeriesOptions,
  file: string,
): { readonly rows: readonly SeriesRow[]; readonly notes: readonly string[] } {
  const groups = [...Map.groupBy(rows, ({ date }) => date)];
  const several = groups.filter(([, same]) => same.length > 1);
  if (several.length === 0) return { rows, notes: [] };
  const places = several.map(([date, same]) => {
    const lines = same.map(({ line }) => line).toSorted((a, b) => a - b);
    return `${first === "date" ? isoDate(date) : date} (lines ${lines.join(" and ")})`;
  });
  const what = `${counted(several.length, first === "date" ? "date" : "value")} of "${x[0]}" more than once: ${firstFew(places, ", ")}`;
  if (duplicates === "keep") return { rows, notes: [`${what}; all rows kept`] };
  if (duplicates === "error") {
    const line = several[0]?.[1].at(-1)?.line;
    throw new CredenceError("input", what, {
      where: `${file}:${line}`,
      fix: "Remove all but one, or choose what to do with --duplicates keep, mean or last.",
    });
  }
  const kept = groups.map(([, same]) => (duplicates === "mean" ? mean(same) : lastOf(same)));
  const how = duplicates === "mean" ? "the arithmetic mean" : "the last in the file";
  return { rows: kept, notes: [`${what}; ${how} taken, ${counted(rows.length - kept.length, "row")} fewer`] };
}

function lastOf(rows: readonly SeriesRow[]): SeriesRow {
  return rows.reduce((a, b) => (b.line > a.line ? b : a));
}

function mean(rows: readonly SeriesRow[]): SeriesRow {
  const [head] = rows;
  if (head === undefined || rows.length === 1) return lastOf(rows);
  // A running mean leaves equal numbers, such as the dates, as they are to the bit.
  const average = (of: (row: SeriesRow) => number): number =>
    rows.reduce((average, row, i) => average + (of(row) - average) / (i + 1), 0);
  const label = rows.every((row) => row.label === head.label) ? head.label : null;
  const others = Object.keys(head.x).map((name) => [name, average((row) => row.x[name] ?? Number.NaN)]);
  return { ...head, x: Object.fromEntries(others), y: average(({ y }) => y), label };
}

function checkConstant(
  rows: readonly SeriesRow[],
  columns: readonly string[],
  y: string,
  file: string,
): void {
  const constant = columns.flatMap((name) => {
    const values = rows.map((row) => (name === y ? row.y : row.x[name]));
    return values.every((value) => value === values[0]) ? [`column "${name}" is ${values[0]}`] : [];
  });
  if (constant.length === 0) return;
  throw new CredenceError("input", `${firstFew(constant)} in every row`, {
    where: file,
    fix: "A column that does not vary can neither forecast nor be forecast: leave it out.",
  });
}

function cellProblems(file: string, problems: readonly Problem[]): CredenceError {
  return new CredenceError("input", firstFew(problems.map(({ text }) => text)), {
    where: `${file}:${problems[0]?.line}`,
    fix: "Mend these cells; leave a cell empty where nothing is known.",
  });
}

function missingNotes({ rows }: CsvTable, columns: readonly string[]): string[] {
  const gone = rows.filter(({ cells }) => columns.some((name) => isMissing(cells[name])));
  if (gone.length === 0) return [];
  const byColumn = columns.flatMap((name) => {
    const lines = gone.filter(({ cells }) => isMissing(cells[name])).map(({ line }) => line);
    return lines.length === 0
      ? []
      : [`"${name}" in ${lines.length === 1 ? "line" : "lines"} ${spans(lines)}`];
  });
  return [
    `${gone.length} of ${counted(rows.length, "row")} left out because a cell is missing: ${byColumn.join("; ")}`,
  ];
}

function markNote(marks: Marks): string {
  const by = (wanted: Mark): string[] =>
    [...marks].filter(([, mark]) => mark === wanted).map(([name]) => `"${name}"`);
  const points = by(".");
  const commas = by(",");
  return (
    [
      ...(points.length === 0 ? [] : [`decimal point in ${points.join(", ")}`]),
      ...(commas.length === 0 ? [] : [`decimal comma in ${commas.join(", ")}`]),
    ].join("; ") || "no decimal marks"
  );
}

function wholePeriodNote(
  rows: readonly CsvRow[],
  { x: [name = ""], first = "date" }: SeriesOptions,
): string[] {
  const whole = rows.filter(({ cells }) => /^\d{4}(-\d{2})?$/.test(cells[name] ?? "")).length;
  if (first !== "date" || whole === 0) return [];
  return [`${counted(whole, "date")} of "${name}" without a day: the first day of the year or month`];
}

/** Line numbers, neighbours drawn together: `4, 7-9`. After twenty such spans only their number. */
function spans(lines: readonly number[]): string {
  const found: [number, number][] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else found.push([line, line]);
  }
  const shown = found.slice(0, 20).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  const hidden = found.slice(20).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return `${shown.join(", ")}${hidden === 0 ? "" : ` and ${hidden} more`}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
