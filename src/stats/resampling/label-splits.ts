import { type Random, random } from "../distributions/random.ts";
import { auroc } from "../ranking/auroc.ts";
import type { ScoredSets } from "../text/bag-auroc.ts";
import { permutationP } from "../text/two-sample.ts";
import { exchange } from "./exchangeable.ts";

/** Share of rows below which permutations say too little. */
const leastMovable = 0.2;

/** p of the AUROC of scored rows, by permuting labels as `exchange` allows; null where too few rows can change sides. */
export function labelP(
  { scores, positive, cluster }: ScoredSets,
  permutations: number,
  source: Random,
): number | null {
  const { shuffle, movable } = exchange(cluster, positive, new Uint8Array(positive.length));
  if (movable < leastMovable * positive.length) return null;
  const labels = Uint8Array.from(positive);
  const shuffled = Float64Array.from({ length: permutations }, () => {
    shuffle(labels, source);
    return auroc(scores, labels);
  });
  return permutationP(auroc(scores, positive), shuffled);
}

/** p of so many splits in which nothing differs: half of the clusters against the other half. */
export function dealtSplits(
  { scores, cluster }: Pick<ScoredSets, "scores" | "cluster">,
  splits: number,
  permutations: number,
  seed: string,
): readonly number[] {
  const clusters = [...new Set(cluster)];
  return Array.from({ length: splits }, (_, split) => {
    const source = random(`${seed} dealt ${split}`);
    const first = new Set(source.shuffle(clusters).slice(0, Math.floor(clusters.length / 2)));
    const positive = Uint8Array.from(cluster, (number) => Number(first.has(number)));
    return labelP({ scores, cluster, positive }, permutations, source) ?? 1;
  });
}

/** p of so many splits in which nothing differs: sides swapped at random within each cluster. */
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
    return labelP({ scores, cluster, positive: sides }, permutations, source) ?? 1;
  });
}
