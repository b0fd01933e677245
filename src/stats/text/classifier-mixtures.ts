import { higher } from "../distributions/welch.ts";
import {
  type MixturePower,
  type MixtureSettings,
  mixtureOf,
  mixturePower,
  singleRows,
} from "../resampling/mixtures.ts";
import type { SparseRows } from "./sparse-rows.ts";
import { worldScorer } from "./world-scorer.ts";

/** Rows of a table that are mixed, by number. */
export interface ClassifierMixtures extends MixtureSettings {
  readonly rows: SparseRows;
  /** 1 or 0 a row number: does it teach? */
  readonly train: Uint8Array;
  readonly suspect: Int32Array;
  readonly clean: Int32Array;
  /** A suspect row stands in for the clean one of the same place alone. */
  readonly twins: boolean;
}

/**
 * Power of the classifier two-sample test by share of suspect rows: clean rows against as many others, the classifier fitted on the teaching
 * rows of this mixture and its held rows compared.
 */
export function classifierMixtures(input: ClassifierMixtures): MixturePower[] {
  const { rows, train, suspect, clean, twins, level } = input;
  const scoresOf = worldScorer(rows);
  const units = { suspect: singleRows(suspect.length), clean: singleRows(clean.length) };
  return mixturePower(input, (share, source) => {
    const mixture = mixtureOf(units, share, source);
    const positive = new Uint8Array(train.length);
    // 2: not part of this mixture.
    const part = new Uint8Array(train.length).fill(2);
    const put = (places: readonly number[], from: Int32Array, side: 0 | 1): void => {
      for (const place of places) {
        const row = from[place] ?? 0;
        part[row] = train[row] ?? 0;
        positive[row] = side;
      }
    };
    put(mixture.against, clean, 0);
    put(mixture.clean, clean, 1);
    put(twins ? mixture.replaced : mixture.suspect, suspect, 1);
    const { first, second } = scoresOf(part, positive);
    return higher(first, second, level);
  });
}
