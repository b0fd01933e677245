import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { readCsvTable } from "../data/csv.ts";
import type { Observation } from "./observation.ts";

/** Which column of a table holds what. */
export interface TableColumns {
  readonly item: string;
  readonly arm: string;
  readonly outcome: string;
  /** Repeat or block; null where every item was measured once in each arm. */
  readonly repeat: string | null;
  /** What items share; null where each is its own. */
  readonly cluster: string | null;
  /** Model; its name then goes before the arm's. */
  readonly model: string | null;
  /** Values of the outcome that count as happened, in lower case; empty where the column holds yes and no, 1 and 0, or shares. */
  readonly happened: readonly string[];
}

/** Schema of one row as a run keeps it. */
export const tableRow: z.ZodType<Observation> = z.object({
  item: z.string(),
  family: z.string(),
  cluster: z.string(),
  block: z.int(),
  cell: z.string(),
  value: z.number().nullable(),
});

const yes = new Set(["1", "true", "yes", "y", "t"]);
const no = new Set(["0", "false", "no", "n", "f"]);
const missing = new Set([
  "",
  "na",
  "n/a",
  "nan",
  "null",
  "none",
  "-",
  "missing",
  "refused",
  "refusal",
  "unparsed",
  "error",
  "failed",
  "timeout",
]);

/**
 * Outcomes that were measured elsewhere, one a row of a CSV file. Empty cells and words such as `refused` or `error` are missing, never a no.
 *
 * @throws CredenceError `input` naming file, line and column
 */
export async function readOutcomeTable(
  file: string,
  columns: TableColumns,
): Promise<{
  readonly rows: readonly Observation[];
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
}> {
  const table = await readCsvTable(file);
  for (const [role, name] of Object.entries(columns)) {
    if (typeof name !== "string" || table.columns.includes(name)) continue;
    throw new CredenceError("input", `there is no column '${name}' (${role})`, {
      where: file,
      fix: `Columns are ${table.columns.join(", ")}; name the right one with --${role === "model" ? "model-column" : role}.`,
    });
  }
  const blocks = new Map<string, number>();
  const rows = table.rows.map(({ line, cells }): Observation => {
    const at = (name: string | null): string => (name === null ? "" : (cells[name] ?? ""));
    const repeat = at(columns.repeat);
    if (!blocks.has(repeat)) blocks.set(repeat, blocks.size);
    const item = at(columns.item);
    const arm = at(columns.arm);
    for (const [role, value] of [
      ["item", item],
      ["arm", arm],
    ] as const)
      if (value === "")
        throw new CredenceError("input", `the ${role} is empty`, {
          where: `${file}:${line}`,
          fix: "Fill it, or take the row out.",
        });
    return {
      ...{ item, family: "", block: blocks.get(repeat) ?? 0 },
      cluster: columns.cluster === null ? item : at(columns.cluster) || item,
      cell: columns.model === null ? arm : `${at(columns.model)}: ${arm}`,
      value: outcomeOf(at(columns.outcome), columns.happened, `${file}:${line}`),
    };
  });
  if (rows.length === 0)
    throw new CredenceError("input", "the table has no rows", {
      where: file,
      fix: "Write one row an outcome.",
    });
  return { rows, file: { name: file, sha256: table.file.sha256, bytes: table.file.bytes } };
}

function outcomeOf(text: string, happened: readonly string[], where: string): number | null {
  const word = text.trim().toLowerCase();
  if (happened.length > 0) return happened.includes(word) ? 1 : missing.has(word) ? null : 0;
  if (missing.has(word)) return null;
  if (yes.has(word)) return 1;
  if (no.has(word)) return 0;
  const share = Number(word);
  if (Number.isFinite(share) && share >= 0 && share <= 1) return share;
  throw new CredenceError("input", `the outcome '${text}' is neither yes nor no nor a share from 0 to 1`, {
    where,
    fix: "Say which values count as happened: --happened VALUE,VALUE.",
  });
}
