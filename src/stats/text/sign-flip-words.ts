import { check, checkAllWhole, checkInside, checkWhole } from "../arguments.ts";
import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";
import { countBelow } from "../distributions/sorted.ts";
import type { SparseRows } from "./sparse-rows.ts";

/** Presence of terms in pairs of texts, by pair. */
export interface PairedTerms {
  /** Terms of the first text of each pair. */
  readonly first: SparseRows;
  /** Terms of the second; numbered as in `first`. */
  readonly second: SparseRows;
  /** Number of each pair's cluster: its pairs flip together. */
  readonly cluster: Int32Array;
  /**
   * Is what the texts' lengths alone would give taken out? A longer text has more of every term: of pairs in which one text alone has a term, that is
   * the longer one more often.
   */
  readonly byLength?: boolean;
}

/** How one term is spread over the pairs. */
interface PairedTerm {
  /** Its number. */
  readonly id: number;
  /** Pairs in which only the first text has it, and only the second. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** McNemar's statistic, signed: above 0 where the first texts have it more often, than their length lets expect if that is taken out. */
  readonly z: number;
  /** Chance that any term reaches as much if the texts of each pair could be swapped. */
  readonly p: number;
}

/** All terms with enough discordant pairs. */
export interface PairedWords {
  readonly terms: readonly PairedTerm[];
  /** |z| that the largest of all terms exceeds in a share `level` of the flips. */
  readonly threshold: number;
  /** Largest |z| of each flip. */
  readonly largest: Float64Array;
}

/** Each cluster's signed counts of discordant terms. */
export interface SignedTerms {
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
  /** Pairs where only the first text has the term, less those where only the second has it, less what lengths let expect. */
  readonly signs: Float64Array;
  /** McNemar's denominator of each term: the root of the sum of squares; 0 where it is left out. */
  readonly scale: Float64Array;
  readonly onlyFirst: Int32Array;
  readonly onlySecond: Int32Array;
}

/**
 * Which terms do the first texts of pairs have more or less often than the second? McNemar's z = (b - c) / sqrt(b + c) for each term
 * over discordant pairs, with the largest |z| over random swaps within clusters as its family-wise null (Westfall & Young 1993). Where a
 * cluster has several pairs, b - c is summed within it and the root is over the clusters' squares. Pairs of equal texts say nothing and change nothing.
 *
 * @param least discordant pairs below which a term is left out, whose z could never stand out
 * @example
 * // Of 40 pairs of answers, 12 have "owl" in the first alone.
 * const first = codeRows(Array.from({ length: 40 }, (_, i) => (i < 12 ? ["the", "owl"] : ["the"]))).rows;
 * const second = codeRows(Array.from({ length: 40 }, () => ["the"])).rows;
 * const cluster = Int32Array.from({ length: 40 }, (_, i) => i);
 * const found = signFlipWords({ first, second, cluster }, { flips: 999, least: 6, level: 0.05, seed: "1" });
 * found.terms // [{ id: 1, onlyFirst: 12, onlySecond: 0, z: 3.464, p: 0.002 }]
 */
export function signFlipWords(
  pairs: PairedTerms,
  options: { readonly flips: number; readonly least: number; readonly level: number; readonly seed: string },
): PairedWords {
  for (const [name, rows] of Object.entries({ first: pairs.first, second: pairs.second }))
    check(
      rows.offsets.length === pairs.cluster.length + 1,
      `the rows of ${name}`,
      rows.offsets.length - 1,
      `${pairs.cluster.length}, as many as cluster has`,
    );
  checkAllWhole("cluster", pairs.cluster);
  checkWhole("flips", options.flips, 1);
  checkWhole("least", options.least);
  checkInside("level", options.level);
  const signed = signedTerms(pairs, options.least);
  const largest = flipped(signed, options.flips, options.seed);
  const sorted = Float64Array.from(largest).sort();
  const z = zOf(signed);
  const terms = Array.from(
    signed.scale.keys().filter((id) => (signed.scale[id] ?? 0) > 0),
    (id): PairedTerm => {
      const size = Math.abs(z[id] ?? 0);
      return {
        id,
        onlyFirst: signed.onlyFirst[id] ?? 0,
        onlySecond: signed.onlySecond[id] ?? 0,
        z: z[id] ?? 0,
        p: (1 + reaching(sorted, size)) / (sorted.length + 1),
      };
    },
  );
  return {
    terms: terms.sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || a.id - b.id),
    threshold: quantile(sorted, 1 - options.level),
    largest,
  };
}

