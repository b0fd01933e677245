import type { JsonObject } from "../core/json.ts";
import { formatCount, formatDuration, formatUsd } from "../report/format.ts";
import type { EstimatedCost } from "../study/estimated-cost.ts";
import type { Prepared } from "../study/runnable.ts";
import type { Range } from "../study/study.ts";

/** The plan in words and numbers, for `--dry-run`. */
export function dryRunText(
  prepared: Prepared,
  { arms, calls, tokens, output, usd, seconds }: EstimatedCost,
): string {
  const lines = [
    "Dry run: nothing is called or written.",
    ...prepared.roles.map((role) => `model   ${role.model} as ${role.name} (${role.purpose})`),
    ...prepared.inputs.map(
      (file) => `input   ${file.name}, ${formatCount(file.bytes)} bytes, SHA-256 ${file.sha256.slice(0, 12)}`,
    ),
    "",
    `${"arm".padEnd(20)}${"calls".padStart(16)}${"input tokens".padStart(26)}${"of them cached".padStart(26)}${"output".padStart(14)}${usd === null ? "" : "dollars".padStart(22)}`,
    ...arms.map(
      (arm) =>
        `${arm.arm.padEnd(20)}${range(arm.calls).padStart(16)}${range(arm.inputTokens).padStart(26)}${range(arm.cachedTokens).padStart(26)}${range(arm.outputTokens).padStart(14)}${arm.usd === null ? "" : money(arm.usd).padStart(22)}`,
    ),
    `${"all".padEnd(20)}${range(calls).padStart(16)}${range(tokens).padStart(26)}${"".padStart(26)}${range(output).padStart(14)}`,
    "",
    `cost    ${usd === null ? "no price is known for this model" : money(usd)}`,
    `time    ${seconds === null ? "depends on the provider" : `about ${formatDuration(seconds[0])} to ${formatDuration(seconds[1])}`}`,
    ...prepared.estimate.notes.map((note) => `note    ${note}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for `--dry-run --json`. */
export function dryRunJson(
  prepared: Prepared,
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
    notes: prepared.estimate.notes,
  };
}

function money([least, most]: Range): string {
  return least === most ? formatUsd(most) : `${formatUsd(least)} to ${formatUsd(most)}`;
}

function range([least, most]: Range): string {
  return least === most ? formatCount(most) : `${formatCount(least)} to ${formatCount(most)}`;
}
