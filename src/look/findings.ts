import type { JsonObject } from "../core/json.ts";
import { fieldText, valueAt } from "../data/field-path.ts";
import type { LabelField } from "../data/label-fields.ts";
import { labelTest } from "../data/label-values.ts";
import { copies } from "../sanity/copies.ts";
import { familiesOf } from "../sanity/families.ts";
import type { SanityFinding, SanityRow } from "../sanity/finding.ts";
import { labelledSanity } from "../sanity/labelled.ts";
import { letters } from "../sanity/letters.ts";
import type { FileLook } from "./file-look.ts";

interface Kept {
  readonly text: string;
  readonly fields: JsonObject;
}

/** What the checks before any figure find in a sample of the rows: with a label all of them, else copies and letters. */
export function findingsOn(
  kept: readonly Kept[],
  uses: FileLook["uses"],
  label: LabelField | null,
  group: readonly string[],
): readonly SanityFinding[] {
  if (kept.length === 0 || uses.includes("series")) return [];
  const said = { noun: uses.includes("runs") && label !== null ? "run" : "row", blocks: [] };
  const rows = kept.map(({ text, fields }, i): SanityRow & { readonly fields: JsonObject } => ({
    ...{ id: String(i), text, fields },
    group:
      group.length === 0
        ? String(i)
        : group.map((path) => fieldText(valueAt(fields, path) ?? null)).join(" "),
  }));
  if (label === null || !uses.includes("runs"))
    return [copies(rows, familiesOf(rows.map(({ text }) => text)), said), letters(rows, said)];
  const [isPositive, isNegative] = [labelTest(label.positive), labelTest(label.negative)];
  const labelled = rows.flatMap(({ fields, ...row }): SanityRow[] => {
    const value = valueAt(fields, label.path);
    if (value === undefined) return [];
    const positive = isPositive(value) ? 1 : isNegative(value) ? 0 : null;
    return positive === null ? [] : [{ ...row, label: fieldText(value), positive }];
  });
  const both = new Set(labelled.map(({ positive }) => positive)).size === 2;
  return both
    ? labelledSanity(labelled, said).findings
    : [copies(rows, familiesOf(rows.map(({ text }) => text)), said), letters(rows, said)];
}
