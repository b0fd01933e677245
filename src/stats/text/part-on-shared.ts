import { checkAllWhole, checkLabels, checkSameLength, checkWhole } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { mean } from "../distributions/moments.ts";
import { normalDensity, normalQuantile } from "../distributions/normal.ts";
import { picked } from "../distributions/picked.ts";
import type { Random } from "../distributions/random.ts";
import { countBelow } from "../distributions/sorted.ts";
import { aurocOf, sidesOf } from "../ranking/auroc.ts";
import { clusterRows } from "../resampling/clusters.ts";
import { exchange } from "../resampling/exchangeable.ts";
import type { ScoredSets } from "./bag-auroc.ts";
import { permutationP } from "./two-sample.ts";

/** A ratio with its 95% set, and the 99% one; that one is null where it has no ends. */
interface PartShare extends Interval {
  readonly at99: { readonly low: number; readonly high: number } | null;
}

/** How much of what tells two sets apart is left on the clusters that both have. */
export interface PartOnShared {
  /** AUROC of single rows: of all, and of those on clusters of both sets. */
  readonly all: number;
  readonly shared: number;
  /** Rows on such clusters, of the first set and of the second. */
  readonly rows: { readonly first: number; readonly second: number };
  /** Of the shared rows' AUROC, by swaps within clusters, the scores as they are; null where no row can change sides. */
  readonly p: number | null;
  /**
   * Ratio of d' on shared clusters to d' on all, with its Fieller sets of 95% and 99% over clusters; null where the former has no ends, or an
   * AUROC is so near to 0 or 1 that d' has no known error.
   */
  readonly share: PartShare | null;
}

/**
 * One fit's scores read twice: on all rows, and on rows of clusters (prompts) that both sets have, where the choice of clusters gives nothing away. Because the
 * fit is the same and both are measured from what shuffled rows give, the ratio is 1 where clusters carry nothing, at any number of rows. Distances are
 * d' = sqrt(2) z(AUROC) of single rows, which bags scale alike; shares of an AUROC's excess over .5 would change with the bag. The set is Fieller's (1954,
 * doi:10.1111/j.2517-6161.1954.tb00159.x), from DeLong's components summed by cluster.
 *
 * @param shuffled AUROC of all rows that shuffled labels give in the mean
 * @param permutations swaps for p
 */
export function partOnShared(
  { scores, positive, cluster }: ScoredSets,
  shuffled: number,
  permutations: number,
  source: Random,
): PartOnShared {
  checkSameLength({ scores, positive, cluster });
  checkLabels("positive", positive);
  checkAllWhole("cluster", cluster);
  checkWhole("permutations", permutations);
  const both = clusterRows(cluster)
    .values()
    .filter((rows) => new Set(rows.map((row) => positive[row])).size === 2)
    .toArray()
    .flat();
  const rows = Int32Array.from(both).sort();
  const own = {
    scores: picked(scores, rows),
    labels: picked(positive, rows),
    cluster: picked(cluster, rows),
  };
  const first = own.labels.reduce((sum, label) => sum + label, 0);
  const counts = { first, second: rows.length - first };
  const whole = influence(scores, positive, cluster);
  if (first === 0 || first === rows.length)
    return { all: whole.auroc, shared: Number.NaN, rows: counts, p: null, share: null };
  const part = influence(own.scores, own.labels, own.cluster);
  const { shuffle, movable } = exchange(
    Int32Array.from(own.cluster),
    Uint8Array.from(own.labels),
    new Uint8Array(rows.length),
  );
  const labels = Uint8Array.from(own.labels);
  const swapped = Float64Array.from({ length: movable === 0 ? 0 : permutations }, () => {
    shuffle(labels, source);
    return aurocOf(...sidesOf(own.scores, labels));
  });
  const covariance = (a: Influence, b: Influence): number => {
    let sum = 0;
    for (const [number, value] of a.byCluster) sum += value * (b.byCluster.get(number) ?? 0);
    return sum * a.slope * b.slope;
  };
  return {
    ...{ all: whole.auroc, shared: part.auroc, rows: counts },
    p: movable === 0 ? null : permutationP(part.auroc, swapped),
    share: [whole.auroc, part.auroc].some((area) => Math.abs(area - 0.5) > farthest)
      ? null
      : fieller(
          dPrime(part.auroc) - (swapped.length === 0 ? 0 : dPrime(mean(swapped))),
          dPrime(whole.auroc) - dPrime(shuffled),
          { top: covariance(part, part), bottom: covariance(whole, whole), both: covariance(part, whole) },
        ),
  };
}

/** Beyond .5 by so much an AUROC is too near its end for a d' with a known error. */
const farthest = 0.48;

/** An AUROC with what each cluster adds to its error. */
interface Influence {
  readonly auroc: number;
  readonly byCluster: ReadonlyMap<number, number>;
  /** Of d' on the AUROC. */
  readonly slope: number;
}

function influence(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  cluster: ArrayLike<number>,
): Influence {
  const [above, below] = sidesOf(scores, positive);
  const auroc = aurocOf(above, below);
  const byCluster = new Map<number, number>();
  for (let row = 0; row < scores.length; row++) {
    const [others, mine] = positive[row] === 1 ? [below, above] : [above, below];
    const score = scores[row] ?? Number.NaN;
    const lower = (countBelow(others, score) + countBelow(others, score, true)) / 2 / others.length;
    const part = (positive[row] === 1 ? lower : 1 - lower) - auroc;
    const number = cluster[row] ?? 0;
    byCluster.set(number, (byCluster.get(number) ?? 0) + part / mine.length);
  }
  return { auroc, byCluster, slope: Math.SQRT2 / normalDensity(normalQuantile(inside(auroc))) };
}

function dPrime(auroc: number): number {
  return Math.SQRT2 * normalQuantile(inside(auroc));
}

/** An AUROC of 0 or 1 has no finite d'. */
function inside(auroc: number): number {
  return Math.min(1 - 1e-9, Math.max(1e-9, auroc));
}

/** Fieller's sets of a ratio; null where the bottom is not told from 0, so that the set has no ends. */
function fieller(
  top: number,
  bottom: number,
  variance: { readonly top: number; readonly bottom: number; readonly both: number },
): PartShare | null {
  const ends = (level: number): { readonly low: number; readonly high: number } | null => {
    const square = normalQuantile(1 - (1 - level) / 2) ** 2;
    const a = bottom ** 2 - square * variance.bottom;
    if (!(a > 0)) return null;
    const b = top * bottom - square * variance.both;
    const c = top ** 2 - square * variance.top;
    const root = Math.sqrt(Math.max(0, b * b - a * c));
    return { low: (b - root) / a, high: (b + root) / a };
  };
  const set = ends(0.95);
  return set === null ? null : { estimate: top / bottom, ...set, at99: ends(0.99) };
}
