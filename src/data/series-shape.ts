import { CredenceError } from "../core/error.ts";
import { firstFew } from "./csv.ts";
import type { CsvRow, CsvTable } from "./csv-table.ts";
import { readDate } from "./dates.ts";
import { isMissing } from "./missing-marks.ts";
import { numberForms, readNumber } from "./number-column.ts";

/** A table with one row a date, the columns that were asked for in it. */
export interface Shaped {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly x: readonly string[];
  readonly y: string;
  readonly notes: readonly string[];
}

/** What is asked for. */
interface Asked {
  readonly x: readonly string[];
  readonly y: string;
  readonly first: "date" | "number";
  /** `country=Germany`, several with a semicolon between; null: all rows. */
  readonly series: string | null;
}

/** Columns with dates for names from which a table is wide. */
const fewestDates = 6;

/**
 * The rows of one series: those that `series` names, of a table that has dates down its rows or across its columns. Columns that are not there
 * under the name asked for are found where only one can be meant.
 *
 * @throws CredenceError `input` where it takes another word to know which series or column is meant
 */
export function shapeSeries(table: CsvTable, asked: Asked, file: string): Shaped {
  const chosen = rowsOf(table, asked.series, file);
  const wide = widthwise(table, chosen.rows, asked, file);
  if (wide !== null) return { ...wide, notes: [...chosen.notes, ...wide.notes] };
  const { x, y, notes } = columnsMeant(table, asked);
  return { columns: table.columns, rows: chosen.rows, x, y, notes: [...chosen.notes, ...notes] };
}

function rowsOf(
  table: CsvTable,
  series: string | null,
  file: string,
): { readonly rows: readonly CsvRow[]; readonly notes: readonly string[] } {
  if (series === null) return { rows: table.rows, notes: [] };
  const wanted = series.split(";").map((part) => {
    const at = part.indexOf("=");
    return { column: part.slice(0, at).trim(), value: part.slice(at + 1).trim(), part };
  });
  let rows = table.rows;
  for (const { column, value, part } of wanted) {
    if (!part.includes("=") || !table.columns.includes(column)) {
      throw new CredenceError(
        "usage",
        `--series ${part}: ${part.includes("=") ? `no column "${column}"` : "no ="}`,
        {
          where: file,
          fix: `Write COLUMN=VALUE. There are: ${table.columns.join(", ")}.`,
        },
      );
    }
    const found = rows.filter(({ cells }) => cells[column] === value);
    if (found.length === 0) {
      throw new CredenceError("usage", `--series ${part}: no such row`, {
        where: file,
        fix: `"${column}" is one of: ${firstFew(valuesOf(rows, column), ", ")}.`,
      });
    }
    rows = found;
  }
  return { rows, notes: [`${rows.length} of ${table.rows.length} rows are of ${series}`] };
}

function valuesOf(rows: readonly CsvRow[], column: string): string[] {
  return [...new Set(rows.map(({ cells }) => cells[column] ?? ""))];
}

/** `1960`, or the World Bank's `1960 [YR1960]`. */
function dateInHeader(name: string): string | null {
  const bare = /^(\d{4}) \[YR\1\]$/.exec(name)?.[1] ?? name;
  return readDate(bare) === null ? null : bare;
}

