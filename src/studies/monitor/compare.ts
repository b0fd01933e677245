import { finiteInterval, finiteOrNull } from "../../stats/distributions/interval.ts";
import { aurocBounds } from "../../stats/ranking/auroc.ts";
import { obuchowski } from "../../stats/ranking/obuchowski.ts";
import type { Labelled, Resampled } from "./resample.ts";
import type { Comparison } from "./results.ts";
import { inUnit, type ScoredArm } from "./scored-arm.ts";

/**
 * Which arms are compared: the prompted ones with fresh (prefix first, which is the claim), the other prompted pairs, ensembles
 * with their parts, then probes with the first prompted arm and each floor, then the first prompted arm with each floor.
 */
export function pairsOf(arms: readonly Pick<ScoredArm, "id" | "kind">[]): (readonly [string, string])[] {
  const prompted = arms.filter(({ kind }) => kind === "prompted").map(({ id }) => id);
  const floors = arms.filter(({ kind }) => kind === "floor").map(({ id }) => id);
  const others = prompted.filter((id) => id !== "fresh");
  const withFresh = prompted.includes("fresh") ? others.map((id) => [id, "fresh"] as const) : [];
  const among = others.flatMap((a, index) => others.slice(index + 1).map((b) => [b, a] as const));
  const lead = prompted.slice(0, 1).flatMap((a) => floors.map((b) => [a, b] as const));
  // A probe has to beat what is asked on the same prefix, and every floor in the same folds.
  const probes = arms
    .filter(({ kind }) => kind === "probe")
    .flatMap(({ id }) => [...prompted.slice(0, 1), ...floors].map((b) => [id, b] as const));
  // An ensemble has to beat each of its parts; the control stands beside what it is a control of.
  const ensembles = arms
    .filter(({ kind }) => kind === "ensemble")
    .flatMap(({ id }) => prompted.map((b) => [id, b] as const));
  const controls = arms
    .filter(({ kind }) => kind === "control")
    .flatMap(({ id }) => (prompted.includes("fresh") ? [[id, "fresh"] as const] : []));
  return [...withFresh, ...controls, ...among, ...ensembles, ...probes, ...lead];
}

type Column = Omit<ScoredArm, "probability">;

/** Compares pairs of arms, each on the rows that both scored. A pair of which an arm is not there is left out. */
export function comparisonsOf(
  pairs: readonly (readonly [string, string])[],
  arms: readonly Column[],
  labelled: Labelled,
  resampled: Resampled,
): Comparison[] {
  const byId = new Map(arms.map((arm) => [arm.id, arm]));
  return pairs.flatMap(([first, second]) => {
    const a = byId.get(first);
    const b = byId.get(second);
    if (a === undefined || b === undefined) return [];
    const drawn = resampled.pair(first, second);
    const shift = {
      positives: finiteInterval(drawn?.shiftPositive),
      negatives: finiteInterval(drawn?.shiftNegative),
    };
    return [
      {
        ...{ a: first, b: second, n: drawn?.rows ?? 0, auroc: finiteInterval(drawn?.auroc) },
        bounds: differenceBounds(a, b, labelled),
        obuchowski: clusteredDeLong(a, b, labelled),
        shift: inUnit(a.kind) && inUnit(b.kind) ? shift : null,
      },
    ];
  });
}

function differenceBounds(a: Column, b: Column, { positive }: Labelled): Comparison["bounds"] {
  const complete = (scores: Float64Array): boolean => !scores.some(Number.isNaN);
  // Where nothing is missing the bounds are the estimate itself: none are needed.
  if (complete(a.scores) && complete(b.scores)) return null;
  const first = aurocBounds(a.scores, positive);
  const second = aurocBounds(b.scores, positive);
  const low = finiteOrNull(first.low - second.high);
  const high = finiteOrNull(first.high - second.low);
  return low === null || high === null ? null : { low, high };
}

function clusteredDeLong(a: Column, b: Column, { positive, cluster }: Labelled): Comparison["obuchowski"] {
  const { difference } = obuchowski(a.scores, b.scores, positive, cluster);
  const estimated = finiteInterval(difference);
  const error = finiteOrNull(difference.se);
  return estimated === null || error === null ? null : { ...estimated, standardError: error };
}