/** Discordant terms, cluster by cluster. */
export function signedTerms(pairs: PairedTerms, least: number): SignedTerms {
  const { first, second, cluster } = pairs;
  const expected = expectedSign(pairs);
  const width = Math.max(first.width, second.width);
  const onlyFirst = new Int32Array(width);
  const onlySecond = new Int32Array(width);
  const byCluster = new Map<number, Map<number, number>>();
  for (let pair = 0; pair < cluster.length; pair++) {
    const number = cluster[pair] ?? 0;
    const sums = byCluster.get(number) ?? new Map<number, number>();
    byCluster.set(number, sums);
    const [a, b] = [termsOf(first, pair), termsOf(second, pair)];
    for (const id of a.difference(b)) {
      onlyFirst[id] = (onlyFirst[id] ?? 0) + 1;
      sums.set(id, (sums.get(id) ?? 0) + 1 - expected(pair, id));
    }
    for (const id of b.difference(a)) {
      onlySecond[id] = (onlySecond[id] ?? 0) + 1;
      sums.set(id, (sums.get(id) ?? 0) - 1 - expected(pair, id));
    }
  }
  const squares = new Float64Array(width);
  const offsets: number[] = [0];
  const ids: number[] = [];
  const signs: number[] = [];
  for (const sums of byCluster.values()) {
    for (const [id, sign] of sums) {
      if (sign === 0 || (onlyFirst[id] ?? 0) + (onlySecond[id] ?? 0) < least) continue;
      ids.push(id);
      signs.push(sign);
      squares[id] = (squares[id] ?? 0) + sign * sign;
    }
    offsets.push(ids.length);
  }
  return {
    offsets: Int32Array.from(offsets),
    ids: Int32Array.from(ids),
    signs: Float64Array.from(signs),
    scale: squares.map(Math.sqrt),
    onlyFirst,
    onlySecond,
  };
}

/**
 * Mean sign of a pair in which one text alone has a term, by the lengths of both: each place of a text is this term with the term's rate in all texts.
 */
function expectedSign({ first, second, byLength }: PairedTerms): (pair: number, id: number) => number {
  if (byLength !== true) return () => 0;
  const [a, b] = [lengthsOf(first), lengthsOf(second)];
  const all = [a, b].flatMap((lengths) => [...lengths]).reduce((sum, length) => sum + length, 0);
  const rates = new Float64Array(Math.max(first.width, second.width));
  for (const { ids, counts, offsets } of [first, second])
    for (let at = offsets[0] ?? 0; at < (offsets.at(-1) ?? 0); at++)
      rates[ids[at] ?? 0] = (rates[ids[at] ?? 0] ?? 0) + (counts[at] ?? 0) / all;
  const having = (rate: number, length: number): number => -Math.expm1(length * Math.log1p(-rate));
  return (pair, id) => {
    const rate = Math.min(0.5, rates[id] ?? 0);
    const [p, q] = [having(rate, a[pair] ?? 0), having(rate, b[pair] ?? 0)];
    const either = p + q - 2 * p * q;
    return either > 0 ? (p - q) / either : 0;
  };
}

/** Terms of each text, repetitions counted. */
function lengthsOf({ counts, offsets }: SparseRows): Float64Array {
  return Float64Array.from({ length: offsets.length - 1 }, (_, row) =>
    counts.subarray(offsets[row] ?? 0, offsets[row + 1] ?? 0).reduce((sum, count) => sum + count, 0),
  );
}

/** Largest |z| over all terms, for each of many random swaps. */
export function flipped(terms: SignedTerms, flips: number, seed: string): Float64Array {
  const source = random(seed);
  const sums = new Float64Array(terms.scale.length);
  const sides = new Int8Array(terms.offsets.length - 1);
  return Float64Array.from({ length: flips }, () => {
    for (let cluster = 0; cluster < sides.length; cluster++) sides[cluster] = source.float() < 0.5 ? 1 : -1;
    sumSigns(sums, terms, sides);
    return largestOf(sums, terms.scale);
  });
}

/** z of each term, 0 where it is left out; `sides` may turn clusters round. */
export function zOf(terms: SignedTerms, sides?: Int8Array): Float64Array {
  const { scale, offsets } = terms;
  const sums = new Float64Array(scale.length);
  sumSigns(sums, terms, sides ?? new Int8Array(offsets.length - 1).fill(1));
  return sums.map((sum, id) => ((scale[id] ?? 0) > 0 ? sum / (scale[id] ?? 1) : 0));
}

/** The clusters' signs summed by term, each cluster the way round that `sides` says. */
function sumSigns(sums: Float64Array, { offsets, ids, signs }: SignedTerms, sides: Int8Array): void {
  sums.fill(0);
  for (let cluster = 0; cluster < sides.length; cluster++) {
    const side = sides[cluster] ?? 1;
    const end = offsets[cluster + 1] ?? 0;
    for (let at = offsets[cluster] ?? 0; at < end; at++) {
      const id = ids[at] ?? 0;
      sums[id] = (sums[id] ?? 0) + side * (signs[at] ?? 0);
    }
  }
}

function largestOf(sums: Float64Array, scale: Float64Array): number {
  let largest = 0;
  for (let id = 0; id < sums.length; id++) {
    const root = scale[id] ?? 0;
    if (root > 0) largest = Math.max(largest, Math.abs(sums[id] ?? 0) / root);
  }
  return largest;
}

/** How many of the sorted values are at least so large; what rounding alone parts counts as equal. */
function reaching(sorted: Float64Array, size: number): number {
  return sorted.length - countBelow(sorted, size - 1e-9);
}

function termsOf({ offsets, ids }: SparseRows, row: number): ReadonlySet<number> {
  return new Set(ids.subarray(offsets[row] ?? 0, offsets[row + 1] ?? 0));
}
