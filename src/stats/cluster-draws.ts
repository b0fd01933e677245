import { random } from "./random.ts";

/** Rows in clusters, of two classes. */
export interface ClusterDraws {
  /** Cluster of each row, 0 to C - 1. */
  readonly cluster: Int32Array;
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
  readonly draws: number;
  readonly seed: string;
}

/**
 * Draws clusters with replacement, as many as there are, and says how often each was drawn. A draw that holds one class only is
 * drawn again.
 *
 * @param use is given how often each cluster counts, which it may not keep, and the draw's number
 * @returns clusters, and draws that were drawn again
 */
export function clusterDraws(
  { cluster, positive, draws, seed }: ClusterDraws,
  use: (times: Int32Array, draw: number) => void,
): { readonly clusters: number; readonly redrawn: number } {
  const clusters = clusterCount(cluster);
  const source = random(seed);
  const times = new Int32Array(clusters);
  const holds = [new Uint8Array(clusters), new Uint8Array(clusters)] as const;
  for (let row = 0; row < cluster.length; row++) holds[positive[row] === 1 ? 1 : 0][cluster[row] ?? 0] = 1;
  const has = (side: 0 | 1): boolean => times.some((count, number) => count > 0 && holds[side][number] === 1);
  let redrawn = 0;
  for (let draw = 0; draw < draws; ) {
    times.fill(0);
    for (let i = 0; i < clusters; i++) {
      const chosen = source.int(clusters);
      times[chosen] = (times[chosen] ?? 0) + 1;
    }
    if (!has(0) || !has(1)) {
      redrawn++;
      if (redrawn > 100 * draws) break;
      continue;
    }
    use(times, draw++);
  }
  return { clusters, redrawn };
}

/** Every cluster once. */
export function eachOnce(cluster: Int32Array): Int32Array {
  return new Int32Array(clusterCount(cluster)).fill(1);
}

function clusterCount(cluster: Int32Array): number {
  return cluster.reduce((most, number) => Math.max(most, number + 1), 0);
}

/** A mean over the rows of one class, cluster by cluster, so that a draw need not look at the rows. */
export class ClusterMean {
  readonly #sum: Float64Array;
  readonly #rows: Float64Array;

  /** @param values one a row; NaN = none */
  constructor(values: Float64Array, positive: Uint8Array, cluster: Int32Array, side: 0 | 1) {
    const clusters = clusterCount(cluster);
    this.#sum = new Float64Array(clusters);
    this.#rows = new Float64Array(clusters);
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? Number.NaN;
      if (positive[row] !== side || Number.isNaN(value)) continue;
      const number = cluster[row] ?? 0;
      this.#sum[number] = (this.#sum[number] ?? 0) + value;
      this.#rows[number] = (this.#rows[number] ?? 0) + 1;
    }
  }

  /** The mean when clusters count so often. */
  at(times: Int32Array): number {
    let sum = 0;
    let rows = 0;
    for (let number = 0; number < times.length; number++) {
      sum += (times[number] ?? 0) * (this.#sum[number] ?? 0);
      rows += (times[number] ?? 0) * (this.#rows[number] ?? 0);
    }
    return sum / rows;
  }
}

/** Figures of every draw, one row of `width` a draw. */
export class DrawnFigures {
  readonly #drawn: Float64Array;
  readonly #width: number;
  readonly #draws: number;

  constructor(width: number, draws: number) {
    this.#drawn = new Float64Array(width * draws).fill(Number.NaN);
    this.#width = width;
    this.#draws = draws;
  }

  /** Where one draw's figures are to be put. */
  row(draw: number): Float64Array {
    return this.#drawn.subarray(draw * this.#width, (draw + 1) * this.#width);
  }

  /** One figure over all draws that have it. */
  column(at: number): Float64Array {
    const values = new Float64Array(this.#draws);
    for (let draw = 0; draw < this.#draws; draw++)
      values[draw] = this.#drawn[draw * this.#width + at] ?? Number.NaN;
    return values.filter((value) => !Number.isNaN(value));
  }
}
