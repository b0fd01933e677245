import { type Random, random } from "../stats/distributions/random.ts";
import { clusterRows } from "../stats/resampling/clusters.ts";
import {
  type MixturePower,
  type MixtureSettings,
  mixtureOf,
  mixturePower,
  mixtureSize,
  type Units,
} from "../stats/resampling/mixtures.ts";
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
 * Power of the panel by share of suspect rows, prompts dealt whole: the clean rows that a mixture is held against stand among the references.
 * Found: the candidate that the whole set leans to is first and beyond the threshold. Share 0 is the rate at which that candidate is found in
 * nothing.
 */
export function panelMixtures(
  { clean, others, trim, seed }: CleanAmong,
  suspect: ShiftSet,
  candidate: number,
  how: MixtureSettings & { readonly resamples: number },
): { readonly size: number; readonly rungs: MixturePower[] } {
  const size = mixtureSize(suspect.cluster.length, clean.cluster.length);
  const worlds = worldsOf({ clean, others, trim, seed }, size, how.resamples);
  const { threshold } = calibrationOf(worlds, how.level, size);
  const units = { suspect: promptsOf(suspect), clean: promptsOf(clean) };
  const rungs = mixturePower(how, (share, source) => {
    const mixture = mixtureOf(units, share, source);
    const mixed = mixedRows(withRows(suspect, mixture.suspect), withRows(clean, mixture.clean));
    const { top, z } = standing(prepared(mixed, [...others, withRows(clean, mixture.against)], trim));
    const reached = z[candidate] ?? Number.NaN;
    return { found: top === candidate && reached > threshold, z: reached };
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

/** Numbers of a set's rows, prompt by prompt. */
function promptsOf(set: ShiftSet): Units {
  return [...clusterRows(set.cluster).values()];
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
