import { CredenceError } from "../core/error.ts";
import type { JsonObject } from "../core/json.ts";
import { readCsvTable } from "../data/csv.ts";
import type { CsvTable } from "../data/csv-table.ts";
import { readSeriesCsv, type SeriesOptions } from "../data/series-csv.ts";

/** A trend that a table holds, or why none was found. */
export interface SeriesLook {
  readonly found: { readonly date: string; readonly y: string; readonly more: string[] } | null;
  readonly rows: number;
  readonly first: readonly string[];
  readonly notes: readonly string[];
  readonly why: string | null;
}

const dateNames = /date|year|month|quarter|week|day|time|period/i;
const valueNames =
  /^(value|y|price|index|count|total|horizon|amount|gdp)$|value|price|compute|flop|cost|revenue|score/i;
/** Columns that are tried at most, of dates and of values. */
const [mostDates, mostValues] = [3, 6];
/** Rows that a forecast needs at least. */
const fewest = 6;

/** Looks for a date column and one that can be forecast, by reading them as the forecast would. */
export async function seriesIn(file: string, first: JsonObject): Promise<SeriesLook> {
  let table: CsvTable;
  try {
    table = await readCsvTable(file, 0.02);
  } catch (error) {
    return nothing(error, Object.keys(first));
  }
  if (table.rows.length < fewest)
    return nothing(null, table.columns, `${table.rows.length} rows, and a forecast needs ${fewest}`);
  const numeric = table.columns.filter(
    (name) =>
      shareOf(table, name, isNumber) > 0.6 &&
      new Set(table.rows.map(({ cells }) => cells[name])).size >= fewest,
  );
  const dates = ranked(
    table.columns.filter((name) => dateNames.test(name) || shareOf(table, name, isDate) > 0.9),
    dateNames,
  );
  let why: unknown = null;
  for (const date of dates.slice(0, mostDates)) {
    for (const y of ranked(
      numeric.filter((name) => name !== date),
      valueNames,
    ).slice(0, mostValues)) {
      for (const way of waysFor(table, y)) {
        try {
          const read = await readSeriesCsv(file, { x: [date], y, ...way.options });
          const [begin, end] = [read.rows[0], read.rows.at(-1)];
          return {
            found: { date, y, more: [...way.flags] },
            rows: read.rows.length,
            first: [
              `${y} by ${date}: ${read.rows.length} points`,
              ...(begin === undefined || end === undefined
                ? []
                : [`from ${dated(begin.date)}: ${begin.y} to ${dated(end.date)}: ${end.y}`]),
            ],
            notes: read.notes,
            why: null,
          };
        } catch (error) {
          why ??= error;
        }
      }
    }
  }
  return nothing(why, table.columns);
}

interface Way {
  readonly options: Pick<SeriesOptions, "log" | "duplicates" | "series">;
  readonly flags: readonly string[];
}

/** As it stands; on a linear scale; one series of several; the mean of rows of one date. */
function waysFor(table: CsvTable, y: string): Way[] {
  const linear = table.rows.some(({ cells }) => Number(cells[y]) <= 0 && (cells[y] ?? "") !== "");
  const scale = { options: { log: !linear }, flags: linear ? ["--scale", "linear"] : [] };
  const parts = table.columns.flatMap((name) => {
    const values = Map.groupBy(table.rows, ({ cells }) => cells[name] ?? "");
    const [most] = [...values].sort(([, a], [, b]) => b.length - a.length);
    return most !== undefined && values.size > 1 && values.size < table.rows.length / 5 && !isNumber(most[0])
      ? [`${name}=${most[0]}`]
      : [];
  });
  return [
    scale,
    ...parts.slice(0, 2).map((series) => ({
      options: { ...scale.options, series },
      flags: [...scale.flags, "--series", series],
    })),
    {
      options: { ...scale.options, duplicates: "mean" },
      flags: [...scale.flags, "--duplicates", "mean"],
    },
  ];
}

function nothing(
  error: unknown,
  columns: readonly string[],
  otherwise = "no column of dates beside one of numbers",
): SeriesLook {
  if (error !== null && !(error instanceof CredenceError)) throw error;
  const named = columns.slice(0, 12).join(", ");
  const more = error === null ? otherwise : error.message;
  return {
    ...{ found: null, rows: 0, first: [], notes: [] },
    why: `neither runs nor fine-tuning rows (fields: ${named}), and no series: ${more}`,
  };
}

function shareOf({ rows }: CsvTable, name: string, fits: (cell: string) => boolean): number {
  const filled = rows
    .slice(0, 400)
    .map(({ cells }) => cells[name] ?? "")
    .filter((cell) => cell !== "");
  return filled.length < 3 ? 0 : filled.filter(fits).length / filled.length;
}

function isNumber(cell: string): boolean {
  return /^[-+(]?[$€£]?\s*[\d.,' ]*\d[\d.,]*(e[-+]?\d+)?\)?%?$/i.test(cell.trim());
}

function isDate(cell: string): boolean {
  return /^(1[5-9]|2[01])\d\d([-/.]\d{1,2}([-/.]\d{1,2})?)?(T.*)?$/.test(cell.trim());
}

function ranked(names: readonly string[], pattern: RegExp): string[] {
  return [...names.filter((name) => pattern.test(name)), ...names.filter((name) => !pattern.test(name))];
}

function dated(date: number): string {
  return date.toFixed(Number.isInteger(date) ? 0 : 2);
}
