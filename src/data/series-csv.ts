import { CredenceError } from "../core/error.ts";
import { delimiterNames, firstFew, readCsvTable } from "./csv.ts";
import type { CsvRow } from "./csv-table.ts";
import { type DateColumn, dateColumn, strayDate } from "./date-column.ts";
import { isPeriod } from "./dates.ts";
import { isMissing } from "./missing-marks.ts";
import { formNotes, type NumberForm, numberAdvice, numberForms, readNumber } from "./number-column.ts";
import { counted, type SeriesRow, withoutDuplicates } from "./series-duplicates.ts";
import { type Shaped, shapeSeries, tellingColumns } from "./series-shape.ts";
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
  /** Rows of one series: `country=Germany`, several conditions with a semicolon between; null: all rows. */
  readonly series?: string | null;
}

/** A value that is known only to lie above or below a bound. */
interface CensoredValue {
  readonly line: number;
  readonly date: number;
  readonly side: "above" | "below";
  readonly bound: number;
}

/** A trend in order of dates. */
export interface SeriesTable {
  readonly rows: readonly SeriesRow[];
  /** Columns that were read: as asked for, or the only ones that could be meant. */
  readonly x: readonly string[];
  readonly y: string;
  /** Values such as >960; they stand in no row. */
  readonly censored: readonly CensoredValue[];
  readonly unit: string | null;
  /** How the file was read and what was left out or taken together, with counts and lines. */
  readonly notes: readonly string[];
  readonly file: FileHash;
}

/** Share of the rows that may have another length than the header. */
const mostRagged = 0.02;
/** Rows that a forecast needs at least. */
const fewest = 6;

/**
 * Reads a trend of at least six points. Rows with a missing cell (`missing-marks.ts`) are left out and counted, bounds (>960, <0.5) apart; everything
 * else that does not fit is an error that names line and column. Dates down the rows or across the columns.
 *
 * @example
 * const { rows, notes } = await readSeriesCsv("prices.csv", { x: ["date"], y: "price", log: true });
 * @throws CredenceError `input` on a table that is no such trend, `usage` on options that contradict each other
 */
