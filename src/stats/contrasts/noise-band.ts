import { checkAllFinite, checkSameLength } from "../arguments.ts";
import { studentQuantile } from "../distributions/student-t.ts";
import { type ClusteredMean, type ClusterOptions, clusteredMean } from "./clustered-mean.ts";

/** A mean over units and blocks, with what whole blocks add to its error. */
export interface NoiseBand extends ClusteredMean {
  readonly blocks: number;
  /** Standard deviation between blocks beyond what the units' own noise makes of it; 0 where that explains all. */
  readonly blockSpread: number;
}

/**
 * The mean of a measurement that was made again in whole blocks, and how far a new run of the same might lie from it: the clusters' variance
 * (`clusteredMean`) and, on top of it, what blocks have in common (analysis of variance of units by blocks). It is never narrower than the
 * clusters alone. Clusters and blocks each have their own
 * critical value; with three blocks a real drift has two degrees of freedom, so the band is wide where there is one
 * (and still holds nine in ten rather than nineteen in twenty of strong drifts, by simulation). `p` and `freedom` are the clusters'.
 *
 * @param values one a unit and block
 * @param unit which unit was measured; @param block in which block; @param cluster of each value's unit
 * @example
 * noiseBand([1, 0, 1, 0, 1, 1], ["a", "b", "a", "b", "a", "b"], [0, 0, 1, 1, 2, 2], ["a", "b", "a", "b", "a", "b"]).blockSpread // 0
 */
export function noiseBand(
  values: readonly number[],
  unit: readonly (string | number)[],
  block: readonly (string | number)[],
  cluster: readonly (string | number)[],
  options: ClusterOptions = {},
): NoiseBand {
  checkSameLength({ values, unit, block, cluster });
  checkAllFinite("values", values);
  const within = clusteredMean(values, cluster, options);
  const units = meansBy(values, unit);
  const centred = values.map((value, i) => value - (units.get(unit[i] ?? "")?.mean ?? 0));
  const blocks = meansBy(centred, block);
  const n = values.length;
  const rest = n - units.size - blocks.size + 1;
  if (blocks.size < 2 || rest < 1 || Number.isNaN(within.standardError))
    return { ...within, blocks: blocks.size, blockSpread: 0 };
  let between = 0;
  for (const { mean, size } of blocks.values()) between += size * mean ** 2;
  const left = centred.reduce(
    (sum, value, i) => sum + (value - (blocks.get(block[i] ?? "")?.mean ?? 0)) ** 2,
    0,
  );
  const excess = Math.max(0, between / (blocks.size - 1) - left / rest);
  const added = excess / n;
  const spread = { blocks: blocks.size, blockSpread: Math.sqrt((excess * blocks.size) / n) };
  if (added === 0) return { ...within, ...spread };
  // Each part with its own critical value: the usual degrees of freedom of a sum trust the few blocks too much when they happen to agree.
  const tail = 1 - (1 - (options.level ?? 0.95)) / 2;
  const reach = Math.hypot(
    studentQuantile(tail, within.freedom) * within.standardError,
    studentQuantile(tail, blocks.size - 1) * Math.sqrt(added),
  );
  return {
    ...within,
    ...spread,
    standardError: Math.sqrt(within.standardError ** 2 + added),
    low: Math.min(within.low, within.estimate - reach),
    high: Math.max(within.high, within.estimate + reach),
  };
}

function meansBy(
  values: readonly number[],
  by: readonly (string | number)[],
): Map<string | number, { mean: number; size: number }> {
  const out = new Map<string | number, { mean: number; size: number }>();
  for (const [i, name] of by.entries()) {
    const known = out.get(name) ?? { mean: 0, size: 0 };
    known.size++;
    known.mean += ((values[i] ?? 0) - known.mean) / known.size;
    out.set(name, known);
  }
  return out;
}
