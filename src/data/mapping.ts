import { CredenceError } from "../core/error.ts";
import type { Json } from "../core/json.ts";
import { type AgentRun, fieldAt } from "../core/message.ts";

/** Which fields of a run say what it is. Paths such as `meta.suite_name`. */
export interface RunMapping {
  readonly label: string;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  /** Runs with equal values in all of these belong together; null: each run stands alone. */
  readonly group: readonly string[] | null;
  readonly author: string | null;
  readonly suite: string | null;
}

/** A run with its label and strata. */
export interface MappedRun {
  readonly run: AgentRun;
  readonly positive: 0 | 1;
  readonly group: string;
  readonly author: string | null;
  readonly suite: string | null;
}

/** Mapped runs, and how many were left out by which label value. */
export interface Mapped {
  readonly rows: readonly MappedRun[];
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * Gives every run its label and strata. Label values that are neither positive nor negative are left out and counted.
 *
 * @throws CredenceError `input` when a field is missing (listing those there are) or only one class is left
 */
export function mapRuns(runs: readonly AgentRun[], mapping: RunMapping): Mapped {
  const both = mapping.positive.filter((value) => mapping.negative.includes(value));
  if (both.length > 0) {
    throw new CredenceError("usage", `the label value '${both[0]}' is called both positive and negative`, {
      fix: "Give it to --positive or to --negative.",
    });
  }
  const rows: MappedRun[] = [];
  const leftOut = new Map<string, number>();
  for (const run of runs) {
    const label = required(run, mapping.label, "--label");
    const positive = mapping.positive.includes(label);
    if (!positive && !mapping.negative.includes(label)) {
      leftOut.set(label, (leftOut.get(label) ?? 0) + 1);
      continue;
    }
    rows.push({
      run,
      positive: positive ? 1 : 0,
      group:
        mapping.group === null
          ? run.id
          : mapping.group.map((path) => required(run, path, "--group")).join(" "),
      author: mapping.author === null ? null : required(run, mapping.author, "--author"),
      suite: mapping.suite === null ? null : required(run, mapping.suite, "--suite"),
    });
  }
  for (const [side, values] of [
    ["positive", mapping.positive],
    ["negative", mapping.negative],
  ] as const) {
    const count = rows.filter((row) => row.positive === (side === "positive" ? 1 : 0)).length;
    if (count > 0) continue;
    throw new CredenceError(
      "input",
      `no run has a ${side} label (${mapping.label} in: ${values.join(", ") || "nothing"})`,
      {
        fix: `Values seen: ${valuesSeen(runs, mapping.label)}. Name them with --positive and --negative.`,
      },
    );
  }
  return { rows, leftOut: Object.fromEntries(leftOut) };
}

function required(run: AgentRun, path: string, flag: string): string {
  const value = fieldAt(run.fields, path);
  if (value !== undefined) return textOf(value);
  throw new CredenceError("input", `no field '${path}' (${flag})`, {
    where: run.source,
    fix: `Fields here: ${fieldPaths(run).join(", ") || "none"}.`,
  });
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Paths of a run's fields with an example each, three levels deep. */
function fieldPaths(run: AgentRun): string[] {
  const paths: string[] = [];
  const walk = (value: Json | undefined, path: string, depth: number): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value) && depth < 3) {
      for (const [name, member] of Object.entries(value))
        walk(member, path === "" ? name : `${path}.${name}`, depth + 1);
    } else if (value !== undefined) {
      const text = textOf(value);
      paths.push(`${path} (${text.length > 30 ? `${text.slice(0, 27)}...` : text})`);
    }
  };
  walk(run.fields, "", 0);
  return paths.slice(0, 40);
}

function valuesSeen(runs: readonly AgentRun[], path: string): string {
  const byValue = Map.groupBy(runs, ({ fields }) => {
    const value = fieldAt(fields, path);
    return value === undefined ? "(missing)" : textOf(value);
  });
  return [...byValue]
    .slice(0, 20)
    .map(([value, { length }]) => `${value} (${length})`)
    .join(", ");
}
