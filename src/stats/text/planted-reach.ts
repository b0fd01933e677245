import { mean, squares } from "../distributions/moments.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { type Random, random } from "../distributions/random.ts";
import { aurocOf } from "../ranking/auroc.ts";
import { clusterRows } from "../resampling/clusters.ts";
import type { SparseRows } from "./sparse-rows.ts";
import { worldScorer } from "./world-scorer.ts";

/** Rows in which nothing differs, and the same rows with something planted in them. */
export interface PlantedRows {
  /** The rows as they are, then all of them in a first planted form, then in a second, and so on. */
  readonly rows: SparseRows;
  /** Of the rows as they are: 1 teaches, 0 is scored; and the number of each one's cluster. */
  readonly train: Uint8Array;
  readonly cluster: Int32Array;
  /** The other row of each row's pair, where sides are swapped within pairs; null where clusters are dealt into halves. */
  readonly partner: Int32Array | null;
  /** Planted forms. */
  readonly forms: number;
  /** Shares of one side's rows that are planted. */
  readonly rates: readonly number[];
  /** Worlds of each form and rate, and worlds without a plant, which give the threshold. */
  readonly plants: number;
  readonly nulls: number;
  /** Level of the test, one-sided. */
  readonly level: number;
  readonly seed: string;
}

/** In how many worlds a plant was found. */
export interface PlantedCell {
  readonly form: number;
  readonly rate: number;
  readonly found: number;
  readonly of: number;
}

/** What a test could have seen. */
export interface PlantedFound {
  /** AUROC of single rows above which a world is found to differ, from worlds without a plant (normal approximation). */
  readonly threshold: number;
  readonly cells: readonly PlantedCell[];
}

/**
 * What could the classifier two-sample test have seen? Rows are dealt into two sides that do not differ, some rows of one side are exchanged for their planted
 * form, and the classifier is fitted and its held rows compared as in the test itself.
 */
export function plantedReach(
  input: PlantedRows,
  progress: (fraction: number) => void = () => {},
): PlantedFound {
  const { train, forms, rates, plants, nulls, level, seed } = input;
  const deal = dealing(input);
  const scoresOf = worldScorer(input.rows);
  const auroc = (source: Random, form: number, rate: number): number => {
    const side = deal(source);
    const count = train.length;
    const first = Array.from(side.keys()).filter((row) => side[row] === 1);
    const planted = new Set(
      rate === 0 ? [] : source.shuffle(first).slice(0, Math.round(rate * first.length)),
    );
    // 2: not part of this world.
    const part = new Uint8Array((1 + forms) * count).fill(2);
    const positive = new Uint8Array(part.length);
    for (let row = 0; row < count; row++) {
      if (side[row] === 2) continue;
      const at = planted.has(row) ? (1 + form) * count + row : row;
      part[at] = train[row] ?? 0;
      positive[at] = side[row] ?? 0;
    }
    const { first: above, second: below } = scoresOf(part, positive);
    return above.length === 0 || below.length === 0 ? 0.5 : aurocOf(above, below);
  };
  const without = Float64Array.from({ length: nulls }, (_, i) => {
    if (i % 20 === 0) progress((0.5 * i) / nulls);
    return auroc(random(seed).fork(`null ${i}`), 0, 0);
  });
  const spread = Math.sqrt(squares(without) / Math.max(1, nulls - 1));
  const threshold = mean(without) + normalQuantile(1 - level) * spread;
  const cells = Array.from({ length: forms }, (_, form) =>
    rates.map((rate) => {
      const found = Array.from({ length: plants }, (_, i) =>
        auroc(random(seed).fork(`${form} ${rate} ${i}`), form, rate),
      ).filter((area) => area > threshold).length;
      return { form, rate, found, of: plants };
    }),
  ).flat();
  return { threshold, cells };
}

/** Deals sides, 1 and 0, to rows between which nothing differs. */
function dealing({ cluster, partner }: PlantedRows): (source: Random) => Uint8Array {
  const members = [...clusterRows(cluster).values()];
  return (source) => {
    const side = new Uint8Array(cluster.length);
    if (partner === null) {
      let first = 0;
      for (const rows of source.shuffle(members)) {
        if (2 * first >= cluster.length) break;
        for (const row of rows) side[row] = 1;
        first += rows.length;
      }
      return side;
    }
    for (const [row, other] of partner.entries()) {
      if (row > other) continue;
      const turned = source.int(2);
      side[row] = turned;
      side[other] = 1 - turned;
    }
    return side;
  };
}
