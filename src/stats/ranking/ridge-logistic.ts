import { check, checkAbove, checkAllFinite, checkLabels, checkSameLength, checkSome } from "../arguments.ts";
import { sum } from "../distributions/moments.ts";
import { picked } from "../distributions/picked.ts";

/** A fitted classifier: log odds are `intercept` plus the sum of weights times features. */
export interface RidgeLogistic {
  readonly weights: Float64Array;
  readonly intercept: number;
  /** Newton steps taken. */
  readonly steps: number;
}

const mostSteps = 50;
const tolerance = 1e-9;
/** Longest move of one unknown in a step of the primal. */
const longestStep = 20;
/** Least weight of a row: one that is fitted perfectly still counts a little, so that the system stays solvable. */
const leastWeight = 1e-10;

/**
 * Logistic regression with a ridge penalty: minimises the sum of log losses plus penalty / 2 times the squared weights; the
 * intercept is free. Newton's method, where there are fewer rows than features in the dual (Zhu & Hastie 2005): the cost is that
 * of the smaller number.
 *
 * @param rows features, one array a row, of equal lengths; scale them first if they differ in size
 * @param positive 0 or 1 a row; both must occur
 * @param penalty above 0
 * @example ridgeLogistic([[0], [1], [2], [3]], [0, 1, 0, 1], 1) // { weights: [0.4529], intercept: -0.6793, steps: 4 }
 */
export function ridgeLogistic(
  rows: readonly ArrayLike<number>[],
  positive: ArrayLike<number>,
  penalty: number,
): RidgeLogistic {
  checkSome("rows", rows, 2);
  checkSameLength({ rows, positive });
  checkSameLength(Object.fromEntries(rows.map((row, i) => [`rows[${i}]`, row])));
  for (const [i, row] of rows.entries()) checkAllFinite(`rows[${i}]`, row);
  checkLabels("positive", positive);
  const positives = sum(positive);
  check(positives > 0 && positives < rows.length, "the number of positives", positives, "both classes");
  checkAbove("penalty", penalty);
  const n = rows.length;
  const width = rows[0]?.length ?? 0;
  if (width <= n) {
    const columns = Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row[j] ?? 0));
    return fitPrimal(columns, positive, 1, penalty);
  }
  const gram = gramOf(rows);
  const { dual, intercept, steps } = fitDual(gram, positive, penalty);
  const weights = new Float64Array(rows[0]?.length ?? 0);
  for (let i = 0; i < n; i++) {
    const row = rows[i];
    const share = dual[i] ?? 0;
    if (row === undefined) continue;
    for (let j = 0; j < weights.length; j++) weights[j] = (weights[j] ?? 0) + share * (row[j] ?? 0);
  }
  return { weights, intercept, steps };
}

/** Inner products of all pairs of rows, row-major. */
export function gramOf(rows: readonly ArrayLike<number>[]): Float64Array {
  const n = rows.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const a = rows[i] ?? [];
    for (let j = 0; j <= i; j++) {
      const b = rows[j] ?? [];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  }
  return gram;
}

/**
 * The same fit from inner products alone: log odds of a row are the intercept plus the sum over training rows of `dual` times the
 * inner product with that row.
 */
export function fitDual(
  gram: Float64Array,
  positive: ArrayLike<number>,
  penalty: number,
): { readonly dual: Float64Array; readonly intercept: number; readonly steps: number } {
  const n = positive.length;
  const dual = new Float64Array(n);
  const odds = new Float64Array(n);
  let intercept = 0;
  let steps = 0;
  const system = new Float64Array(n * n);
  const right = new Float64Array(n);
  const ones = new Float64Array(n);
  for (; steps < mostSteps; steps++) {
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-(odds[i] ?? 0)));
      const weight = Math.max(leastWeight, p * (1 - p));
      right[i] = (odds[i] ?? 0) + ((positive[i] ?? 0) - p) / weight;
      ones[i] = 1;
      for (let j = 0; j <= i; j++) system[i * n + j] = gram[i * n + j] ?? 0;
      system[i * n + i] = (system[i * n + i] ?? 0) + penalty / weight;
    }
    // Bordered system: (K + penalty / W) dual + intercept = working response, and the duals sum to 0.
    cholesky(system, n);
    solve(system, n, right);
    solve(system, n, ones);
    const next = sum(right) / sum(ones);
    let moved = Math.abs(next - intercept);
    intercept = next;
    for (let i = 0; i < n; i++) {
      const value = (right[i] ?? 0) - next * (ones[i] ?? 0);
      moved = Math.max(moved, Math.abs(value - (dual[i] ?? 0)) * penalty);
      dual[i] = value;
    }
    for (let i = 0; i < n; i++) {
      let total = intercept;
      for (let j = 0; j < n; j++) total += (gram[i * n + j] ?? 0) * (dual[j] ?? 0);
      odds[i] = total;
    }
    if (moved < tolerance) break;
  }
  return { dual, intercept, steps: steps + 1 };
}

