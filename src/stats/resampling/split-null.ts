import { random } from "../distributions/random.ts";
import type { SparseRows } from "../text/sparse-rows.ts";
import { permutationP, twoSample } from "../text/two-sample.ts";
import { clusterCount } from "./clusters.ts";

/** Splits of one set into two halves that are alike. */
export interface SplitNullInput {
  readonly rows: SparseRows;
  readonly train: Uint8Array;
  readonly cluster: Int32Array;
  /** Labels to begin with where halves are made by swaps within a cluster; else null, and clusters are dealt at random. */
  readonly paired: Uint8Array | null;
  /** Number of the first split, and how many. */
  readonly from: number;
  readonly splits: number;
  readonly permutations: number;
  readonly seed: string;
}

/**
 * p of the classifier two-sample test on splits where nothing differs: half of the clusters against the other half; or, where each
 * cluster has a row on either side, with sides swapped at random within each cluster.
 */
export function splitNull(
  input: SplitNullInput,
  progress: (fraction: number) => void = () => {},
): Float64Array {
  const { rows, train, cluster, paired, from, splits, permutations, seed } = input;
  const clusters = clusterCount(cluster);
  return Float64Array.from({ length: splits }, (_, i) => {
    const source = random(seed).fork(`split ${from + i}`);
    const side = paired === null ? dealt(clusters, source.shuffle) : swapped(clusters, source.float);
    const positive = Uint8Array.from(cluster, (number, row) =>
      paired === null ? (side[number] ?? 0) : (paired[row] ?? 0) ^ (side[number] ?? 0),
    );
    const found = twoSample({
      ...{ rows, positive, train, cluster, permutations, from: 0, seed: `${seed} ${from + i}` },
      ...{ sizes: [1], bags: 1, resampledBags: 1, bootstrap: 0 },
    });
    progress((i + 1) / splits);
    const [point] = found.curve;
    // A side without held rows shows nothing.
    return point === undefined ? 1 : permutationP(point.estimate, found.shuffled);
  });
}

function dealt(clusters: number, shuffle: (items: readonly number[]) => number[]): Uint8Array {
  return Uint8Array.from(shuffle(Array.from({ length: clusters }, (_, i) => i % 2)));
}

function swapped(clusters: number, float: () => number): Uint8Array {
  return Uint8Array.from({ length: clusters }, () => (float() < 0.5 ? 1 : 0));
}
