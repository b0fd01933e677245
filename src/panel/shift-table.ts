/** Shifts of one set's rows under every candidate prompt. */
export interface ShiftSet {
  readonly id: string;
  /** Number of the candidate that is known to be planted in it; null for a set without one, or one that is looked at. */
  readonly planted: number | null;
  /** Cluster (prompt) of each row, a whole number from 0; the same number is the same prompt in every set. */
  readonly cluster: Int32Array;
  /** By candidate and row, nats a token; NaN = no score. */
  readonly shift: readonly Float64Array[];
}

/** One set's rows by number, candidates by number. */
export function withRows(set: ShiftSet, rows: readonly number[]): ShiftSet {
  return {
    ...set,
    cluster: Int32Array.from(rows, (row) => set.cluster[row] ?? 0),
    shift: set.shift.map((values) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN)),
  };
}

/** Sets without some of the candidates: what was planted by one that is gone is planted no more. */
export function withoutCandidate(sets: readonly ShiftSet[], gone: number): readonly ShiftSet[] {
  return sets.map((set) => ({
    ...set,
    planted: set.planted === null || set.planted === gone ? null : set.planted - Number(set.planted > gone),
    shift: set.shift.filter((_, candidate) => candidate !== gone),
  }));
}

/** The rows of two sets together, named as the first. */
export function mixedRows(a: ShiftSet, b: ShiftSet): ShiftSet {
  return {
    ...a,
    cluster: Int32Array.from([...a.cluster, ...b.cluster]),
    shift: a.shift.map((rows, candidate) => Float64Array.from([...rows, ...(b.shift[candidate] ?? [])])),
  };
}
