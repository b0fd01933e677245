import { bothLabels, copies } from "./copies.ts";
import { dominance, evidence, evidenceOf, isEnough } from "./evidence.ts";
import { type Families, familiesOf, joinedGroups } from "./families.ts";
import type { Said, SanityFinding, SanityRow } from "./finding.ts";
import { formsDiffer } from "./forms.ts";
import { labelValues, tellingWords } from "./leaks.ts";
import { letters } from "./letters.ts";

/** What was found in rows of two classes, and which of them belong together. */
export interface LabelledSanity {
  readonly findings: readonly SanityFinding[];
  readonly families: Families;
  /** Of each row, its group after groups that share a family were joined. */
  readonly group: readonly string[];
}

/**
 * Looks at labelled rows before any figure: label leaks first, then copies, labels that contradict, groups and classes, letters and forms.
 *
 * @param said.blocks claims that stand on the classes being told apart
 */
export function labelledSanity(rows: readonly SanityRow[], said: Said): LabelledSanity {
  const families = familiesOf(rows.map(({ text }) => text));
  const positive = Uint8Array.from(rows, (row) => row.positive ?? 0);
  const group = joinedGroups(
    rows.map((row) => row.group),
    families.of,
  );
  const enoughWithout = (without: ReadonlySet<number>): boolean => {
    const left = rows.flatMap((_, row) => (without.has(row) ? [] : [row]));
    return isEnough(
      evidenceOf(
        left.map((row) => group[row] ?? ""),
        left.map((row) => positive[row] ?? 0),
      ),
    );
  };
  return {
    families,
    group,
    findings: [
      labelValues(rows, group, said),
      tellingWords(rows, group, said),
      copies(rows, families, said),
      bothLabels(rows, said, enoughWithout),
      evidence(group, positive, said),
      dominance(group, said),
      letters(rows, said),
      formsDiffer(rows, said),
    ],
  };
}
