import { CredenceError } from "../core/error.ts";
import { firstFew } from "./csv.ts";
import { isoDate } from "./dates.ts";

/** One dated value with its place on every other axis. */
export interface SeriesRow {
  /** Line of the file; of several rows taken together, of the first. */
  readonly line: number;
  /** Decimal year; the number itself where the first axis holds no dates. */
  readonly date: number;
  /** By column, the date's own included. */
  readonly x: Readonly<Record<string, number>>;
  readonly y: number;
  readonly label: string | null;
}

/** One row for each date, where that is asked for. Rows come sorted. */
export function withoutDuplicates(
  rows: readonly SeriesRow[],
  {
    duplicates,
    name,
    first,
  }: {
    readonly duplicates: "error" | "keep" | "mean" | "last";
    readonly name: string;
    readonly first: "date" | "number";
  },
  file: string,
  telling: () => readonly { readonly name: string; readonly values: readonly string[] }[],
): { readonly rows: readonly SeriesRow[]; readonly notes: readonly string[] } {
  const groups = [...Map.groupBy(rows, ({ date }) => date)];
  const several = groups.filter(([, same]) => same.length > 1);
  if (several.length === 0) return { rows, notes: [] };
  const places = several.map(([date, same]) => {
    const lines = same.map(({ line }) => line).toSorted((a, b) => a - b);
    return `${first === "date" ? isoDate(date) : date} (lines ${lines.join(" and ")})`;
  });
  const what = `${counted(several.length, first === "date" ? "date" : "value")} of "${name}" more than once: ${firstFew(places, ", ")}`;
  if (duplicates === "keep") return { rows, notes: [`${what}; all rows kept`] };
  if (duplicates === "error") {
    const line = several[0]?.[1].at(-1)?.line;
    const apart = telling();
    if (apart.length > 0) {
      const names = apart.map(({ name, values }) => `"${name}" (${firstFew(values, ", ")})`);
      throw new CredenceError(
        "input",
        `several series in one table: what tells them apart is ${names.join(" and ")}`,
        {
          where: `${file}:${line}`,
          fix: `Choose one: --series "${apart.map(({ name, values }) => `${name}=${values[0]}`).join(";")}"`,
        },
      );
    }
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

/** A count with its noun: `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
