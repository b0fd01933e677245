import { check, checkAllWhole, checkLabels, checkSameLength, checkSome, checkWhole } from "../arguments.ts";
import { type Random, random } from "../distributions/random.ts";
import { clusterCount } from "./clusters.ts";

/** Rows in clusters, of two classes. */
export interface ClusterDraws {
  /** Cluster of each row, 0 to C - 1. */
  readonly cluster: Int32Array;
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
  readonly draws: number;
  readonly seed: string;
}

/** Checks what a bootstrap of clusters is given: labels and clusters of its rows, and every list that has an entry a row. */
export function checkDraws(
  { cluster, positive, draws, seed }: ClusterDraws,
  lists: Readonly<Record<string, ArrayLike<number>>>,
): void {
  checkSameLength({ positive, cluster, ...lists });
  checkSome("positive", positive);
  checkLabels("positive", positive);
  checkAllWhole("cluster", cluster);
  checkWhole("draws", draws, 1);
  check(typeof seed === "string", "seed", seed, "a text");
}

/** Lists by number, as an error names them. */
export function numbered<List>(name: string, lists: readonly List[]): Readonly<Record<string, List>> {
  return Object.fromEntries(lists.map((list, i) => [`${name}[${i}]`, list]));
}

/** Some of the draws, by number: from `from` to before `to`. */
export interface DrawPart {
  readonly from: number;
  readonly to: number;
}

/** What computes some of the draws of an input takes: parts may be computed apart, and give the same however they are cut. */
export interface DrawsOf<Input> {
  readonly input: Input;
  readonly part: DrawPart;
}

/** All draws of an input. */
export function everyDraw<Input extends Pick<ClusterDraws, "draws">>(input: Input): DrawsOf<Input> {
  return { input, part: { from: 0, to: input.draws } };
}

/**
 * Draws clusters with replacement, as many as there are, and says how often each was drawn. A draw that holds one class only is
 * drawn again. Draws are one stream: a part of them is what it would be in the whole, whoever computes the others.
 *
 * @param use is given how often each cluster counts, which it may not keep, and the draw's number
 * @returns draws of this part that were drawn again
 */
export function clusterDraws(
  { cluster, positive, draws, seed }: ClusterDraws,
  { from, to }: DrawPart,
  use: (times: Int32Array, draw: number) => void,
): number {
  const clusters = clusterCount(cluster);
  const source = random(seed);
  const times = new Int32Array(clusters);
  const everyCluster = [...times.keys()];
  const holds = [new Uint8Array(clusters), new Uint8Array(clusters)] as const;
  for (let row = 0; row < cluster.length; row++) holds[positive[row] === 1 ? 1 : 0][cluster[row] ?? 0] = 1;
  const has = (side: 0 | 1): boolean => times.some((count, number) => count > 0 && holds[side][number] === 1);
  let redrawn = 0;
  let redrawnHere = 0;
  for (let draw = 0; draw < to; ) {
    countDrawn(times, everyCluster, source);
    if (!has(0) || !has(1)) {
      redrawn++;
      if (draw >= from) redrawnHere++;
      if (redrawn > 100 * draws) break;
      continue;
    }
    if (draw >= from) use(times, draw);
    draw++;
  }
  return redrawnHere;
}

/**
 * Draws as many clusters with replacement as are given, and writes how often each came.
 *
 * @param times by cluster number; what stood there is gone
 */
export function countDrawn(times: Int32Array, clusters: readonly number[], source: Random): void {
  times.fill(0);
  for (let i = 0; i < clusters.length; i++) {
    const chosen = clusters[source.int(clusters.length)] ?? 0;
    times[chosen] = (times[chosen] ?? 0) + 1;
  }
}

/** Every cluster once. */
function eachOnce(cluster: Int32Array): Int32Array {
  return new Int32Array(clusterCount(cluster)).fill(1);
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

/** Figures that are computed anew from how often each cluster counts. */
export interface Figures {
  readonly width: number;
  readonly of: (times: Int32Array, out: Float64Array) => void;
}

/** Figures of the rows themselves, and of some draws. */
export interface DrawnPart {
  readonly estimates: Float64Array;
  /** A row of figures a draw, in order; NaN where none could be drawn. */
  readonly drawn: Float64Array;
  readonly redrawn: number;
}

/** Computes the figures of the rows, and of each draw of a part. */
export function drawnPart(
  { width, of }: Figures,
  rows: ClusterDraws,
  part: DrawPart,
  progress?: (fraction: number) => void,
): DrawnPart {
  const estimates = new Float64Array(width);
  of(eachOnce(rows.cluster), estimates);
  const count = part.to - part.from;
  const drawn = new Float64Array(width * count).fill(Number.NaN);
  const redrawn = clusterDraws(rows, part, (times, draw) => {
    const done = draw - part.from;
    of(times, drawn.subarray(done * width, (done + 1) * width));
    if ((done + 1) % 100 === 0) progress?.((done + 1) / count);
  });
  return { estimates, drawn, redrawn };
}

/** Figures of all draws, put together from parts in order. */
export class DrawnFigures {
  readonly redrawn: number;
  readonly #parts: readonly DrawnPart[];

  constructor(parts: readonly DrawnPart[]) {
    this.#parts = parts;
    this.redrawn = parts.reduce((sum, { redrawn }) => sum + redrawn, 0);
  }

  /** One figure of the rows themselves. */
  estimate(at: number): number {
    return this.#parts[0]?.estimates[at] ?? Number.NaN;
  }

  /** The same over all draws that have it. */
  column(at: number): Float64Array {
    const width = this.#parts[0]?.estimates.length ?? 1;
    const values: number[] = [];
    for (const { drawn } of this.#parts) {
      for (let i = at; i < drawn.length; i += width) {
        const value = drawn[i] ?? Number.NaN;
        if (!Number.isNaN(value)) values.push(value);
      }
    }
    return Float64Array.from(values);
  }
}
