import { sizesOf } from "../stats/resampling/effective-groups.ts";
import type { Families } from "./families.ts";
import { counted, type Said, type SanityFinding, type SanityRow } from "./finding.ts";
import { normalText } from "./normal-text.ts";

/** Are there equal or nearly equal contents? They are no fault of a claim as long as they are kept together. */
export function copies(rows: readonly SanityRow[], families: Families, { noun }: Said): SanityFinding {
  const common = { id: "copies", what: "copies", blocks: [] };
  if (families.families === 0)
    return { ...common, state: "no", says: `No two ${noun}s have equal or nearly equal content.` };
  const across = acrossGroups(rows, families);
  return {
    ...common,
    state: "yes",
    says: `${counted(families.rows, noun)} of ${rows.length} are copies or near copies of one another, in ${counted(families.families, "family", "families")} (${families.equal} are equal but for blanks). ${
      across === 0
        ? "No family reaches over two groups."
        : `${counted(across, "family reaches", "families reach")} over several groups: these groups count as one.`
    } A family is kept together in folds, draws and shuffles.`,
  };
}

function acrossGroups(rows: readonly SanityRow[], { of }: Families): number {
  const group = new Map<number, string>();
  const across = new Set<number>();
  rows.forEach((row, i) => {
    const family = of[i] ?? 0;
    const first = group.get(family) ?? row.group;
    group.set(family, first);
    if (first !== row.group) across.add(family);
  });
  return across.size;
}

/** Rows whose content, but for blanks at its ends, another row has with another class: their numbers. */
function contradicted(rows: readonly SanityRow[]): Set<number> {
  const byText = Map.groupBy(rows.keys(), (i) => normalText(rows[i]?.text ?? ""));
  return new Set(
    [...byText.values()].flatMap((same) =>
      new Set(same.map((i) => rows[i]?.positive)).size > 1 ? same : [],
    ),
  );
}

/**
 * Does one content stand in the set with both labels?
 *
 * @param enough is what is left without these rows enough for a claim? Where it is not, they block it
 */
export function bothLabels(
  rows: readonly SanityRow[],
  { noun, blocks }: Said,
  enough: (without: ReadonlySet<number>) => boolean,
): SanityFinding {
  const common = { id: "both-labels", what: "one content, both labels" };
  const found = contradicted(rows);
  if (found.size === 0)
    return { ...common, state: "no", says: "No content stands in the set with both labels.", blocks: [] };
  const contents = sizesOf([...found].map((i) => normalText(rows[i]?.text ?? ""))).size;
  const left = enough(found);
  return {
    ...common,
    state: "yes",
    says: `${counted(contents, "content stands", "contents stand")} in the set with both labels (${counted(found.size, noun)} of ${rows.length}): whatever reads the content gives both the same score, so at least one of the labels says something that the content does not.${
      left ? "" : " Too few independent groups are left without them for a verdict."
    }`,
    blocks: left ? [] : blocks,
  };
}