/** Dates across the columns: turned, so that they go down the rows. Null where the table is not like that. */
function widthwise(
  table: CsvTable,
  rows: readonly CsvRow[],
  { x, y, first }: Asked,
  file: string,
): Shaped | null {
  const dated = table.columns.flatMap((column) => {
    const date = dateInHeader(column);
    return date === null ? [] : [{ column, date }];
  });
  const [name = "date", ...others] = x;
  if (first !== "date" || dated.length < fewestDates || table.columns.includes(name) || others.length > 0)
    return null;
  const [row, ...more] = rows;
  const rest = table.columns.filter((column) => dateInHeader(column) === null);
  const telling = rest.find((column) => valuesOf(rows, column).length === rows.length);
  if (row === undefined || more.length > 0) {
    const choices = telling === undefined ? [] : valuesOf(rows, telling);
    throw new CredenceError("input", `${rows.length} series, one a row, with dates across the columns`, {
      where: file,
      fix:
        telling === undefined
          ? "Keep one row."
          : `Say which: --series "${telling}=${choices[0] ?? ""}". "${telling}" is one of: ${firstFew(choices, ", ")}.`,
    });
  }
  return {
    columns: [name, y],
    rows: dated.map(({ column, date }) => ({
      line: row.line,
      cells: { [name]: date, [y]: row.cells[column] ?? "" },
    })),
    ...{ x: [name], y },
    notes: [`dates stand across the columns: ${dated.length} of them, of line ${row.line}`],
  };
}

/** Columns under the names asked for, or the only ones that can be meant. */
function columnsMeant(
  { columns, rows }: CsvTable,
  { x, y, first }: Asked,
): Pick<Shaped, "x" | "y" | "notes"> {
  const found = (name: string): string => {
    if (columns.includes(name)) return name;
    const alike = columns.filter((column) => column.toLowerCase() === name.toLowerCase());
    return alike.length === 1 ? (alike[0] ?? name) : name;
  };
  const [name = "date", ...others] = x.map(found);
  const value = found(y);
  // Only what nobody named is guessed.
  const guess = (
    wanted: string,
    known: string,
    fits: (column: string) => boolean,
    taken: readonly string[],
  ): string => {
    if (columns.includes(known) || known !== wanted) return known;
    const fitting = columns.filter((column) => !taken.includes(column) && fits(column));
    return fitting.length === 1 ? (fitting[0] ?? known) : known;
  };
  const share = (column: string, reads: (text: string) => boolean): boolean => {
    const cells = rows.flatMap(({ cells }) => (isMissing(cells[column]) ? [] : [cells[column] ?? ""]));
    return cells.length > 0 && cells.filter(reads).length >= 0.8 * cells.length;
  };
  const dates =
    first === "date"
      ? guess("date", name, (column) => share(column, (text) => readDate(text) !== null), [...others, value])
      : name;
  const forms = numberForms(
    new Map(
      columns.map((column) => [
        column,
        rows.map(({ cells }) => cells[column] ?? "").filter((cell) => !isMissing(cell)),
      ]),
    ),
    "auto",
  );
  const values = guess(
    "value",
    value,
    (column) => {
      const form = forms.get(column);
      return form !== undefined && share(column, (text) => readNumber(text, form) !== null);
    },
    [...others, dates, "column 1"],
  );
  return {
    ...{ x: [dates, ...others], y: values },
    notes: [
      ...(dates === x[0] ? [] : [`dates are read from "${dates}"`]),
      ...(values === y ? [] : [`values are read from "${values}"`]),
    ],
  };
}

/**
 * The columns that tell series apart in a table in which dates repeat: within each of their values none does. The one with the fewest values, or two
 * together; empty where none does.
 */
export function tellingColumns(
  rows: readonly CsvRow[],
  columns: readonly string[],
  date: string,
): readonly string[] {
  const unique = (names: readonly string[]): boolean => {
    const seen = new Set(
      rows.map(({ cells }) => JSON.stringify([...names, date].map((name) => cells[name] ?? ""))),
    );
    return seen.size === rows.length;
  };
  const able = columns
    .map((name) => ({ name, count: valuesOf(rows, name).length }))
    .filter(({ count }) => count > 1 && count <= rows.length / 2)
    .toSorted((a, b) => a.count - b.count);
  const one = able.find(({ name }) => unique([name]));
  if (one !== undefined) return [one.name];
  for (const [i, a] of able.entries()) {
    for (const b of able.slice(i + 1)) if (unique([a.name, b.name])) return [a.name, b.name];
  }
  return [];
}
