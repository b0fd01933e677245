import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { contentHash, type JsonObject } from "../../core/json.ts";
import { readCsvTable } from "../../data/csv.ts";
import { readDate } from "../../data/dates.ts";
import type { Block, Cell } from "../../report/blocks.ts";
import type { ActionEnd } from "../../study/study.ts";
import { type DatedForecast, forecastSchema, resolutionRules } from "./divergence.ts";
import { scoreOf } from "./score.ts";

const fileSchema = z.object({
  schema: z.literal("credence-forecasts/1"),
  made: z.string(),
  basis: z.record(
    z.string(),
    z.object({ scale: z.enum(["log2", "log10", "linear"]), rule: z.enum(resolutionRules) }),
  ),
  forecasts: z.array(forecastSchema),
  sha256: z.string(),
});

/** A forecast whose time has come, with its scores. */
interface Resolved {
  readonly forecast: DatedForecast;
  /** On the scale that was forecast. */
  readonly actual: number;
  readonly crps: number;
  readonly logScore: number;
  readonly inside80: boolean;
}

/** Days by which the data must reach a forecast's date at least. */
const slackYears = 31 / 365.25;

/**
 * Scores registered forecasts on newer data: columns `date` and `value`, in the unit of the series, not its logarithm.
 *
 * @throws CredenceError `input` when the file was changed since it was written, or the data cannot be read
 */
export async function resolveForecasts(
  file: string,
  data: string,
  series: string | null,
): Promise<ActionEnd> {
  const registered = await readRegistered(file);
  const names = [...new Set(registered.forecasts.map((forecast) => forecast.series))];
  const name = series ?? names[0] ?? "";
  const basis = registered.basis[name];
  if (basis === undefined || (series === null && names.length > 1)) {
    throw new CredenceError("usage", `say which series the data are: ${names.join("; ")}`, {
      where: file,
      fix: `Add --series "${names[0] ?? "NAME"}".`,
    });
  }
  const seen = await readValues(data, basis.scale);
  const last = seen.at(-1)?.date ?? Number.NEGATIVE_INFINITY;
  const all = registered.forecasts.filter((forecast) => forecast.series === name);
  const resolved = all.flatMap((forecast): Resolved[] => {
    const at = readDate(forecast.date);
    if (at === null || last < at - slackYears) return [];
    const actual = valueAt(seen, at, basis.rule);
    if (actual === null) return [];
    const { crps, logScore, inside } = scoreOf(forecast.predicted, actual);
    return [{ forecast, actual, crps, logScore, inside80: inside[1] ?? false }];
  });
  return {
    ok: true,
    title: `Forecasts of ${registered.made.slice(0, 10)}, scored`,
    json: {
      made: registered.made,
      sha256: registered.sha256,
      series: name,
      due: resolved.length,
      open: all.length - resolved.length,
      scores: resolved.map(({ forecast, actual, crps, logScore, inside80 }): JsonObject => {
        const { axis, model, date } = forecast;
        return {
          axis,
          model,
          date,
          actual,
          predicted: forecast.predicted.location,
          crps,
          logScore,
          inside80,
        };
      }),
    },
    blocks: blocksOf(name, resolved, all.length - resolved.length),
  };
}

async function readRegistered(file: string): Promise<z.infer<typeof fileSchema>> {
  let raw: unknown;
  try {
    raw = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CredenceError("input", "cannot be read as registered forecasts", {
      where: file,
      fix: "Name the forecasts.json of a run, or its copy in the folder `registered` of credence's home.",
      cause,
    });
  }
  const parsed = fileSchema.safeParse(raw);
  if (!parsed.success) {
    throw new CredenceError("input", `not a file of registered forecasts: ${z.prettifyError(parsed.error)}`, {
      where: file,
      fix: "Name the forecasts.json of a run.",
    });
  }
  // Hashed as it stands in the file, with whatever a later version may have added.
  const { sha256, ...body } = z.record(z.string(), z.json()).parse(raw);
  if (contentHash(body) !== sha256) {
    throw new CredenceError(
      "input",
      "the forecasts were changed since they were written: their hash differs",
      {
        where: file,
        fix: "Use the copy in the folder `registered` of credence's home.",
      },
    );
  }
  return parsed.data;
}

interface Value {
  readonly date: number;
  readonly y: number;
}

async function readValues(file: string, scale: "log2" | "log10" | "linear"): Promise<Value[]> {
  const table = await readCsvTable(file);
  for (const column of ["date", "value"]) {
    if (table.columns.includes(column)) continue;
    throw new CredenceError("input", `no column named "${column}"`, {
      where: file,
      fix: `There are: ${table.columns.join(", ")}. The data need columns date and value.`,
    });
  }
  const values = table.rows.map(({ line, cells }): Value => {
    const date = readDate(cells.date ?? "");
    const value = Number(cells.value || Number.NaN);
    if (date === null || !Number.isFinite(value) || (scale !== "linear" && value <= 0)) {
      throw new CredenceError(
        "input",
        `"${cells.date}", "${cells.value}" is no date with a value that can be scored`,
        {
          where: `${file}:${line}`,
          fix: "Write a day such as 2027-04-03 and a number; above 0 where logarithms were forecast.",
        },
      );
    }
    return { date, y: scale === "log2" ? Math.log2(value) : scale === "log10" ? Math.log10(value) : value };
  });
  return values.toSorted((a, b) => a.date - b.date);
}

function valueAt(seen: readonly Value[], at: number, rule: (typeof resolutionRules)[number]): number | null {
  const before = seen.filter(({ date }) => date <= at);
  if (rule === "best so far") return before.length === 0 ? null : Math.max(...before.map(({ y }) => y));
  const left = before.at(-1);
  const right = seen.find(({ date }) => date >= at);
  if (left === undefined) return null;
  if (right === undefined || right.date === left.date) return left.y;
  return left.y + ((right.y - left.y) * (at - left.date)) / (right.date - left.date);
}

function blocksOf(series: string, resolved: readonly Resolved[], open: number): Block[] {
  const text = `${series}: ${resolved.length} forecasts are due and scored, ${open} are not yet due or lie before the data.`;
  if (resolved.length === 0) return [{ kind: "paragraph", text }];
  const axes = [...Map.groupBy(resolved, ({ forecast }) => `${forecast.axis}, ${forecast.model}`)];
  const mean = (rows: readonly Resolved[], of: (row: Resolved) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return [
    { kind: "paragraph", text },
    {
      kind: "table",
      caption: "Means by axis and model.",
      columns: [
        { title: "axis and model" },
        { title: "n" },
        { title: "CRPS" },
        { title: "log score" },
        { title: "80% held", align: "right" },
      ],
      rows: axes.map(([axis, rows]): Cell[] => [
        axis,
        { number: rows.length, digits: 0 },
        { number: mean(rows, ({ crps }) => crps), digits: 3 },
        { number: mean(rows, ({ logScore }) => logScore), digits: 3 },
        `${rows.filter(({ inside80 }) => inside80).length} of ${rows.length}`,
      ]),
    },
    {
      kind: "table",
      caption: "Each forecast, on the scale that was forecast.",
      columns: [
        { title: "axis and model" },
        { title: "date" },
        { title: "forecast" },
        { title: "actual" },
        { title: "CRPS" },
      ],
      rows: resolved.map(({ forecast, actual, crps }): Cell[] => [
        `${forecast.axis}, ${forecast.model}`,
        forecast.date,
        { estimate: forecast.predicted.location, low: forecast.low80, high: forecast.high80, digits: 2 },
        { number: actual, digits: 2 },
        { number: crps, digits: 3 },
      ]),
    },
  ];
}
