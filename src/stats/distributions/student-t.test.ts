import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near, fixture as statsFixture } from "../../../test/fixtures/stats/read.ts";
import { studentCdf, studentDensity, studentQuantile, studentTwoSided } from "./student-t.ts";

/** The incomplete beta loses digits with very many degrees of freedom. */
const allowed = (freedom: number): number => (freedom <= 1000 ? 2e-12 : 3e-10);

test("densities and probabilities are SciPy's, for fractions of a degree of freedom too", () => {
  for (const { t, freedom, density, p } of fixture.student) {
    near(studentDensity(t, freedom), density, 1e-12);
    near(studentCdf(t, freedom), p, p < 1e-300 ? 1e-300 : p * allowed(freedom));
  }
});

test("quantiles are SciPy's relative to their size, far out and next to the middle too", () => {
  for (const { p, freedom, t } of fixture.studentQuantiles) {
    if (t === 0) near(studentQuantile(p, freedom), 0, 1e-15);
    else near(studentQuantile(p, freedom) / t, 1, allowed(freedom));
  }
});

test("a quantile far out is Cauchy's, 0 and 1 are the ends", () => {
  near(studentQuantile(1e-30, 1) * Math.PI * 1e-30, -1, 1e-12);
  near(studentQuantile(1e-300, 2) * Math.sqrt(2e-300), -1, 1e-12);
  assert.deepEqual(
    [0, 1].map((p) => studentQuantile(p, 3)),
    [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  );
  assert.deepEqual(
    [studentCdf(Number.NEGATIVE_INFINITY, 3), studentCdf(Number.POSITIVE_INFINITY, 3)],
    [0, 1],
  );
});

test("quantiles in both tails and p of both sides are SciPy's", () => {
  // Relative to the value: with one degree of freedom the tails lie far out.
  for (const { p, freedom, t } of statsFixture.student) {
    near(studentQuantile(p, freedom), t, 1e-9);
    near(studentTwoSided(t, freedom), 2 * Math.min(p, 1 - p), 1e-9);
  }
});

test("with one degree of freedom it is Cauchy's, with many the normal", () => {
  for (const t of [-3, -0.5, 0, 1, 20]) near(studentCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-12);
  near(studentQuantile(0.975, 1e7), 1.959963984540054, 1e-6);
});
