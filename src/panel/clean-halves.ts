import { type Random, random } from "../stats/distributions/random.ts";
import { clusterRows } from "../stats/resampling/clusters.ts";
import type { MixturePower } from "../stats/resampling/mixture-power.ts";
import { calibrateNone, calibrationOf, type NoneCalibration } from "./none-of-these.ts";
import { panelShift } from "./panel-shift.ts";
import { mixedRows, type ShiftSet, withRows } from "./shift-table.ts";
import { prepared, standing } from "./standing.ts";

/** A clean set that a scorer has read, among the sets of a panel. */
export interface CleanAmong {
  readonly clean: ShiftSet;
  /** Sets of the panel, without the clean one. */
  readonly others: readonly ShiftSet[];
  readonly trim: number;
  readonly seed: string;
}

/**
 * The panel put to sets that nothing is planted in: again and again half of the clean set's prompts is looked at, the other half stands
 * among the references. No row is scored anew.
 *
 * @param draws resamples for each margin, `resamples` of each other set for what sets without their true prompt reach
 * @returns a p-value a split: the share of sets without their true prompt whose best z is as large, 1 where the first candidate is not
 * clear of the second; at most a level where a candidate would be named at that level
 */
export function cleanSplits(
  { clean, others, trim, seed }: CleanAmong,
  {
    splits,
    draws,
    resamples,
  }: { readonly splits: number; readonly draws: number; readonly resamples: number },
): number[] {
  const source = random(`${seed} clean splits`);
  const rows = Math.floor(clean.cluster.length / 2);
  const nulls = worldsOf({ clean, others, trim, seed }, rows, resamples).flatMap(({ best }) => best);
  return Array.from({ length: splits }, (_, split) => {
    const [suspect, kept] = halves(clean, source);
    const references = [...others, kept];
    const shift = panelShift({ suspect, references, trim, draws, seed: `${seed} ${split}` });
    if (!(shift.margin.low > 0)) return 1;
    const best = shift.z[shift.top] ?? Number.NEGATIVE_INFINITY;
    return (1 + nulls.filter((one) => one >= best).length) / (1 + nulls.length);
  });
}

/**
 * Power of the panel by share of suspect rows: in each mixture half of the clean set's prompts gives the ordinary rows, the other half stands
 * among the references; rows of either kind are drawn without replacement, as many in all as the half has or the suspect set, whichever
 * is fewer. Found: the candidate that the whole set leans to is first and beyond the threshold. Share 0 is the rate at which that candidate is
 * found in nothing.
 */
export function panelMixtures(
  { clean, others, trim, seed }: CleanAmong,
  suspect: ShiftSet,
  candidate: number,
  {
    shares,
    worlds: mixtures,
    level,
    resamples,
  }: {
    readonly shares: readonly number[];
    readonly worlds: number;
    readonly level: number;
    readonly resamples: number;
  },
): { readonly size: number; readonly rungs: MixturePower[] } {
  const size = Math.min(suspect.cluster.length, Math.floor(clean.cluster.length / 2));
  const worlds = worldsOf({ clean, others, trim, seed }, size, resamples);
  const { threshold } = calibrationOf(worlds, level, size);
  const rungs = shares.map((share) => {
    const source = random(`${seed} mixtures ${share}`);
    let found = 0;
    let sum = 0;
    for (let mixture = 0; mixture < mixtures; mixture++) {
      const [ordinary, kept] = halves(clean, source);
      const planted = Math.round(share * size);
      const mixed = mixedRows(
        withRows(suspect, someRows(suspect, planted, source)),
        withRows(ordinary, someRows(ordinary, size - planted, source)),
      );
      const { top, z } = standing(prepared(mixed, [...others, kept], trim));
      const reached = z[candidate] ?? Number.NaN;
      if (top === candidate && reached > threshold) found++;
      sum += reached;
    }
    return { share, found, worlds: mixtures, z: sum / mixtures };
  });
  return { size, rungs };
}

/** What the other sets reach without their true prompts. What the clean set itself does is what is asked here, so it calibrates nothing. */
function worldsOf(
  { clean, others, trim, seed }: CleanAmong,
  rows: number,
  resamples: number,
): NoneCalibration["sets"] {
  const sets = [...others, clean];
  return calibrateNone({ sets, rows, trim, level: 0.05, resamples, seed }).sets.slice(0, others.length);
}

/** Numbers of rows of a set: whole prompts in random order, the last one cut. */
function someRows(set: ShiftSet, count: number, source: Random): readonly number[] {
  return source
    .shuffle([...clusterRows(set.cluster).values()])
    .flat()
    .slice(0, count);
}

/** A set's prompts dealt into two halves of as many rows, as nearly as whole prompts allow. */
function halves(set: ShiftSet, source: Random): readonly [ShiftSet, ShiftSet] {
  const clusters = source.shuffle([...new Set(set.cluster)]);
  const sizes = Map.groupBy(set.cluster, (cluster) => cluster);
  const first = new Set<number>();
  let count = 0;
  for (const cluster of clusters) {
    if (2 * count >= set.cluster.length) break;
    first.add(cluster);
    count += sizes.get(cluster)?.length ?? 0;
  }
  const numbers = [...set.cluster.keys()];
  const half = (taken: boolean): ShiftSet => ({
    ...withRows(
      set,
      numbers.filter((row) => first.has(set.cluster[row] ?? -1) === taken),
    ),
    planted: null,
  });
  return [half(true), half(false)];
}
