import { CredenceError } from "../core/error.ts";
import type { AgentRun } from "../core/message.ts";
import { valueAt } from "./field-path.ts";
import { type LabelField, labelFields } from "./label-fields.ts";
import { valuesSeen } from "./mapping.ts";
import { shellWord } from "./shell-word.ts";

/** What was said of the label. */
interface LabelSaid {
  readonly runs: readonly string[];
  readonly label: string;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** The error where nobody said which values of the label count as what: the values that were seen, and a command; null where both were said. */
export function labelsMissing(runs: readonly AgentRun[], said: LabelSaid): CredenceError | null {
  if (said.positive.length > 0 && said.negative.length > 0) return null;
  const known = runs.some(({ fields }) => valueAt(fields, said.label) !== undefined);
  const fields = labelFields(runs.map((run) => run.fields));
  const field = (known ? fields.find(({ path }) => path === said.label) : undefined) ?? fields[0];
  const lacking = [
    ...(said.positive.length === 0 ? ["--positive VALUE"] : []),
    ...(said.negative.length === 0 ? ["--negative VALUE"] : []),
  ].join(" and ");
  const seen = known ? `Values of ${said.label}: ${valuesSeen(runs, said.label)}. ` : "";
  return new CredenceError("usage", `say which values of the label count as what: ${lacking}`, {
    fix: `${seen}${field === undefined ? "" : `Such as: ${commandWith(said.runs, field)}. `}credence look ${said.runs.map(shellWord).join(" ")} shows all fields.`,
  });
}

function commandWith(runs: readonly string[], { path, positive, negative }: LabelField): string {
  return [
    ...["credence", "monitor", ...runs],
    ...["--label", path, "--positive", positive, "--negative", negative],
  ]
    .map(shellWord)
    .join(" ");
}
