import { quantile } from "../distributions/quantile.ts";
import { random } from "../distributions/random.ts";
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
  const present = [...new Set(comparisons.flatMap(({ cluster }) => [...cluster]))].sort((a, b) => a - b);
  const members = comparisons.map(({ cluster }) => Map.groupBy(cluster.keys(), (row) => cluster[row] ?? 0));
  const areas = (drawn: readonly number[], bags: number): readonly (readonly number[])[] =>
    comparisons.map(({ scores, positive }, at) => {
      const sides: [number[], number[]] = [[], []];
      for (const number of drawn) {
        for (const row of members[at]?.get(number) ?? [])
          sides[positive[row] === 1 ? 1 : 0].push(scores[row] ?? 0);
      }
      const [without, inside] = [Float64Array.from(sides[0]), Float64Array.from(sides[1])];
      const empty = without.length === 0 || inside.length === 0;
      return sizes.map((k) => (empty ? Number.NaN : bagAuroc([without, inside], k, bags, source)));
    });
  const meanOf = (values: readonly (readonly number[])[], picked: readonly number[], size: number): number =>
    picked.reduce((sum, at) => sum + (values[at]?.[size] ?? Number.NaN), 0) / picked.length;
  const all = comparisons.map((_, at) => at);
  const estimates = areas(present, settings.bags);
  const drawn = comparisons.map(() => sizes.map((): number[] => []));
  const means = sizes.map((): number[] => []);
  for (let draw = 0; draw < bootstrap; draw++) {
    const found = areas(
      present.map(() => source.pick(present)),
      settings.resampledBags,
    );
    const picked = all.map(() => source.pick(all));
    for (const size of sizes.keys()) {
      for (const at of all) drawn[at]?.[size]?.push(found[at]?.[size] ?? Number.NaN);
      means[size]?.push(meanOf(found, picked, size));
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
