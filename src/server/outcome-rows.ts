import { isJsonObject, type Json } from "../core/json.ts";
import type { RunRecord } from "../ledger/ledger.ts";

/** One outcome as a table has it. */
export interface OutcomeRow {
  readonly number: number;
  readonly arm: string;
  readonly item: string;
  readonly repeat: string;
  /** `scored`, or why there is no value. */
  readonly status: string;
  /** The value's own figure: a score, a number, yes or no; else its text, shortened. */
  readonly shown: string;
  /** To sort by; NaN where there is no figure. */
  readonly figure: number;
  readonly seconds: number;
}

/** Columns that can be sorted by. */
export const sortable = ["number", "arm", "item", "status", "figure", "seconds"] as const;
export type SortBy = (typeof sortable)[number];

/** What is asked of the table. */
export interface Asked {
  readonly arm: string;
  readonly status: string;
  /** Words that must stand in the row. */
  readonly text: string;
  readonly sort: SortBy;
  readonly down: boolean;
  readonly page: number;
}

export const pageRows = 200;

/** All outcomes of a run, the last of each trial. */
export async function outcomeRows(run: Pick<RunRecord, "records">): Promise<OutcomeRow[]> {
  const last = new Map<string, OutcomeRow>();
  let number = 0;
  for await (const { key, trial, result, seconds } of run.records()) {
    number++;
    const value = "value" in result ? result.value : null;
    last.set(key, {
      ...{ number, arm: textOf(trial.arm), item: textOf(trial.item), repeat: textOf(trial.repeat), seconds },
      status: "value" in result ? "scored" : `${result.missing.kind}: ${result.missing.code}`,
      shown: "value" in result ? shownOf(value) : result.missing.reason,
      figure: figureOf(value),
    });
  }
  return [...last.values()];
}

/** The rows that fit, in order, and the page that is looked at. */
export function tableOf(
  rows: readonly OutcomeRow[],
  asked: Asked,
): { readonly found: number; readonly rows: readonly OutcomeRow[] } {
  const words = asked.text.toLowerCase();
  const found = rows.filter(
    ({ arm, item, status, shown }) =>
      (asked.arm === "" || arm === asked.arm) &&
      (asked.status === "" ||
        status === asked.status ||
        (asked.status === "missing" && status !== "scored")) &&
      (words === "" || `${item} ${shown} ${status}`.toLowerCase().includes(words)),
  );
  const sign = asked.down ? -1 : 1;
  const sorted = found.toSorted((a, b) => {
    const [one, other] = [a[asked.sort], b[asked.sort]];
    if (typeof one === "number" && typeof other === "number")
      // What has no figure stands last either way.
      return Number.isNaN(one) ? 1 : Number.isNaN(other) ? -1 : sign * (one - other);
    return sign * String(one).localeCompare(String(other));
  });
  return { found: found.length, rows: sorted.slice(asked.page * pageRows, (asked.page + 1) * pageRows) };
}

function figureOf(value: Json): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (!isJsonObject(value)) return Number.NaN;
  const named = value.score ?? value.value;
  return typeof named === "number" ? named : typeof named === "boolean" ? (named ? 1 : 0) : Number.NaN;
}

function shownOf(value: Json): string {
  const figure = figureOf(value);
  if (!Number.isNaN(figure)) return String(Math.round(figure * 1e4) / 1e4);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}