/**
 * The fit in the primal, of weighted rows: for few features and any number of rows.
 *
 * @param columns one array a feature, a value a row
 * @param weight how often each row counts, or 1 for all
 */
export function fitPrimal(
  columns: readonly Float64Array[],
  positive: ArrayLike<number>,
  weight: ArrayLike<number> | 1,
  penalty: number,
): RidgeLogistic {
  const n = positive.length;
  const size = columns.length + 1;
  const weights = new Float64Array(columns.length);
  let intercept = 0;
  let steps = 0;
  const system = new Float64Array(size * size);
  const step = new Float64Array(size);
  // Rows that do not count are left out; the intercept is a column of ones.
  const counted = countedRows(weight, n);
  const cells = columns.map((column) => picked(column, counted));
  const all = [...cells, new Float64Array(counted.length).fill(1)];
  const label = picked(positive, counted);
  const times = weight === 1 ? new Float64Array(n).fill(1) : picked(weight, counted);
  const odds = new Float64Array(counted.length);
  const curve = new Float64Array(counted.length);
  const error = new Float64Array(counted.length);
  const bent = new Float64Array(counted.length);
  // Sum after sum over all rows: a loop that holds one sum in a register is worth reading the columns again.
  for (; steps < mostSteps; steps++) {
    odds.fill(intercept);
    cells.forEach((cell, j) => {
      addTimes(odds, cell, weights[j] ?? 0);
    });
    for (let i = 0; i < odds.length; i++) {
      const p = 1 / (1 + Math.exp(-(odds[i] ?? 0)));
      const w = times[i] ?? 0;
      curve[i] = w * Math.max(leastWeight, p * (1 - p));
      error[i] = w * ((label[i] ?? 0) - p);
    }
    all.forEach((cell, j) => {
      step[j] = dot(error, cell);
      for (let i = 0; i < bent.length; i++) bent[i] = (curve[i] ?? 0) * (cell[i] ?? 0);
      for (let k = 0; k <= j; k++) system[j * size + k] = dot(bent, all[k] ?? bent);
    });
    for (let j = 0; j < columns.length; j++) {
      step[j] = (step[j] ?? 0) - penalty * (weights[j] ?? 0);
      system[j * size + j] = (system[j * size + j] ?? 0) + penalty;
    }
    cholesky(system, size);
    solve(system, size, step);
    // A step that is too long for the log loss, as where classes are separable, is shortened.
    const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = longest > longestStep ? longestStep / longest : 1;
    for (let j = 0; j < columns.length; j++) weights[j] = (weights[j] ?? 0) + scale * (step[j] ?? 0);
    intercept += scale * (step[columns.length] ?? 0);
    if (longest < tolerance) break;
  }
  return { weights, intercept, steps: steps + 1 };
}

function countedRows(weight: ArrayLike<number> | 1, n: number): Int32Array {
  const rows = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (weight === 1 || weight[i] !== 0) rows[count++] = i;
  return rows.subarray(0, count);
}

/** Adds a multiple of a column. */
function addTimes(to: Float64Array, column: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + factor * (column[i] ?? 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
  return total;
}

/** Lower triangle in place. */
function cholesky(matrix: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let value = matrix[i * n + j] ?? 0;
      const a = i * n;
      const b = j * n;
      for (let k = 0; k < j; k++) value -= (matrix[a + k] ?? 0) * (matrix[b + k] ?? 0);
      matrix[a + j] = i === j ? Math.sqrt(Math.max(value, Number.MIN_VALUE)) : value / (matrix[b + j] ?? 1);
    }
  }
}

function solve(lower: Float64Array, n: number, vector: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let value = vector[i] ?? 0;
    for (let k = 0; k < i; k++) value -= (lower[i * n + k] ?? 0) * (vector[k] ?? 0);
    vector[i] = value / (lower[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let value = vector[i] ?? 0;
    for (let k = i + 1; k < n; k++) value -= (lower[k * n + i] ?? 0) * (vector[k] ?? 0);
    vector[i] = value / (lower[i * n + i] ?? 1);
  }
}
