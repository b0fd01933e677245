import type { Interval } from "../distributions/interval.ts";
import { picked } from "../distributions/picked.ts";
import { quantile } from "../distributions/quantile.ts";
import { type Random, random } from "../distributions/random.ts";
import { aurocOf, sidesOf } from "../ranking/auroc.ts";
import { clusterRows } from "../resampling/clusters.ts";

/** AUROC between bags of `k` rows. */
export interface BagPoint extends Interval {
  readonly k: number;
}

/** Scored rows of two sets. */
export interface ScoredSets {
  readonly scores: Float64Array;
  readonly positive: Uint8Array;
  /** Number of each row's cluster. */
  readonly cluster: Int32Array;
}

/** How a curve is drawn. */
export interface BagSettings {
  readonly sizes: readonly number[];
  /** Bags of each set for the estimate. */
  readonly bags: number;
  /** Bags of each set within a resample. */
  readonly resampledBags: number;
  readonly bootstrap: number;
  readonly seed: string;
}

/**
 * How well a bag of K rows tells the sets apart: a bag's score is the mean of K row scores drawn with replacement from one set, and the
 * AUROC is over many bags of either set; at K = 1 it is over the rows themselves. 95% intervals are percentiles over resamples of clusters:
 * what other held rows would have given, the fit as it is.
 *
 * @throws RangeError where a set has no rows
 */
export function bagCurve({ scores, positive, cluster }: ScoredSets, settings: BagSettings): BagPoint[] {
  const source = random(settings.seed);
  const split = (rows: Int32Array): readonly [Float64Array, Float64Array] =>
    sidesOf(picked(scores, rows), picked(positive, rows));
  const all = sidesOf(scores, positive);
  if (all[0].length === 0 || all[1].length === 0) throw new RangeError("a set has no rows to draw from");
  const members = [...clusterRows(cluster).values()];
  const drawn: number[][] = settings.sizes.map(() => []);
  for (let draw = 0; draw < settings.bootstrap; draw++) {
    const sets = split(Int32Array.from(members.flatMap(() => members[source.int(members.length)] ?? [])));
    if (sets[0].length === 0 || sets[1].length === 0) continue;
    for (const [i, k] of settings.sizes.entries())
      drawn[i]?.push(bagAuroc(sets, k, settings.resampledBags, source));
  }
  return settings.sizes.map((k, i) => {
    const values = Float64Array.from(drawn[i] ?? []).sort();
    return {
      k,
      estimate: bagAuroc(all, k, settings.bags, source),
      low: quantile(values, 0.025),
      high: quantile(values, 0.975),
    };
  });
}

/** AUROC of bags of `k` rows of either set; at 1, of the rows. Sorts both in place. */
export function bagAuroc(
  [positives, negatives]: readonly [Float64Array, Float64Array],
  k: number,
  bags: number,
  source: Random,
): number {
  if (k === 1) return aurocOf(positives, negatives);
  return aurocOf(bagMeans(positives, k, bags, source), bagMeans(negatives, k, bags, source));
}

/** Bags whose rows are drawn in one go. */
const atOnce = 256;

function bagMeans(rows: Float64Array, k: number, bags: number, source: Random): Float64Array {
  const means = new Float64Array(bags);
  const drawn = new Int32Array(k * Math.min(bags, atOnce));
  for (let first = 0; first < bags; first += atOnce) {
    const here = Math.min(atOnce, bags - first);
    const places = drawn.subarray(0, k * here);
    source.fill(places, rows.length);
    for (let bag = 0, at = 0; bag < here; bag++) {
      let sum = 0;
      for (const end = at + k; at < end; at++) sum += rows[places[at] ?? 0] ?? 0;
      means[first + bag] = sum / k;
    }
  }
  return means;
}
