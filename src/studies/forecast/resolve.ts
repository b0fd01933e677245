import { CredenceError } from "../../core/error.ts";
import type { JsonObject } from "../../core/json.ts";
import { readCsvTable } from "../../data/csv.ts";
import { readDate } from "../../data/dates.ts";
import type { Block } from "../../report/blocks.ts";
import { countCell, estimateCell, numberCell, paragraph, right, table } from "../../report/write.ts";
import { mean } from "../../stats/distributions/moments.ts";
import type { ActionEnd } from "../../study/study.ts";
import type { DatedForecast } from "./divergence.ts";
import { type ForecastBasis, readRegistered } from "./registered.ts";
import { onScale } from "./scales.ts";
import { scoreOf } from "./score.ts";

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
      scores: resolved.map(({ forecast, ...scores }): JsonObject => {
        const { axis, model, date, predicted } = forecast;
        return { axis, model, date, predicted: predicted.location, ...scores };
      }),
    },
    blocks: blocksOf(name, resolved, all.length - resolved.length),
  };
}

interface Value {
  readonly date: number;
  readonly y: number;
}

async function readValues(file: string, scale: ForecastBasis["scale"]): Promise<Value[]> {
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
    return { date, y: onScale(value, scale) };
  });
  return values.toSorted((a, b) => a.date - b.date);
}

function valueAt(seen: readonly Value[], at: number, rule: ForecastBasis["rule"]): number | null {
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
  if (resolved.length === 0) return [paragraph(text)];
  const nameOf = ({ forecast }: Resolved): string => `${forecast.axis}, ${forecast.model}`;
  return [
    paragraph(text),
    table(
      "Means by axis and model.",
      ["axis and model", "n", "CRPS", "log score", right("80% held")],
      [...Map.groupBy(resolved, nameOf)].map(([name, rows]) => [
        ...[name, countCell(rows.length), numberCell(mean(rows.map(({ crps }) => crps)), 3)],
        numberCell(mean(rows.map(({ logScore }) => logScore)), 3),
        `${rows.filter(({ inside80 }) => inside80).length} of ${rows.length}`,
      ]),
    ),
    table(
      "Each forecast, on the scale that was forecast.",
      ["axis and model", "date", "forecast", "actual", "CRPS"],
      resolved.map((row) => {
        const { date, predicted, low80, high80 } = row.forecast;
        return [
          ...[nameOf(row), date],
          estimateCell({ estimate: predicted.location, low: low80, high: high80 }, 2),
          ...[numberCell(row.actual, 2), numberCell(row.crps, 3)],
        ];
      }),
    ),
  ];
}
