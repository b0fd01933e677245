import { effectiveGroups, leastEvidence, sizesOf } from "../stats/resampling/effective-groups.ts";
import { counted, type Said, type SanityFinding } from "./finding.ts";

/** Rows of a class, and as how many groups of one size those that they come from count. */
export interface ClassEvidence {
  readonly rows: number;
  readonly groups: number;
}

/** How much there is of each class: negatives, positives. */
export function evidenceOf(
  group: readonly (string | number)[],
  positive: ArrayLike<number>,
): readonly [ClassEvidence, ClassEvidence] {
  const of = (side: 0 | 1): ClassEvidence => {
    const names = group.filter((_, row) => positive[row] === side);
    return { rows: names.length, groups: effectiveGroups(sizesOf(names).values()) };
  };
  return [of(0), of(1)];
}

/** Is it enough for an interval and a verdict? */
export function isEnough(classes: readonly ClassEvidence[]): boolean {
  return classes.every(({ rows, groups }) => rows >= leastEvidence.rows && groups >= leastEvidence.groups);
}

/** Is there enough of both classes? */
export function evidence(
  group: readonly string[],
  positive: ArrayLike<number>,
  { noun, blocks }: Said,
): SanityFinding {
  const classes = evidenceOf(group, positive);
  const [negatives, positives] = classes;
  const enough = isEnough(classes);
  return {
    id: "evidence",
    what: "too few independent groups",
    state: enough ? "no" : "yes",
    says: `${counted(positives.rows, `positive ${noun}`)} of groups that count as ${rounded(positives.groups)} of one size, ${negatives.rows} negative of ${rounded(negatives.groups)}.${
      enough
        ? ""
        : ` With fewer than ${leastEvidence.rows} ${noun}s of a class, or fewer than ${leastEvidence.groups} such groups, there is no interval and no verdict.`
    }`,
    blocks: enough ? [] : blocks,
  };
}

/**
 * Do the labels follow a part of the rows, such as their author? Rows of parts that hold one class only can be compared with none of their own part.
 *
 * @param part what it is called: `author`
 */
export function onePart(
  part: string,
  names: readonly string[],
  group: readonly string[],
  positive: ArrayLike<number>,
  { noun }: Said,
): SanityFinding {
  const sides = new Map<string, Set<number>>();
  names.forEach((name, row) => {
    const seen = sides.get(name) ?? new Set();
    sides.set(name, seen.add(positive[row] === 1 ? 1 : 0));
  });
  const mixed = [...names.keys()].filter((row) => (sides.get(names[row] ?? "")?.size ?? 0) > 1);
  const enough = isEnough(
    evidenceOf(
      mixed.map((row) => group[row] ?? ""),
      mixed.map((row) => positive[row] ?? 0),
    ),
  );
  const single = [...sides.values()].filter(({ size }) => size === 1).length;
  return {
    ...{ id: `labels-follow-${part}`, what: `labels follow the ${part}` },
    state: enough ? "no" : "yes",
    says: enough
      ? `${single} of ${counted(sides.size, part)} ${single === 1 ? "has" : "have"} ${noun}s of one class only.`
      : `${single} of ${counted(sides.size, part)} ${single === 1 ? "has" : "have"} ${noun}s of one class only, and the others too few: knowing the ${part} gives most labels away, and nothing can be said within one.`,
    blocks: [],
  };
}

/** A group that holds more than this share of the rows is named. */
const much = 1 / 3;

/** Does one group hold most of the set? */
export function dominance(group: readonly string[], { noun }: Said): SanityFinding {
  const sizes = [...sizesOf(group)].sort(([, a], [, b]) => b - a);
  const [name, size] = sizes[0] ?? ["", 0];
  const share = group.length === 0 ? 0 : size / group.length;
  const percent = Math.round(100 * share);
  const found = share > much;
  return {
    id: "dominance",
    what: "one dominating group",
    state: found ? "yes" : "no",
    says: found
      ? `The group "${name}" holds ${size} of the ${counted(group.length, noun)} (${percent}%): what is found is mostly a finding about that group.`
      : `${counted(sizes.length, "group")}, none with more than ${percent}% of the ${noun}s.`,
    blocks: [],
  };
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
