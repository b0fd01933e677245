import { type Random, random } from "../stats/distributions/random.ts";
import { exchange } from "../stats/resampling/exchangeable.ts";
import {
  aurocOf,
  type BagPoint,
  type BagSettings,
  bagCurve,
  type ScoredSets,
} from "../stats/text/bag-auroc.ts";
import { permutationP } from "../stats/text/two-sample.ts";

/** Share of rows below which permutations say too little. */
const leastMovable = 0.2;

/** How far a set's rows score above the clean ones. */
export interface SuspectLean {
  readonly curve: readonly BagPoint[];
  /** Of the AUROC of single rows; null where too few rows can change sides. */
  readonly p: number | null;
}

/** Bag curve of rows that were scored by a monitor fitted elsewhere, and p by permuting rows as `exchange` allows. */
export function suspectLean(scored: ScoredSets, settings: BagSettings, permutations: number): SuspectLean {
  return {
    curve: bagCurve(scored, settings),
    p: pOf(scored, permutations, random(`${settings.seed} permuted`)),
  };
}

/** p of so many splits in which nothing differs: half of the prompts against the other half. */
export function dealtSplits(
  { scores, cluster }: Pick<ScoredSets, "scores" | "cluster">,
  splits: number,
  permutations: number,
  seed: string,
): readonly number[] {
  const prompts = [...new Set(cluster)];
  return Array.from({ length: splits }, (_, split) => {
    const source = random(`${seed} dealt ${split}`);
    const first = new Set(source.shuffle(prompts).slice(0, Math.floor(prompts.length / 2)));
    const positive = Uint8Array.from(cluster, (number) => Number(first.has(number)));
    return pOf({ scores, cluster, positive }, permutations, source) ?? 1;
  });
}

/** p of so many splits in which nothing differs: sides swapped at random within each prompt. */
export function swappedSplits(
  { scores, cluster, positive }: ScoredSets,
  splits: number,
  permutations: number,
  seed: string,
): readonly number[] {
  return Array.from({ length: splits }, (_, split) => {
    const source = random(`${seed} swapped ${split}`);
    const turned = new Map([...new Set(cluster)].map((number) => [number, source.int(2)]));
    const sides = positive.map((side, row) => side ^ (turned.get(cluster[row] ?? 0) ?? 0));
    return pOf({ scores, cluster, positive: sides }, permutations, source) ?? 1;
  });
}

function pOf({ scores, positive, cluster }: ScoredSets, permutations: number, source: Random): number | null {
  const { shuffle, movable } = exchange(cluster, positive, new Uint8Array(positive.length));
  if (movable < leastMovable * positive.length) return null;
  const area = (labels: Uint8Array): number =>
    aurocOf(
      scores.filter((_, row) => labels[row] === 1),
      scores.filter((_, row) => labels[row] === 0),
    );
  const labels = Uint8Array.from(positive);
  const shuffled = Float64Array.from({ length: permutations }, () => {
    shuffle(labels, source);
    return area(labels);
  });
  return permutationP(area(positive), shuffled);
}
