import { z } from "zod";
import { clusteredMean } from "../stats/contrasts/clustered-mean.ts";
import { exactAbsence } from "../stats/contrasts/equivalence.ts";
import { interval } from "../stats/distributions/interval.ts";
import { mean, squares } from "../stats/distributions/moments.ts";
import { clopperPearson } from "../stats/distributions/proportion.ts";
import { studentQuantile, studentTwoSided } from "../stats/distributions/student-t.ts";
import type { Cell } from "./cells.ts";
import type { DeclaredContrast } from "./contrasts.ts";
import type { Observation } from "./observation.ts";

/** Schema of an arm that was measured elsewhere. */
export const armRate = z
  .object({
    arm: z.string(),
    items: z.int(),
    clusters: z.int(),
    outcomes: z.int(),
    missing: z.int(),
    /** Rate over items with its 95% interval, clusters as units; null with no outcome, or one cluster. */
    rate: interval.nullable(),
    /** The rate if all that is missing had not happened, and if it had. */
    bounds: z.object({ low: z.number(), high: z.number() }).readonly(),
    /** Where it happened in no item: what so many items could hide (one-sided, 95%). */
    atMost: z.number().nullable(),
    /** By repeat. */
    repeats: z.array(z.object({ repeat: z.int(), rate: z.number(), items: z.int() }).readonly()).readonly(),
    /** The two repeats that lie farthest apart, paired by item. */
    apart: z
      .object({
        first: z.number(),
        second: z.number(),
        difference: z.number(),
        low: z.number(),
        high: z.number(),
        /** Difference over its standard error. */
        z: z.number(),
        /** Two-sided, adjusted for having chosen the farthest of all pairs (Bonferroni). */
        p: z.number(),
        /** How far one run's rate lies from the next by sampling alone, 95%. */
        sampling: z.number(),
      })
      .readonly()
      .nullable(),
    /** Half the width of a 95% interval that three interleaved blocks of the same items would give. */
    threeBlocks: z.number().nullable(),
  })
  .readonly();
export type ArmRate = z.infer<typeof armRate>;

/** Rates of every arm, in the order in which they first stand. */
export function armRates(rows: readonly Observation[]): ArmRate[] {
  return [...Map.groupBy(rows, ({ cell }) => cell)].map(([arm, own]) => rateOf(arm, own));
}

/** Arms as cells, and every other arm less the one they are compared with. */
export function armContrasts(
  arms: readonly string[],
  against: string,
): { readonly cells: readonly Cell[]; readonly contrasts: readonly DeclaredContrast[] } {
  return {
    cells: arms.map((arm) => ({ id: arm, levels: { arm } })),
    contrasts: arms
      .filter((arm) => arm !== against)
      .map((arm) => ({
        ...{ id: arm, title: `${arm} less ${against}` },
        terms: [
          { weight: 1, where: { arm } },
          { weight: -1, where: { arm: against } },
        ],
      })),
  };
}

function rateOf(arm: string, own: readonly Observation[]): ArmRate {
  const byItem = [...Map.groupBy(own, ({ item }) => item).values()].map((rows) => {
    const values = rows.flatMap(({ value }) => value ?? []);
    return { cluster: rows[0]?.cluster ?? "", values };
  });
  const measured = byItem.filter(({ values }) => values.length > 0);
  const means = measured.map(({ values }) => mean(values));
  const clusters = new Set(measured.map(({ cluster }) => cluster)).size;
  const missing = own.filter(({ value }) => value === null).length;
  const happened = own.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const never = happened === 0 && measured.length > 0;
  return {
    ...{ arm, items: measured.length, clusters, outcomes: own.length - missing, missing },
    rate:
      clusters < 2
        ? null
        : rateInterval(
            means,
            measured.map(({ cluster }) => cluster),
            never || means.every((rate) => rate === 1),
          ),
    bounds: { low: happened / own.length, high: (happened + missing) / own.length },
    atMost: never ? exactAbsence(0, clusters, 0.05).upper : null,
    ...repeatsOf(own),
  };
}

/** Student's t over clusters; where nothing spreads, exact over clusters. */
function rateInterval(means: readonly number[], cluster: readonly string[], alike: boolean) {
  const clusters = new Set(cluster).size;
  if (alike) return clopperPearson(means[0] === 1 ? clusters : 0, clusters);
  const { estimate, low, high } = clusteredMean(means, cluster);
  return { estimate, low: Math.max(0, low), high: Math.min(1, high) };
}

function repeatsOf(own: readonly Observation[]): Pick<ArmRate, "repeats" | "apart" | "threeBlocks"> {
  const blocks = [...Map.groupBy(own, ({ block }) => block)]
    .map(([repeat, rows]) => ({
      repeat,
      values: new Map(rows.flatMap(({ item, value }) => (value === null ? [] : [[item, value] as const]))),
    }))
    .filter(({ values }) => values.size > 0);
  const repeats = blocks.map(({ repeat, values }) => ({
    repeat,
    rate: mean([...values.values()]),
    items: values.size,
  }));
  const pairs = blocks.flatMap((a, i) => blocks.slice(i + 1).flatMap((b) => pairOf(a, b) ?? []));
  const farthest = pairs.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
  return {
    repeats,
    apart: farthest === undefined ? null : { ...farthest, p: Math.min(1, farthest.p * pairs.length) },
    threeBlocks: threeBlocksOf(own),
  };
}

interface RepeatOf {
  readonly repeat: number;
  readonly values: ReadonlyMap<string, number>;
}

function pairOf(a: RepeatOf, b: RepeatOf): NonNullable<ArmRate["apart"]> | null {
  const differences = [...a.values].flatMap(([item, value]) => {
    const other = b.values.get(item);
    return other === undefined ? [] : [other - value];
  });
  const n = differences.length;
  const error = Math.sqrt(squares(differences) / (n - 1) / n);
  if (n < 2 || !(error > 0)) return null;
  const difference = mean(differences);
  const reach = studentQuantile(0.975, n - 1) * error;
  return {
    ...{ first: a.repeat, second: b.repeat, difference, low: difference - reach, high: difference + reach },
    ...{ z: difference / error, p: studentTwoSided(difference / error, n - 1), sampling: reach },
  };
}

/** From what items have of their own and what varies within them: the spread of a mean over items, each measured three times. */
function threeBlocksOf(own: readonly Observation[]): number | null {
  const byItem = [...Map.groupBy(own, ({ item }) => item).values()].map((rows) =>
    rows.flatMap(({ value }) => value ?? []),
  );
  const repeated = byItem.filter(({ length }) => length > 1);
  if (repeated.length < 2) return null;
  const freedom = repeated.reduce((sum, { length }) => sum + length - 1, 0);
  const within = repeated.reduce((sum, values) => sum + squares(values), 0) / freedom;
  const means = repeated.map((values) => mean(values));
  const times = mean(repeated.map(({ length }) => length));
  const n = means.length;
  const between = Math.max(0, squares(means) / (n - 1) - within / times);
  return studentQuantile(0.975, n - 1) * Math.sqrt((between + within / 3) / n);
}
