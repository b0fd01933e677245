import { type Cells, doubleCentre } from "../stats/distributions/double-centre.ts";
import { sum } from "../stats/distributions/moments.ts";
import { clusterCount } from "../stats/resampling/clusters.ts";
import { residualShift } from "./residual-shift.ts";
import type { SetCells } from "./set-cells.ts";
import { setCells } from "./set-cells.ts";
import type { ShiftSet } from "./shift-table.ts";

/** How a set stands to every candidate. */
export interface Standing {
  /** What other candidates do not explain of each cell, double-centred: nats a token, `[candidate][set]`, the set looked at first. */
  readonly centred: Cells;
  /** By candidate: the set's centred cell in units of how such cells vary among references without that plant. */
  readonly z: readonly number[];
  /** The candidate with the largest centred cell. */
  readonly top: number;
}

/** References' own weight against what is known of a candidate from all candidates, in degrees of freedom. */
const priorFreedom = 4;

/** Sets with their cells prepared, the one looked at first. */
export interface Prepared {
  readonly cells: readonly SetCells[];
  /** Cells of another set in the place of the one looked at. */
  readonly cellsOf: (set: ShiftSet) => SetCells;
  readonly planted: readonly (number | null)[];
  /** One more than the highest cluster. */
  readonly clusters: number;
}

/**
 * Prepares a set and its references: the cells are of what the references' rows do not explain by the other candidates. What is planted
 * in the set looked at is forgotten.
 */
export function prepared(suspect: ShiftSet, references: readonly ShiftSet[], trim: number): Prepared {
  const sets = [suspect, ...references];
  const residual = residualShift(references);
  const cellsOf = (set: ShiftSet): SetCells => setCells(residual(set), trim);
  return {
    ...{ cells: sets.map(cellsOf), cellsOf },
    planted: [null, ...references.map(({ planted }) => planted)],
    clusters: Math.max(0, ...sets.map(({ cluster }) => clusterCount(cluster))),
  };
}

/**
 * Standing of a set among its references. A z is the centred cell over a standard deviation: of how the same candidate's cells vary in
 * references not planted with it, moderated towards that of all candidates (as in Smyth 2004, doi:10.2202/1544-6115.1027), without
 * the noise of their rows, and with the noise of the set's own.
 */
export function standing({ cells, planted, clusters }: Prepared): Standing {
  const once = new Int32Array(clusters).fill(1);
  const bySet = cells.map((set) => set.at(once));
  const table = (bySet[0] ?? []).map((_, candidate) => bySet.map((set) => set[candidate] ?? Number.NaN));
  const centred = doubleCentre(table, planted);
  const z = scaled(centred, { cells, planted });
  return { centred, z, top: topOf(centred.map((row) => row[0] ?? Number.NaN)) };
}

/** The same with another set in the place of the one looked at. */
export function standingOf(set: ShiftSet, among: Prepared): Standing {
  return standing({ ...among, cells: [among.cellsOf(set), ...among.cells.slice(1)] });
}

/** The largest value's position; the first of equals. */
function topOf(values: readonly number[]): number {
  return values.reduce(
    (best, value, at) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? at : best),
    0,
  );
}

function scaled(centred: Cells, { cells, planted }: Pick<Prepared, "cells" | "planted">): readonly number[] {
  const unplanted = centred.map((row, candidate) =>
    row.map((cell, set) => ({ cell, set })).filter(({ set }) => set > 0 && planted[set] !== candidate),
  );
  const squares = unplanted.map((row) => sum(row.map(({ cell }) => cell ** 2)));
  const freedom = unplanted.map((row) => Math.max(1, row.length - 1));
  const common = sum(squares) / sum(freedom);
  return centred.map((row, candidate) => {
    const own = squares[candidate] ?? 0;
    const variance = (own + priorFreedom * common) / ((freedom[candidate] ?? 1) + priorFreedom);
    const theirs = (unplanted[candidate] ?? []).map(({ set }) => cells[set]?.variance[candidate] ?? 0);
    const noise = sum(theirs) / Math.max(1, theirs.length);
    // What references differ by beyond their own noise is there in every set; noise is as the set's own rows are.
    const likeness = Math.max(0, variance - noise);
    const mine = (cells[0]?.variance[candidate] ?? 0) + noise / Math.max(1, theirs.length);
    return (row[0] ?? Number.NaN) / Math.sqrt(likeness + mine);
  });
}
