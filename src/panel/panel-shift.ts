import { type Cells, doubleCentre } from "../stats/distributions/double-centre.ts";
import type { Interval } from "../stats/distributions/interval.ts";
import { sd } from "../stats/distributions/moments.ts";
import { quantile } from "../stats/distributions/quantile.ts";
import { random } from "../stats/distributions/random.ts";
import { countDrawn } from "../stats/resampling/cluster-draws.ts";
import { clustersOf } from "../stats/resampling/clusters.ts";
import { meanShifts } from "./set-cells.ts";
import type { ShiftSet } from "./shift-table.ts";
import { prepared, standing } from "./standing.ts";

/** What is compared. */
export interface PanelShiftInput {
  readonly suspect: ShiftSet;
  /** Sets that prompts and sets are centred against; two at least. */
  readonly references: readonly ShiftSet[];
  /** Share of rows cut at each end of every mean. */
  readonly trim: number;
  readonly draws: number;
  readonly seed: string;
}

/** Which candidate a set's likelihoods lean to, and how surely. */
export interface PanelShift {
  /** As measured: nats a token, `[candidate][set]`, the set looked at first. */
  readonly shift: Cells;
  /** What the other candidates do not explain, double-centred. */
  readonly centred: Cells;
  readonly z: readonly number[];
  readonly top: number;
  /** Of the set's centred cells, by candidate. */
  readonly interval: readonly Interval[];
  /** Ranks by centred cell, 1 the first, with the 2.5th and 97.5th percentile over draws. */
  readonly rank: readonly Interval[];
  /** First over second candidate, nats a token. */
  readonly margin: Interval;
  /** Standard error of the margin. */
  readonly marginError: number;
  /** Share of draws in which the first is first. */
  readonly first: number;
}

/**
 * Log-likelihood shift of a set under candidate system prompts, over what the other candidates explain and double-centred against
 * references. Intervals are from a bootstrap of clusters: prompts are drawn with replacement, in all sets at once, so that what rows on one
 * prompt have in common counts once. Intervals of cells and of the margin are the estimate and 1.96 standard errors of the draws to each side.
 *
 * @throws RangeError on fewer than two references
 */
export function panelShift({ suspect, references, trim, draws, seed }: PanelShiftInput): PanelShift {
  if (references.length < 2) throw new RangeError("a shift is centred against two references at least");
  const ready = prepared(suspect, references, trim);
  const { centred, z, top } = standing(ready);
  const found = centred.map((row) => row[0] ?? Number.NaN);
  const second = found.reduce(
    (best, value, at) => (at !== top && (best === -1 || value > (found[best] ?? 0)) ? at : best),
    -1,
  );
  const source = random(seed);
  const present = clustersOf(...[suspect, ...references].map(({ cluster }) => cluster));
  const times = new Int32Array(ready.clusters);
  const values = found.map(() => new Float64Array(draws));
  const ranks = found.map(() => new Float64Array(draws));
  const margins = new Float64Array(draws);
  let first = 0;
  for (let draw = 0; draw < draws; draw++) {
    countDrawn(times, present, source);
    const bySet = ready.cells.map((set) => set.at(times));
    const drawn = doubleCentre(
      found.map((_, candidate) => bySet.map((set) => set[candidate] ?? Number.NaN)),
      ready.planted,
    ).map((row) => row[0] ?? Number.NaN);
    const order = ranksOf(drawn);
    drawn.forEach((value, candidate) => {
      (values[candidate] ?? values[0] ?? margins)[draw] = value;
      (ranks[candidate] ?? ranks[0] ?? margins)[draw] = order[candidate] ?? Number.NaN;
    });
    margins[draw] = (drawn[top] ?? Number.NaN) - (drawn[second] ?? Number.NaN);
    if (order[top] === 1) first++;
  }
  const estimated = ranksOf(found);
  const margin = (found[top] ?? Number.NaN) - (found[second] ?? Number.NaN);
  const marginError = spreadOf(margins);
  return {
    ...{ centred, z, top, marginError, first: first / draws },
    shift: meanShifts([suspect, ...references], trim),
    interval: found.map((value, candidate) => around(value, spreadOf(values[candidate] ?? margins))),
    rank: ranks.map((drawn, candidate) => {
      const sorted = drawn.filter((rank) => !Number.isNaN(rank)).sort();
      return {
        estimate: estimated[candidate] ?? Number.NaN,
        low: Math.floor(quantile(sorted, 0.025)),
        high: Math.ceil(quantile(sorted, 0.975)),
      };
    }),
    margin: around(margin, marginError),
  };
}

function ranksOf(values: readonly number[]): readonly number[] {
  return values.map((value) => 1 + values.filter((other) => other > value).length);
}

function around(estimate: number, error: number): Interval {
  return { estimate, low: estimate - 1.96 * error, high: estimate + 1.96 * error };
}

function spreadOf(drawn: Float64Array): number {
  return sd(drawn.filter((value) => !Number.isNaN(value)));
}
