/**
 * As how many groups of one size do these count? (sum w)² / sum w² of their sizes w (Kish 1965): 20 equal groups are 20, one of 180 rows
 * beside 20 of one are 1.2.
 *
 * @param sizes rows of each group; groups without rows do not count
 * @returns 0 where there are none
 */
export function effectiveGroups(sizes: Iterable<number>): number {
  let sum = 0;
  let squares = 0;
  for (const size of sizes) {
    sum += size;
    squares += size * size;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** How many rows of each name there are. */
export function sizesOf<Name>(names: Iterable<Name>): Map<Name, number> {
  const sizes = new Map<Name, number>();
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  return sizes;
}

/** Below this there is no interval and no verdict: rows of a class, and the effective groups that they come from. */
export const leastEvidence = { rows: 10, groups: 6 } as const;
