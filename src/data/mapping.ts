import { CredenceError } from "../core/error.ts";
import type { AgentRun } from "../core/message.ts";
import { fieldPaths, fieldText, valueAt } from "./field-path.ts";
import { labelTest } from "./label-values.ts";

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
 * Gives every run its label and strata. Label values that are neither positive nor negative, and runs without a label or group, are left out and counted.
 *
 * @throws CredenceError `input` when no run has a field (listing those there are) or only one class is left
 */
export function mapRuns(runs: readonly AgentRun[], mapping: RunMapping): Mapped {
  const both = mapping.positive.filter((value) => mapping.negative.includes(value));
  if (both.length > 0) {
    throw new CredenceError("usage", `the label value '${both[0]}' is called both positive and negative`, {
      fix: "Give it to --positive or to --negative.",
    });
  }
  const isPositive = mapping.positive.map(labelTest);
  const isNegative = mapping.negative.map(labelTest);
  const rows: MappedRun[] = [];
  const leftOut = new Map<string, number>();
  const leave = (why: string): void => {
    leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
  };
  mustExist(runs, mapping);
  for (const run of runs) {
    const label = valueAt(run.fields, mapping.label);
    if (label === undefined) {
      leave(run.fields.error === undefined ? "no label" : "no label, ended with an error");
      continue;
    }
    const positive = isPositive.some((test) => test(label));
    const negative = isNegative.some((test) => test(label));
    if (positive && negative)
      throw new CredenceError("usage", `the label ${fieldText(label)} is both positive and negative`, {
        where: run.source,
        fix: "Let no value fit --positive and --negative at once.",
      });
    if (!positive && !negative) {
      leave(fieldText(label));
      continue;
    }
    const group = mapping.group === null ? [] : mapping.group.map((path) => valueAt(run.fields, path));
    const [author, suite] = [mapping.author, mapping.suite].map((path) =>
      path === null ? null : valueAt(run.fields, path),
    );
    if (group.includes(undefined) || author === undefined || suite === undefined) {
      leave(
        `no ${[...(mapping.group ?? []), mapping.author, mapping.suite].filter((path) => path !== null && valueAt(run.fields, path) === undefined).join(", ")}`,
      );
      continue;
    }
    rows.push({
      run,
      positive: positive ? 1 : 0,
      group: mapping.group === null ? run.id : group.map((value) => fieldText(value ?? null)).join(" "),
      author: author === null && mapping.author === null ? null : fieldText(author),
      suite: suite === null && mapping.suite === null ? null : fieldText(suite),
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

/** A field that no run has is a wrong name, and an error; one that some runs lack leaves those out. */
function mustExist(runs: readonly AgentRun[], { label, group, author, suite }: RunMapping): void {
  const asked: [string, string][] = [["--label", label]];
  for (const path of group ?? []) asked.push(["--group", path]);
  if (author !== null) asked.push(["--author", author]);
  if (suite !== null) asked.push(["--suite", suite]);
  for (const [flag, path] of asked) {
    const [first] = runs;
    if (first === undefined || runs.some(({ fields }) => valueAt(fields, path) !== undefined)) continue;
    throw new CredenceError("input", `no field '${path}' (${flag})`, {
      where: first.source,
      fix: `Fields here: ${fieldPaths(first.fields).join(", ") || "none"}.`,
    });
  }
}

/** Values of a field with their counts, the first twenty. */
export function valuesSeen(runs: readonly AgentRun[], path: string): string {
  const byValue = Map.groupBy(runs, ({ fields }) => {
    const value = valueAt(fields, path);
    return value === undefined ? "(missing)" : fieldText(value);
  });
  return [...byValue]
    .slice(0, 20)
    .map(([value, { length }]) => `${value} (${length})`)
    .join(", ");
}
