import { refuse } from "../arguments.ts";

/** One more than the highest number: how many clusters there are when they are numbered from 0. */
export function clusterCount(cluster: ArrayLike<number>): number {
  let most = -1;
  for (let row = 0; row < cluster.length; row++) most = Math.max(most, cluster[row] ?? -1);
  return most + 1;
}

/** The different clusters of some lists of rows, ascending. */
export function clustersOf(...lists: readonly Iterable<number>[]): number[] {
  const seen = new Set<number>();
  for (const cluster of lists) for (const number of cluster) seen.add(number);
  return [...seen].sort((a, b) => a - b);
}

/** Row numbers by cluster, clusters in the order in which they first come. */
export function clusterRows(cluster: Int32Array): Map<number, number[]> {
  return Map.groupBy(cluster.keys(), (row) => cluster[row] ?? 0);
}

/**
 * Numbers names 0, 1, ...: clusters, strata or folds of rows.
 *
 * @param order of the names; as they first come when not said
 * @example clusterCodes(["b", "a", "b"]) // [0, 1, 0]
 */
export function clusterCodes(names: readonly string[], order: Iterable<string> = names): Int32Array {
  const codes = new Map<string, number>();
  for (const name of order) if (!codes.has(name)) codes.set(name, codes.size);
  return Int32Array.from(names, (name, i) => {
    const code = codes.get(name);
    return code ?? refuse(`names[${i}]`, name, "a name that order has");
  });
}
