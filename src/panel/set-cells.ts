import type { Cells } from "../stats/distributions/double-centre.ts";
import { mean } from "../stats/distributions/moments.ts";
import { trimmedMean, trimmedMeanVariance } from "../stats/distributions/trimmed-mean.ts";
import type { ShiftSet } from "./shift-table.ts";

/** A set's trimmed mean shift by candidate, under any weighting of the clusters. */
export interface SetCells {
  readonly rows: number;
  /** Nats a token, by candidate; NaN where no row is left. */
  at(times: ArrayLike<number>): readonly number[];
  /**
   * Squared standard error of each cell once the set's mean over candidates is taken from it, rows as independent: what a row has under all
   * candidates alike is no noise then. Winsorised variance (Yuen 1974, Biometrika 61:165).
   */
  readonly variance: readonly number[];
}

/** Prepares one set. Rows are heavy-tailed, hence the trimming: `trim` is the share of rows cut at each end. */
export function setCells(set: ShiftSet, trim: number): SetCells {
  const means = set.shift.map((values) => trimmedMean(values, set.cluster, trim));
  const common = Float64Array.from(set.cluster, (_, row) => {
    const values = set.shift.map((under) => under[row] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    return mean(values);
  });
  return {
    rows: set.cluster.length,
    at: (times) => means.map((one) => one.at(times)),
    variance: set.shift.map((values) =>
      trimmedMeanVariance(
        values.map((value, row) => value - (common[row] ?? 0)),
        trim,
      ),
    ),
  };
}

/** Trimmed mean shift of every set under every candidate, `[candidate][set]`, nats a token. */
export function meanShifts(sets: readonly ShiftSet[], trim: number): Cells {
  const candidates = sets[0]?.shift ?? [];
  return candidates.map((_, candidate) =>
    sets.map(({ shift, cluster }) =>
      trimmedMean(shift[candidate] ?? [], new Uint8Array(cluster.length), trim).at([1]),
    ),
  );
}
