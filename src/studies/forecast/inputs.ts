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
    /** Values known only to lie above or below a bound, on the scale that is forecast; in no fit. */
    censored: z
      .array(z.object({ date: z.number(), side: z.enum(["above", "below"]), y: z.number() }).readonly())
      .readonly()
      .default([]),
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
    for (const series of await readOwn(file, config, context)) {
      const same = own.filter(
        ({ name }) => name === series.name || name.startsWith(`${series.name} (`),
      ).length;
      own.push(same === 0 ? series : { ...series, name: `${series.name} (${same + 1})` });
    }
  }
  if (config.revenue !== null) context.note("--revenue belongs to the built-in chip series: not used here");
  return { tables: null, own, revenue: null };
}

/** One series for each column that is forecast. */
async function readOwn(file: string, config: ForecastConfig, context: LoadContext): Promise<OwnSeries[]> {
  const [dates = axisOf("date"), ...others] = config.x.map(axisOf);
  // A name may hold a comma itself.
  const whole = config.y.includes(",") && (await readCsvTable(file)).columns.includes(config.y);
  const wanted = whole ? [config.y] : config.y.split(",").map((name) => name.trim());
  const stem = basename(file).replace(/\.(csv|tsv|txt)$/i, "");
  const out: OwnSeries[] = [];
  const told = new Set<string>();
  for (const y of wanted) {
    const read = await readSeriesCsv(file, {
      x: [dates.column, ...others.map(({ column }) => column)],
      y,
      log: config.scale !== "linear",
      duplicates: config.duplicates,
      series: config.series,
    });
    if (out.length === 0) context.source({ name: file, ...read.file });
    for (const note of read.notes.filter((text) => !told.has(text))) context.note(`${file}: ${note}`);
    for (const note of read.notes) told.add(note);
    out.push({
      name: wanted.length === 1 ? stem : `${stem} ${read.y}`,
      unit: config.scale === "linear" ? read.y : `${config.scale} ${read.y}`,
      points: read.rows.map(({ line, date, x, y: value, label }) => ({
        date,
        axes: Object.fromEntries([
          ["date", x[read.x[0] ?? ""] ?? date],
          ...others.map(({ name, log }, i): [string, number] => {
            const at = x[read.x[i + 1] ?? ""] ?? Number.NaN;
            if (log && !(at > 0)) throw noLogarithm(file, line, name, at);
            return [name, log ? Math.log10(at) : at];
          }),
        ]),
        y: onScale(value, config.scale),
        label: label ?? `line ${line}`,
      })),
      censored: read.censored.map(({ date, side, bound }) => ({
        date,
        side,
        y: onScale(bound, config.scale),
      })),
    });
  }
  return out;
}

/** An axis as it is asked for: `compute`, or `log10:compute`. */
interface Axis {
  readonly name: string;
  readonly column: string;
  readonly log: boolean;
}

function axisOf(name: string): Axis {
  const column = name.replace(/^log(10)?:/, "");
  return { name: column === name ? name : `log10 ${column}`, column, log: column !== name };
}

function noLogarithm(file: string, line: number, name: string, value: number): CredenceError {
  return new CredenceError("input", `line ${line}: ${name} of ${value} does not exist`, {
    where: `${file}:${line}`,
    fix: "Use the column as it stands, or leave the row out.",
  });
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
