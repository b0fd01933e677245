import type { RegisteredModel } from "../../core/identity.ts";
import { fieldAt } from "../../core/message.ts";
import type { MonitorRow } from "./row.ts";

/** Who wrote a run, as seen by the monitor model. */
export type Authorship = "own" | "other" | "unknown";

/**
 * A run is the monitor model's own where its file names it as author and says that the run is on-policy; another's where another
 * author is known. A name alone is not enough: the same name may stand for another version, prompt or sampling.
 */
function authorshipOf(
  { run: { fields }, author: mapped }: Pick<MonitorRow, "run" | "author">,
  model: Pick<RegisteredModel, "name" | "reference"> | undefined,
): Authorship {
  if (model === undefined) return "unknown";
  const author = fieldAt(fields, "meta.author") ?? mapped;
  if (author === model.name || author === model.reference)
    return fieldAt(fields, "meta.onPolicy") === true ? "own" : "unknown";
  return typeof author === "string" ? "other" : "unknown";
}

/** Numbers of the rows of one authorship. */
export function rowsWritten(
  rows: readonly MonitorRow[],
  model: Pick<RegisteredModel, "name" | "reference"> | undefined,
  by: Authorship,
): number[] {
  return rows.flatMap((row, index) => (authorshipOf(row, model) === by ? [index] : []));
}
