import type { JsonObject } from "../core/json.ts";
import { formatCount, formatDuration, formatUsd } from "../report/format.ts";
import type { EstimatedCost } from "../study/estimated-cost.ts";
import type { Prepared } from "../study/runnable.ts";
import type { Expected, Range } from "../study/study.ts";

/** The plan in words and numbers, for `--dry-run`. */
export function dryRunText(
  prepared: Pick<Prepared, "roles" | "inputs">,
  { notes }: Expected,
  { arms, calls, tokens, output, usd, seconds }: EstimatedCost,
): string {
  const priced = arms.some((arm) => arm.usd !== null);
  const rows = [
    ["arm", "calls", "input tokens", "of them cached", "output", ...(priced ? ["dollars"] : [])],
    ...arms.map((arm) => [
      ...[
        arm.arm,
        range(arm.calls),
        range(arm.inputTokens),
        range(arm.cachedTokens),
        range(arm.outputTokens),
      ],
      ...(priced ? [arm.usd === null ? "not known" : money(arm.usd)] : []),
    ]),
    ["all", range(calls), range(tokens), "", range(output), ...(priced && usd !== null ? [money(usd)] : [])],
  ];
  const lines = [
    "Dry run: nothing is called or written.",
    ...prepared.roles.map((role) => `model   ${role.model} as ${role.name} (${role.purpose})`),
    ...prepared.inputs.map(
      (file) => `input   ${file.name}, ${formatCount(file.bytes)} bytes, SHA-256 ${file.sha256.slice(0, 12)}`,
    ),
    "",
    ...columns(rows),
    "",
    `cost    ${usd === null ? "no price is known for this model" : money(usd)}`,
    `time    ${seconds === null ? "depends on the provider" : `about ${formatDuration(seconds[0])} to ${formatDuration(seconds[1])}`}`,
    ...notes.map((note) => `note    ${note}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for `--dry-run --json`. */
export function dryRunJson(
  prepared: Pick<Prepared, "roles" | "inputs">,
  { notes }: Expected,
  { arms, calls, tokens, output, usd, seconds }: EstimatedCost,
): JsonObject {
  return {
    dryRun: true,
    models: Object.fromEntries(prepared.roles.map((role) => [role.name, role.model])),
    inputs: prepared.inputs.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
    arms: arms.map((arm) => ({ ...arm })),
    calls,
    inputTokens: tokens,
    outputTokens: output,
    usd,
    seconds,
    notes,
  };
}

/** Rows under each other, as wide as their widest cell: the first column to the left, numbers to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (at: number): number => Math.max(...rows.map((row) => row[at]?.length ?? 0));
  return rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(width(at)) : cell.padStart(width(at)))).join("  "),
  );
}

function money([least, most]: Range): string {
  return least === most ? formatUsd(most) : `${formatUsd(least)} to ${formatUsd(most)}`;
}

function range([least, most]: Range): string {
  return least === most ? formatCount(most) : `${formatCount(least)} to ${formatCount(most)}`;
}
