import { mean } from "../distributions/moments.ts";
import { picked } from "../distributions/picked.ts";
import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";
import { sidesOf } from "../ranking/auroc.ts";
import { clusterRows, clustersOf } from "../resampling/clusters.ts";
import { type BagPoint, type BagSettings, bagAuroc, type ScoredSets } from "./bag-auroc.ts";

/** Bag curves of several comparisons on common clusters. */
export interface BagCurves {
  /** One curve a comparison. */
  readonly each: readonly (readonly BagPoint[])[];
  /** Mean over comparisons. */
  readonly mean: readonly BagPoint[];
}

/**
 * Bag curves of several comparisons whose rows are on the same clusters, as `bagCurve` draws one, and their mean. Clusters are drawn anew in all
 * comparisons at once; for the mean the comparisons are drawn anew too, so that its interval is about ones like these and not these alone.
 *
 * @param comparisons each with rows of both sets; the same cluster number is the same cluster in all
 */
export function bagCurves(
  { comparisons, ...settings }: BagSettings & { readonly comparisons: readonly ScoredSets[] },
  progress: (fraction: number) => void = () => {},
): BagCurves {
  const source = random(settings.seed);
  const { sizes, bootstrap } = settings;
  const present = clustersOf(...comparisons.map(({ cluster }) => cluster));
  const members = comparisons.map(({ cluster }) => clusterRows(cluster));
  const areas = (drawn: readonly number[], bags: number): readonly (readonly number[])[] =>
    comparisons.map(({ scores, positive }, at) => {
      const rows = Int32Array.from(drawn.flatMap((number) => members[at]?.get(number) ?? []));
      const sides = sidesOf(picked(scores, rows), picked(positive, rows));
      const empty = sides.some(({ length }) => length === 0);
      return sizes.map((k) => (empty ? Number.NaN : bagAuroc(sides, k, bags, source)));
    });
  const meanOf = (values: readonly (readonly number[])[], chosen: readonly number[], size: number): number =>
    mean(chosen.map((at) => values[at]?.[size] ?? Number.NaN));
  const all = comparisons.map((_, at) => at);
  const estimates = areas(present, settings.bags);
  const drawn = comparisons.map(() => sizes.map((): number[] => []));
  const means = sizes.map((): number[] => []);
  for (let draw = 0; draw < bootstrap; draw++) {
    const found = areas(
      present.map(() => source.pick(present)),
      settings.resampledBags,
    );
    const chosen = all.map(() => source.pick(all));
    for (const size of sizes.keys()) {
      for (const at of all) drawn[at]?.[size]?.push(found[at]?.[size] ?? Number.NaN);
      means[size]?.push(meanOf(found, chosen, size));
    }
    progress((draw + 1) / bootstrap);
  }
  const point = (k: number, estimate: number, values: readonly number[]): BagPoint => {
    const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
    return { k, estimate, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  };
  return {
    each: all.map((at) =>
      sizes.map((k, size) => point(k, estimates[at]?.[size] ?? Number.NaN, drawn[at]?.[size] ?? [])),
    ),
    mean: sizes.map((k, size) => point(k, meanOf(estimates, all, size), means[size] ?? [])),
  };
}
