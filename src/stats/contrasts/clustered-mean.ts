import { checkAllFinite, checkInside, checkSameLength, checkSome } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { mean } from "../distributions/moments.ts";
import { studentQuantile, studentTwoSided } from "../distributions/student-t.ts";

/** A mean over units in clusters, with what its interval was made of. */
export interface ClusteredMean extends Interval {
  /** 0 where nothing spreads: the interval then says what so many clusters could hide. */
  readonly standardError: number;
  /** Satterthwaite's degrees of freedom; clusters less one where all have as many units. */
  readonly freedom: number;
  readonly clusters: number;
  /** Two-sided, of a mean of 0. */
  readonly p: number;
}

/** How an interval is made. */
export interface ClusterOptions {
  /** Confidence; default .95. */
  readonly level?: number;
  /**
   * Farthest that a unit's value can lie from the others, default 1: where all values are alike nothing spreads, and the interval reaches
   * as far as a cluster unlike the rest could hide, 1 - tail^(1 / clusters) of it.
   */
  readonly range?: number;
}

/**
 * Mean over units whose values hang together within clusters: Student's t on the CR2 variance (Bell & McCaffrey 2002, Survey Methodology
 * 28:169) with Satterthwaite's degrees of freedom (Pustejovsky & Tipton 2018, doi:10.1080/07350015.2016.1247004), which for clusters of one
 * size is the t of the clusters' means.
 *
 * @param values one a unit; for a contrast within items, each item's own contrast
 * @param cluster of each unit: a name or a number
 * @throws CredenceError `usage` where lists differ in length or a value is not finite
 * @example
 * clusteredMean([0.2, 0.4, 0, 0.1, 0.6], ["a", "a", "b", "b", "c"]) // { estimate: 0.26, low: -0.3827, high: 0.9027, standardError: 0.134, freedom: 1.8, clusters: 3, p: 0.2059 }
 */
export function clusteredMean(
  values: readonly number[],
  cluster: readonly (string | number)[],
  { level = 0.95, range = 1 }: ClusterOptions = {},
): ClusteredMean {
  checkSome("values", values);
  checkSameLength({ values, cluster });
  checkAllFinite("values", values);
  checkInside("level", level);
  const estimate = mean(values);
  const n = values.length;
  const sums = new Map<string | number, { residual: number; size: number }>();
  for (const [i, name] of cluster.entries()) {
    const known = sums.get(name) ?? { residual: 0, size: 0 };
    known.residual += (values[i] ?? 0) - estimate;
    known.size++;
    sums.set(name, known);
  }
  const clusters = sums.size;
  const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (clusters < 2)
    return { estimate, ...open, standardError: Number.NaN, freedom: 0, clusters, p: Number.NaN };
  const each = [...sums.values()];
  const variance = each.reduce((sum, { residual, size }) => sum + residual ** 2 / (1 - size / n), 0) / n ** 2;
  const standardError = Math.sqrt(variance);
  const freedom = freedomOf(
    each.map(({ size }) => size),
    n,
  );
  const tail = (1 - level) / 2;
  if (!(standardError > 1e-12 * range)) {
    const reach = range * (1 - tail ** (1 / clusters));
    const p = estimate === 0 ? 1 : Math.min(1, 2 * (1 - Math.min(1, Math.abs(estimate) / range)) ** clusters);
    return {
      estimate,
      low: estimate - reach,
      high: estimate + reach,
      standardError: 0,
      freedom,
      clusters,
      p,
    };
  }
  const reach = studentQuantile(1 - tail, freedom) * standardError;
  const p = studentTwoSided(estimate / standardError, freedom);
  return { estimate, low: estimate - reach, high: estimate + reach, standardError, freedom, clusters, p };
}

/** (sum p_g' p_g)^2 / sum over g, h of (p_g' p_h)^2, with p_g = c_g (1_g - n_g / n), c_g^2 = 1 / (1 - n_g / n). */
function freedomOf(sizes: readonly number[], n: number): number {
  let own = 0;
  let squares = 0;
  let cross = 0;
  for (const size of sizes) {
    const weight = 1 / (1 - size / n);
    own += weight * size * (1 - size / n);
    squares += (weight * size * (1 - size / n)) ** 2 - ((weight * size ** 2) / n) ** 2;
    cross += (weight * size ** 2) / n;
  }
  return own ** 2 / (squares + cross ** 2);
}