export async function readSeriesCsv(file: string, options: SeriesOptions): Promise<SeriesTable> {
  checkOptions(options);
  const table = await readCsvTable(file, mostRagged);
  const asked = {
    x: options.x,
    y: options.y,
    first: options.first ?? "date",
    series: options.series ?? null,
  };
  const shaped = shapeSeries(table, asked, file);
  checkColumns(shaped, options, file);
  const { x, y } = shaped;
  const used = [...x, y];
  const [units, body] = unitsRow(shaped, asked.first);
  const complete = body.filter(({ cells }) => used.every((name) => !isMissing(cells[name])));
  const lost = missingNotes(body, used);
  const forms = numberForms(
    new Map(
      used.map((name) => [
        name,
        complete
          .map(({ cells }) => cells[name] ?? "")
          .map((cell) => (name === y ? boundOf(cell).rest : cell)),
      ]),
    ),
    options.decimal ?? "auto",
  );
  const [first = ""] = x;
  // Of dates only the mark of a decimal year is of use.
  const decimals = complete.some(({ cells }) => /^\d{4}[.,]\d+$/.test(cells[first] ?? ""));
  const dated: NumberForm = { ...plainForm, mark: decimals ? markOf(forms, first) : null };
  const numbers = asked.first === "date" ? new Map([...forms, [first, dated]]) : forms;
  const dates =
    asked.first === "date"
      ? dateColumn(
          first,
          complete.map(({ line, cells }) => ({ line, text: cells[first] ?? "" })),
          markOf(forms, first),
        )
      : null;
  const problems: Problem[] =
    dates === null || dates.problem === null
      ? []
      : [{ ...dates.problem, text: `line ${dates.problem.line}, ${dates.problem.text}` }];
  const known = { x, y, log: options.log ?? false, label: options.label, forms, dates };
  const all = complete.map((row) => readRow(row, known, problems));
  if (problems.length > 0) throw cellProblems(file, problems);
  const stray = dates === null ? null : strayDate(all.map(({ row }) => row.date));
  if (stray !== null) throw strayProblem(file, complete[stray], first);
  const read = all.flatMap(({ row, side }) => (side === null ? [row] : []));
  const censored = all.flatMap(({ row, side }) =>
    side === null ? [] : [{ line: row.line, date: row.date, side, bound: row.y }],
  );
  const sorted = read.toSorted((a, b) => a.date - b.date);
  const { rows, notes: taken } = withoutDuplicates(
    sorted,
    { duplicates: options.duplicates ?? "error", name: first, first: asked.first },
    file,
    () =>
      tellingColumns(
        complete,
        shaped.columns.filter((name) => !used.includes(name)),
        first,
      ).map((name) => ({
        name,
        values: [...new Set(complete.map(({ cells }) => cells[name] ?? ""))],
      })),
  );
  if (rows.length < fewest) {
    const because = [...lost, ...boundNotes(censored, y), ...taken].map((note) => `; ${note}`).join("");
    throw new CredenceError("input", `${counted(rows.length, "usable row")}${because}`, {
      where: file,
      fix: `A forecast needs at least ${fewest}.`,
    });
  }
  checkConstant(rows, used, y, file);
  const moved = read.filter((row, i) => i > 0 && row.date < (read[i - 1]?.date ?? row.date)).length;
  return {
    ...{ rows, x, y, censored },
    unit: options.unit ?? null,
    file: table.file,
    notes: [
      [`columns separated by ${delimiterNames[table.delimiter]}`, ...formNotes(numbers)].join("; "),
      ...[...table.notes, ...shaped.notes, ...units],
      ...(dates?.notes ?? []),
      ...wholePeriodNote(complete, first, asked.first),
      ...[...lost, ...boundNotes(censored, y)],
      ...(moved === 0 ? [] : [`sorted by "${first}": ${counted(moved, "row")} came before the row above`]),
      ...taken,
    ],
  };
}

interface Problem {
  readonly line: number;
  readonly text: string;
}

function checkOptions({ x, y }: SeriesOptions): void {
  const columns = [...x, y];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (x.length > 0 && twice === undefined) return;
  throw new CredenceError("usage", twice === undefined ? "no axis" : `column "${twice}" is named twice`, {
    fix: "Name each axis once with --x, and another column with --y.",
  });
}

function checkColumns({ columns, x, y }: Shaped, { label }: SeriesOptions, file: string): void {
  const unknown = [...x, y, ...(label === undefined ? [] : [label])].filter(
    (name) => !columns.includes(name),
  );
  if (unknown.length === 0) return;
  throw new CredenceError("input", `no column named ${unknown.map((name) => `"${name}"`).join(", ")}`, {
    where: file,
    fix: `There are: ${columns.join(", ")}. Name yours with --x and --y.`,
  });
}

/** A first row that says units: no date where dates stand, and no number where numbers do. */
function unitsRow(
  { rows, x, y }: Shaped,
  first: "date" | "number",
): readonly [notes: string[], rows: readonly CsvRow[]] {
  const [head, second] = rows;
  const [name = ""] = x;
  const isNumber = (text: string | undefined): boolean => /\d/.test(text ?? "");
  if (head === undefined || second === undefined || first !== "date") return [[], rows];
  const words = [name, y].map((column) => head.cells[column] ?? "");
  const isUnits =
    words.every((word) => !isNumber(word)) && words.some((word) => word !== "" && !isMissing(word));
  if (!isUnits || !isNumber(second.cells[name])) return [[], rows];
  return [
    [
      `line ${head.line} holds units and no values: left out (${words.filter((word) => word !== "").join(", ")})`,
    ],
    rows.slice(1),
  ];
}

function markOf(forms: ReadonlyMap<string, NumberForm>, name: string): "." | "," {
  return forms.get(name)?.mark === "," ? "," : ".";
}

