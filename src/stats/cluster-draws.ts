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
 * Draws clusters with replacement, as many as there are, and gives each draw as the rows' weights. A draw that holds one
 * class only is drawn again.
 *
 * @param use is given the weights, which it may not keep, and the draw's number
 * @returns clusters, and draws that were drawn again
 */
export function clusterDraws(
  { cluster, positive, draws, seed }: ClusterDraws,
  use: (weight: Int32Array, draw: number) => void,
): { readonly clusters: number; readonly redrawn: number } {
  const clusters = cluster.reduce((most, number) => Math.max(most, number + 1), 0);
  const source = random(seed);
  const counts = new Int32Array(clusters);
  const weight = new Int32Array(positive.length);
  let redrawn = 0;
  for (let draw = 0; draw < draws; ) {
    counts.fill(0);
    for (let i = 0; i < clusters; i++) {
      const chosen = source.int(clusters);
      counts[chosen] = (counts[chosen] ?? 0) + 1;
    }
    let positives = 0;
    let negatives = 0;
    for (let row = 0; row < weight.length; row++) {
      const times = counts[cluster[row] ?? 0] ?? 0;
      weight[row] = times;
      if (positive[row] === 1) positives += times;
      else negatives += times;
    }
    if (positives === 0 || negatives === 0) {
      redrawn++;
      if (redrawn > 100 * draws) break;
      continue;
    }
    use(weight, draw++);
  }
  return { clusters, redrawn };
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
