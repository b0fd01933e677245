import { fileURLToPath } from "node:url";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { readCsvTable } from "../../data/csv.ts";
import type { CostSeries } from "./farmer-lafond.ts";
import type { Dated } from "./frontier.ts";
import type { Horizon } from "./horizons.ts";
import { yearOf } from "./years.ts";

/** Schema of one published number: what, when, as of which vintage, from whom, under which licence. */
const tableRow = z
  .object({
    series: z.string().min(1),
    vintage: z.string().min(1),
    date: z.string().regex(/^\d{4}(-\d{2}-\d{2}|\.\d+)?$/, "a year or a day"),
    label: z.string(),
    value: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** State of the art when it came out, where that was published. */
    frontier: z.enum(["yes", "no", ""]),
    unit: z.string().min(1),
    source: z.string().min(1),
    licence: z.string().min(1),
  })
  .readonly();
const rows = z.array(tableRow).readonly();

/** Schema of all built-in numbers, by the name of their table. */
const tablesSchema = z.object({ horizons: rows, chips: rows, costs: rows, compute: rows, revenue: rows });
export type Tables = Readonly<z.infer<typeof tablesSchema>>;
/** Names of the tables that come with the product, one file each. */
export const tableNames = tablesSchema.keyof().options;
export type TableName = keyof Tables;

/** Address of a built-in table. */
export function tableFile(name: TableName): string {
  return fileURLToPath(new URL(`../../../assets/forecast/${name}.csv`, import.meta.url));
}

/**
 * Reads the built-in tables.
 *
 * @throws CredenceError `input` when a row lacks a source, a licence or a number
 */
export async function readTables(): Promise<Tables> {
  const read = tableNames.map(async (name) => [name, await parseTable(name, tableFile(name))] as const);
  return tablesSchema.parse(Object.fromEntries(await Promise.all(read)));
}

async function parseTable(name: string, file: string): Promise<z.infer<typeof tableRow>[]> {
  const table = await readCsvTable(file);
  const number = (text: string | undefined): number | null => (text ? Number(text) : null);
  return table.rows.map(({ line, cells }) => {
    const { value, low, high } = cells;
    const parsed = tableRow.safeParse({
      ...cells,
      value: number(value),
      low: number(low),
      high: number(high),
    });
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new CredenceError("input", `table ${name}: ${issue?.path.join(".")}: ${issue?.message}`, {
      where: `${file}:${line}`,
      fix: "Install the package again: a table of its own is broken.",
    });
  });
}

/** Tables from rows that were kept in a run. */
export function tablesFrom(kept: readonly { readonly table: TableName; readonly row?: unknown }[]): Tables {
  const of = (name: TableName): unknown[] => kept.filter(({ table }) => table === name).map(({ row }) => row);
  return tablesSchema.parse(Object.fromEntries(tableNames.map((name) => [name, of(name)])));
}

/** METR's horizons, all vintages, in log2 minutes. */
export function horizonsOf(tables: Tables): Horizon[] {
  return tables.horizons.map(({ vintage, label, date, value, low, high, frontier }) => ({
    vintage,
    label,
    date: yearOf(date),
    y: Math.log2(value),
    low: Math.log2(low ?? value),
    high: Math.log2(high ?? value),
    frontier: frontier === "yes",
  }));
}

/** A chip series in log2 of its unit. */
export function chipsOf(tables: Tables, series: string): Dated[] {
  return tables.chips
    .filter((entry) => entry.series === series)
    .map(({ date, value }) => ({ date: yearOf(date), y: Math.log2(value) }));
}

/** Unit costs by technology, natural logarithms, in order of years. */
export function costsOf(tables: Tables): CostSeries[] {
  const byName = Map.groupBy(tables.costs, ({ series }) => series);
  return [...byName].map(([name, rows]) => ({
    name,
    logCost: rows.toSorted((a, b) => Number(a.date) - Number(b.date)).map(({ value }) => Math.log(value)),
  }));
}

/** log10 training compute by METR's name of the model. */
export function computeOf(tables: Tables): ReadonlyMap<string, number> {
  return new Map(
    tables.compute
      .filter(({ series }) => series === "training-compute")
      .map(({ label, value }) => [label, Math.log10(value)]),
  );
}

/** The running maximum of training compute: date and log10 FLOP. */
export function frontierComputeOf(tables: Tables): Dated[] {
  return tables.compute
    .filter(({ series }) => series === "frontier-compute")
    .map(({ date, value }) => ({ date: yearOf(date), y: Math.log10(value) }));
}
