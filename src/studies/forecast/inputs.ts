import { basename } from "node:path";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { readCsvTable } from "../../data/csv.ts";
import { readSeriesCsv } from "../../data/series-csv.ts";
import { readHashed } from "../../data/text-file.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import type { ForecastConfig } from "./config.ts";
import type { RevenueSeries } from "./revenue.ts";
import { onScale } from "./scales.ts";
import { readTables, type Tables, tableFile, tableNames, tablesFrom } from "./tables.ts";

/** Schema of a trend somebody brought. */
const ownSeries = z
  .object({
    name: z.string(),
    unit: z.string(),
    points: z
      .array(
        z
          .object({
            date: z.number(),
            axes: z.record(z.string(), z.number()).readonly(),
            y: z.number(),
            label: z.string(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
type OwnSeries = z.infer<typeof ownSeries>;

/** The built-in tables, or somebody's own trends. */
export interface ForecastInputs {
  readonly tables: Tables | null;
  readonly own: readonly OwnSeries[];
  /** log2 of revenue and investment by date, where a file was given. */
  readonly revenue: RevenueSeries | null;
}

/** Reads what the config names; without files the tables that come with the product. */
export async function loadInputs(config: ForecastConfig, context: LoadContext): Promise<ForecastInputs> {
  if (config.files.length === 0) {
    for (const name of tableNames) {
      const { sha256, bytes } = await readHashed(tableFile(name));
      context.source({ name: `built-in ${name}.csv`, sha256, bytes });
    }
    const revenue = config.revenue === null ? null : await readRevenue(config.revenue, context);
    return { tables: await readTables(), own: [], revenue };
  }
  const own: OwnSeries[] = [];
  for (const file of config.files) {
    const read = await readSeriesCsv(file, {
      x: config.x,
      y: config.y,
      log: config.scale !== "linear",
      duplicates: config.duplicates,
    });
    context.source({ name: file, ...read.file });
    for (const note of read.notes) context.note(`${file}: ${note}`);
    const [dates = "date", ...others] = config.x;
    own.push({
      name: basename(file).replace(/\.csv$/i, ""),
      unit: config.scale === "linear" ? config.y : `${config.scale} ${config.y}`,
      points: read.rows.map(({ line, date, x, y, label }) => ({
        date,
        axes: Object.fromEntries([
          ["date", x[dates] ?? date],
          ...others.map((name): [string, number] => [name, x[name] ?? Number.NaN]),
        ]),
        y: onScale(y, config.scale),
        label: label ?? `line ${line}`,
      })),
    });
  }
  if (config.revenue !== null) context.note("--revenue belongs to the built-in chip series: not used here");
  return { tables: null, own, revenue: null };
}

/** Revenue, with investment where the file has such a column, as log2 of their sum by date. */
async function readRevenue(file: string, context: LoadContext): Promise<RevenueSeries> {
  const both = (await readCsvTable(file)).columns.includes("investment");
  const read = await readSeriesCsv(file, {
    x: both ? ["date", "investment"] : ["date"],
    y: "revenue",
    log: true,
    duplicates: "error",
  });
  context.source({ name: file, ...read.file });
  for (const note of read.notes) context.note(`${file}: ${note}`);
  context.note(`${file}: ${both ? "revenue + investment" : "revenue alone: no column investment"}`);
  return read.rows.map(({ date, x, y }) => ({ date, y: Math.log2(y + (x.investment ?? 0)) }));
}

const dated = z.object({ date: z.number(), y: z.number() }).readonly();
const storedRow = z.object({ table: z.enum(tableNames), row: z.unknown() });

/** How they stand in a run. */
export const forecastInputs: StoredInputs<ForecastInputs> = storedInputs({
  streams: ({ tables, own, revenue }) => ({
    tables:
      tables === null ? [] : tableNames.flatMap((table) => tables[table].map((row) => ({ table, row }))),
    revenue: revenue ?? [],
    own,
  }),
  join: async (read) => {
    const rows = await read.rows("tables", storedRow);
    const own = await read.rows("own", ownSeries);
    const revenue = await read.rows("revenue", dated);
    if (rows.length === 0 && own.length === 0) {
      throw new CredenceError("input", "the run's copy of its inputs is empty", {
        fix: "Start the study again.",
      });
    }
    return {
      tables: rows.length === 0 ? null : tablesFrom(rows),
      own,
      revenue: revenue.length === 0 ? null : revenue,
    };
  },
});
