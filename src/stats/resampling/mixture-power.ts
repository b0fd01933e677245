import { mean } from "../distributions/moments.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { type Random, random } from "../distributions/random.ts";
import type { SparseRows } from "../text/sparse-rows.ts";
import { twoSetScorer } from "../text/two-sample-bayes.ts";

/** A test's power where only a share of one side's rows is treated. */
export interface MixturePower {
  readonly share: number;
  /** Mixtures in which the test found a difference, of `worlds`. */
  readonly found: number;
  readonly worlds: number;
  /** Mean of the test's z. */
  readonly z: number;
}

/** Rows to mix from: a control at each place, and a treated one that may stand in for it. */
export interface MixtureRows {
  readonly rows: SparseRows;
  /** Row numbers of controls. */
  readonly control: Int32Array;
  /** For each, the row number of the treated one that may take its place. */
  readonly treated: Int32Array;
  /** 1 or 0 a row number: does it teach? */
  readonly train: Uint8Array;
}

/** How mixtures are drawn. */
export interface MixtureSettings {
  readonly shares: readonly number[];
  readonly worlds: number;
  /** One-sided. */
  readonly level: number;
  readonly seed: string;
}

/**
 * Power of the classifier two-sample test by share of treated rows: half of the controls, drawn anew in each world, are the reference; in
 * the other half each row is a treated one with the given chance; the classifier is fitted on the teaching rows of this mixture and its
 * held rows are compared by Welch's z. Share 0 is the test's rate of false alarms.
 */
export function mixturePower(input: MixtureRows & MixtureSettings): MixturePower[] {
  const { rows, control, treated, train, shares, worlds, level, seed } = input;
  const critical = normalQuantile(1 - level);
  const half = Math.floor(control.length / 2);
  const numbers = Array.from(control.keys());
  return shares.map((share) => {
    const source = random(`${seed} ${share}`);
    const zs = Array.from({ length: worlds }, () => {
      const order = source.shuffle(numbers);
      const positive = new Uint8Array(train.length);
      // 2: not part of this world.
      const part = new Uint8Array(train.length).fill(2);
      for (let i = 0; i < 2 * half; i++) {
        const place = order[i] ?? 0;
        const mixed = i < half;
        const row = (mixed && source.float() < share ? treated[place] : control[place]) ?? 0;
        part[row] = train[row] ?? 0;
        positive[row] = mixed ? 1 : 0;
      }
      const scorer = twoSetScorer({ rows, train: part });
      const scores = scorer.score(positive);
      return welch(scores, (i) => positive[scorer.held[i] ?? 0] === 1);
    });
    return summaryOf(share, zs, critical);
  });
}

/** The same for scores that are there already: mixtures of their values. */
export function scoreMixturePower(
  treated: Float64Array,
  control: Float64Array,
  { shares, worlds, level, seed }: MixtureSettings,
): MixturePower[] {
  const critical = normalQuantile(1 - level);
  const half = Math.floor(control.length / 2);
  const numbers = Array.from(control.keys());
  return shares.map((share) => {
    const source = random(`${seed} scores ${share}`);
    const zs = Array.from({ length: worlds }, () => {
      const order = source.shuffle(numbers);
      const taken = takeOne(treated, source);
      const scores = Float64Array.from({ length: 2 * half }, (_, i) =>
        i < half && source.float() < share ? taken() : (control[order[i] ?? 0] ?? 0),
      );
      return welch(scores, (i) => i < half);
    });
    return summaryOf(share, zs, critical);
  });
}

/** Values without replacement until all are used, then from the start. */
function takeOne(values: Float64Array, source: Random): () => number {
  const order = source.shuffle(Array.from(values));
  let at = 0;
  return () => order[at++ % order.length] ?? 0;
}

function summaryOf(share: number, zs: readonly number[], critical: number): MixturePower {
  return {
    share,
    found: zs.filter((z) => z > critical).length,
    worlds: zs.length,
    z: mean(zs),
  };
}

/** Welch's z of the first side over the other; 0 where neither varies. */
function welch(values: Float64Array, first: (i: number) => boolean): number {
  const n = [0, 0];
  const sums = [0, 0];
  const squares = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const side = first(i) ? 1 : 0;
    const value = values[i] ?? 0;
    n[side] = (n[side] ?? 0) + 1;
    sums[side] = (sums[side] ?? 0) + value;
    squares[side] = (squares[side] ?? 0) + value * value;
  }
  const of = (side: 0 | 1): { readonly mean: number; readonly error: number } => {
    const count = n[side] ?? 0;
    const middle = (sums[side] ?? 0) / count;
    return { mean: middle, error: Math.max(0, (squares[side] ?? 0) / count - middle * middle) / (count - 1) };
  };
  const [b, a] = [of(0), of(1)];
  const z = (a.mean - b.mean) / Math.sqrt(a.error + b.error);
  return Number.isFinite(z) ? z : 0;
}
