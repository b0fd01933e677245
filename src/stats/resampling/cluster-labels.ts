import type { Random } from "../distributions/random.ts";
import { clusterRows } from "./clusters.ts";

/**
 * Labels as they might have been if they meant nothing: every cluster gets those of another one, in any order, repeated or cut to its size. Whole
 * clusters change their labels, for copies and runs of one task have theirs together. Drawn again until both classes are there.
 *
 * @param rows which rows have a label at all; the others keep theirs
 */
export function shuffledLabels(
  positive: Uint8Array,
  cluster: Int32Array,
  source: Random,
  rows: readonly number[] = [...positive.keys()],
): Uint8Array {
  const labelled = new Set(rows);
  const members = [...clusterRows(cluster).values()]
    .map((those) => those.filter((row) => labelled.has(row)))
    .filter((those) => those.length > 0);
  const labels = Uint8Array.from(positive);
  for (let tried = 0; tried < 100; tried++) {
    const donors = source.shuffle(members);
    members.forEach((own, i) => {
      const given = source.shuffle((donors[i] ?? own).map((row) => positive[row] ?? 0));
      own.forEach((row, at) => {
        labels[row] = given[at % given.length] ?? 0;
      });
    });
    if (new Set(rows.map((row) => labels[row])).size > 1) break;
  }
  return labels;
}