/** `>960` as a side and what is left of it. */
function boundOf(text: string): { readonly side: CensoredValue["side"] | null; readonly rest: string } {
  const match = /^(>=?|<=?|≥|≤)\s*(?=[-+−\d.,])/.exec(text);
  if (match === null) return { side: null, rest: text };
  return { side: /[>≥]/.test(match[0]) ? "above" : "below", rest: text.slice(match[0].length) };
}

const plainForm: NumberForm = { mark: null, groups: null, before: "", behind: "" };

function readRow(
  { line, cells }: CsvRow,
  known: {
    readonly x: readonly string[];
    readonly y: string;
    readonly log: boolean;
    readonly label: string | undefined;
    readonly forms: ReadonlyMap<string, NumberForm>;
    readonly dates: DateColumn | null;
  },
  problems: Problem[],
): { readonly row: SeriesRow; readonly side: CensoredValue["side"] | null } {
  const { x, y, log, label, forms, dates } = known;
  const value = (name: string, text: string): number => {
    const form = forms.get(name) ?? plainForm;
    const dated = name === x[0] ? dates : null;
    const number = dated === null ? readNumber(text, form) : dated.read(text);
    if (number !== null) return number;
    const what = dated === null ? numberAdvice(text, form) : `is no date: ${dated.advice(text)}`;
    problems.push({ line, text: `line ${line}, column "${name}": "${cut(text)}" ${what}` });
    return Number.NaN;
  };
  const axes = Object.fromEntries(x.map((name) => [name, value(name, cells[name] ?? "")]));
  const { side, rest } = boundOf(cells[y] ?? "");
  const measured = value(y, rest);
  if (log && measured <= 0) {
    problems.push({
      line,
      text: `line ${line}, column "${y}": ${cut(cells[y] ?? "")} has no logarithm (--scale linear needs none)`,
    });
  }
  return {
    side,
    row: {
      line,
      date: axes[x[0] ?? ""] ?? Number.NaN,
      x: axes,
      y: measured,
      label: label === undefined ? null : cells[label] || null,
    },
  };
}

function boundNotes(censored: readonly CensoredValue[], y: string): string[] {
  if (censored.length === 0) return [];
  const lines = censored.map(({ line, side, bound }) => `line ${line} (${side} ${bound})`);
  return [
    `${counted(censored.length, "value")} of "${y}" known only as a bound, in no fit: ${firstFew(lines, ", ")}`,
  ];
}

function strayProblem(file: string, row: CsvRow | undefined, name: string): CredenceError {
  const text = row?.cells[name] ?? "";
  return new CredenceError(
    "input",
    `"${text}" in column "${name}" lies far from all other dates, and out of their order`,
    {
      where: `${file}:${row?.line}`,
      fix: "Mend the date, or put the row where its date belongs.",
    },
  );
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

function missingNotes(rows: readonly CsvRow[], columns: readonly string[]): string[] {
  const gone = rows.filter(({ cells }) => columns.some((name) => isMissing(cells[name])));
  if (gone.length === 0) return [];
  const byColumn = columns.flatMap((name) => {
    const empty = gone.filter(({ cells }) => isMissing(cells[name]));
    const lines = empty.map(({ line }) => line);
    const marks = [...new Set(empty.map(({ cells }) => cells[name] ?? ""))].filter((mark) => mark !== "");
    const marked = marks.length === 0 ? "" : ` (${marks.map((mark) => `"${mark}"`).join(", ")})`;
    return lines.length === 0
      ? []
      : [`"${name}" in ${lines.length === 1 ? "line" : "lines"} ${spans(lines)}${marked}`];
  });
  return [
    `${gone.length} of ${counted(rows.length, "row")} left out because a cell is missing: ${byColumn.join("; ")}`,
  ];
}

function wholePeriodNote(rows: readonly CsvRow[], name: string, first: "date" | "number"): string[] {
  const whole = rows.filter(({ cells }) => isPeriod(cells[name] ?? "")).length;
  if (first !== "date" || whole === 0) return [];
  return [
    `${counted(whole, "date")} of "${name}" without a day: the first day of the year, quarter, month or week`,
  ];
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

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
