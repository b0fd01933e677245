import { check, checkAllFinite, checkInside, checkSameLength, checkSome } from "../arguments.ts";
import type { Interval } from "../distributions/interval.ts";
import { inverse } from "../distributions/inverse.ts";
import { studentQuantile, studentTwoSided } from "../distributions/student-t.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** One coefficient of a regression over clusters. */
export interface ClusteredCoefficient extends Interval {
  readonly standardError: number;
  /** Satterthwaite's. */
  readonly freedom: number;
  /** Two-sided, of 0. */
  readonly p: number;
}

type Matrix = readonly (readonly number[])[];

/**
 * Least squares with CR2 standard errors and Satterthwaite's degrees of freedom, clusters as they come (Pustejovsky & Tipton 2018, working
 * covariance the identity): for slopes over few clusters of unlike size, where the usual sandwich is too narrow.
 *
 * @param rows one a unit, its regressors; put a 1 first for an intercept
 * @param outcome one a unit
 * @param cluster of each unit
 * @returns one entry a regressor; null where the regressors hang together linearly, or fewer than two clusters are there
 * @example
 * clusteredRegression([[1, 0], [1, 1], [1, 2], [1, 3], [1, 5]], [1, 2, 2, 4, 5], ["a", "a", "b", "b", "c"])?.[1]?.estimate // 0.8243
 */
export function clusteredRegression(
  rows: Matrix,
  outcome: readonly number[],
  cluster: readonly (string | number)[],
  level = 0.95,
): readonly ClusteredCoefficient[] | null {
  checkSome("rows", rows);
  checkSameLength({ rows, outcome, cluster });
  checkAllFinite("outcome", outcome);
  checkInside("level", level);
  const k = rows[0]?.length ?? 0;
  for (const [i, row] of rows.entries()) {
    check(row.length === k, `the length of rows[${i}]`, row.length, `${k}, that of rows[0]`);
    checkAllFinite(`rows[${i}]`, row);
  }
  const groups = [...Map.groupBy(rows.keys(), (i) => cluster[i] ?? "").values()];
  const bread = inverse(product(rows, rows));
  if (bread === null || groups.length < 2) return null;
  const beta = times(
    bread,
    rows.reduce((sum, row, i) => plus(sum, row, outcome[i] ?? 0), zeros(k)),
  );
  const residual = rows.map((row, i) => (outcome[i] ?? 0) - dot(row, beta));
  const root = rootOf(bread);
  // For each cluster X_g' A_g, with A_g = (I - X_g M X_g')^(-1/2); H_gg has rank k, so it is found in k dimensions.
  const parts = groups.map((members) => adjusted(members, rows, root));
  return Array.from({ length: k }, (_, at) => {
    const direction = bread[at] ?? [];
    // s_g = A_g X_g M e_at, one number a member.
    const scores = parts.map((part) => part.map((row) => dot(row, direction)));
    const variance = scores.reduce(
      (sum, score, g) =>
        sum + score.reduce((inner, s, j) => inner + s * (residual[groups[g]?.[j] ?? 0] ?? 0), 0) ** 2,
      0,
    );
    const freedom = satterthwaite(scores, groups, rows, bread);
    const standardError = Math.sqrt(variance);
    const estimate = beta[at] ?? Number.NaN;
    const reach = studentQuantile(1 - (1 - level) / 2, freedom) * standardError;
    const p = studentTwoSided(estimate / standardError, freedom);
    return { estimate, low: estimate - reach, high: estimate + reach, standardError, freedom, p };
  });
}

/** Rows of A_g X_g, one a member. */
function adjusted(members: readonly number[], rows: Matrix, root: Matrix): number[][] {
  const own = members.map((i) => rows[i] ?? []);
  const turned = own.map((row) => times(root, row));
  const k = root.length;
  const { values, vectors } = symmetricEigen(product(turned, turned));
  const out = own.map((row) => [...row]);
  for (const [at, value] of values.entries()) {
    if (!(value > 1e-12)) continue;
    // A cluster that fixes a direction alone has no residual there: it is left out, as clubSandwich does.
    const scale = (1 - value > 1e-10 ? 1 / Math.sqrt(1 - value) : 0) - 1;
    const vector = vectors[at] ?? [];
    const q = turned.map((row) => dot(row, vector) / Math.sqrt(value));
    const along = Array.from({ length: k }, (_, c) =>
      own.reduce((sum, row, j) => sum + (q[j] ?? 0) * (row[c] ?? 0), 0),
    );
    for (const [j, row] of out.entries())
      for (let c = 0; c < k; c++) row[c] = (row[c] ?? 0) + scale * (q[j] ?? 0) * (along[c] ?? 0);
  }
  return out;
}

/** (sum p_g' p_g)^2 / sum (p_g' p_h)^2, where p_g = (I - H)_g' s_g. */
function satterthwaite(
  scores: readonly (readonly number[])[],
  groups: readonly (readonly number[])[],
  rows: Matrix,
  bread: Matrix,
): number {
  const k = bread.length;
  // p_g' p_h = [g = h] s_g' s_g - b_g' M b_h, with b_g = X_g' s_g.
  const b = scores.map((score, g) =>
    score.reduce((sum, s, j) => plus(sum, rows[groups[g]?.[j] ?? 0] ?? [], s), zeros(k)),
  );
  const turned = b.map((one) => times(bread, one));
  let trace = 0;
  let squares = 0;
  for (const [g, one] of b.entries()) {
    for (const [h, other] of turned.entries()) {
      const own = g === h ? dot(scores[g] ?? [], scores[g] ?? []) : 0;
      const entry = own - dot(one, other);
      if (g === h) trace += entry;
      squares += entry ** 2;
    }
  }
  return trace ** 2 / squares;
}

/** The symmetric root of a positive definite matrix. */
function rootOf(matrix: Matrix): number[][] {
  const { values, vectors } = symmetricEigen(matrix);
  return matrix.map((_, i) =>
    matrix.map((__, j) =>
      values.reduce(
        (sum, value, at) =>
          sum + Math.sqrt(Math.max(0, value)) * (vectors[at]?.[i] ?? 0) * (vectors[at]?.[j] ?? 0),
        0,
      ),
    ),
  );
}

function zeros(k: number): number[] {
  return new Array<number>(k).fill(0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function plus(a: readonly number[], b: readonly number[], by: number): number[] {
  return a.map((value, i) => value + by * (b[i] ?? 0));
}

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

/** a' b. */
function product(a: Matrix, b: Matrix): number[][] {
  const k = a[0]?.length ?? 0;
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (__, j) =>
      a.reduce((sum, row, at) => sum + (row[i] ?? 0) * (b[at]?.[j] ?? 0), 0),
    ),
  );
}
