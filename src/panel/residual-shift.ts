import { inverse } from "../stats/distributions/inverse.ts";
import { mean } from "../stats/distributions/moments.ts";
import type { ShiftSet } from "./shift-table.ts";

/** Added to every candidate's variance, as a share of it: candidates that shift rows almost alike do not cancel each other out. */
const ridge = 0.1;
/** A candidate of whose own shift less is left stands alone: there is nothing to explain it by. */
const least = 1e-9;

/**
 * Takes from every row's shift under a candidate what its shifts under the other candidates say that it would be anyway. Two steps, with
 * coefficients from the rows of the references, within sets and from set to set:
 *
 * 1. the row's mean over candidates, by least squares: any system prompt makes some answers likelier than others, and loud ones more so;
 * 2. the other candidates, by ridge regression: what one about the sea makes likelier, one about Norway makes likelier too. The
 *    coefficients are the columns of the inverse of the ridged covariance over its diagonal (Lauritzen 1996, Graphical Models, 5.1.3).
 *
 * What is left is in nats a token of the candidate's own shift: that counts once, less so much of every other one.
 *
 * @returns a function that does so to a set; candidates keep their places. Rows without a score under some candidate have none left.
 */
export function residualShift(references: readonly ShiftSet[]): (set: ShiftSet) => ShiftSet {
  const loudness = loudnessOf(references);
  const count = loudness.length;
  const quiet = loudness.map((slope, own) =>
    loudness.map((_, other) => Number(own === other) - slope / count),
  );
  const { sds, correlation } = spreadOf(references.map((set) => combined(set, quiet)));
  const inverted = inverse(correlation.map((row, i) => row.map((r, j) => (i === j ? 1 + ridge : r))));
  if (inverted === null) return (set) => set;
  const weights = inverted.map((row, own) => {
    const left = row.map((value, other) => (value * (sds[own] ?? 1)) / (sds[other] ?? 1));
    const all = row.map((_, other) =>
      left.reduce((sum, weight, k) => sum + weight * (quiet[k]?.[other] ?? 0), 0),
    );
    const once = all[own] ?? 0;
    return all.map((weight, other) => (once > least ? weight / once : Number(own === other)));
  });
  return (set) => combined(set, weights);
}

/** Every row's shifts put together anew, one line of weights a candidate. */
function combined(set: ShiftSet, weights: readonly (readonly number[])[]): ShiftSet {
  return {
    ...set,
    shift: weights.map((line) =>
      Float64Array.from(set.cluster, (_, row) =>
        set.shift.reduce((sum, values, other) => sum + (line[other] ?? 0) * (values[row] ?? Number.NaN), 0),
      ),
    ),
  };
}

/** Slope of each candidate's shifts on the rows' means over candidates; their mean is 1. */
function loudnessOf(sets: readonly ShiftSet[]): readonly number[] {
  const common = deviations(sets.flatMap((set) => [...commonOf(set)]));
  const squares = inner(common, common);
  return columnsOf(sets).map((values) => (squares > 0 ? inner(deviations(values), common) / squares : 1));
}

/** A row's mean over candidates. */
function commonOf({ cluster, shift }: ShiftSet): Float64Array {
  return Float64Array.from(
    cluster,
    (_, row) => shift.reduce((sum, values) => sum + (values[row] ?? Number.NaN), 0) / shift.length,
  );
}

/** How shifts under the candidates vary together over the rows of all sets. A candidate without variance has 1 for its own. */
function spreadOf(sets: readonly ShiftSet[]): {
  readonly sds: readonly number[];
  readonly correlation: readonly (readonly number[])[];
} {
  const columns = columnsOf(sets).map(deviations);
  const sds = columns.map((values) => Math.sqrt(inner(values, values) / values.length) || 1);
  return {
    sds,
    correlation: columns.map((a, i) =>
      columns.map((b, j) => (i === j ? 1 : inner(a, b) / a.length / ((sds[i] ?? 1) * (sds[j] ?? 1)))),
    ),
  };
}

/** All sets' rows by candidate. */
function columnsOf(sets: readonly ShiftSet[]): readonly (readonly number[])[] {
  return (sets[0]?.shift ?? []).map((_, candidate) =>
    sets.flatMap(({ shift }) => [...(shift[candidate] ?? [])]),
  );
}

/** Values less their mean; 0 for one that is not there. */
function deviations(values: readonly number[]): readonly number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const middle = mean(known);
  return values.map((value) => (Number.isNaN(value) ? 0 : value - middle));
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, row) => sum + value * (b[row] ?? 0), 0);
}
