import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../test/fixtures/stats/read.ts";
import { betaCdf } from "./beta.ts";
import { logBeta, logBetaCdf } from "./log-beta.ts";

test("the log of the incomplete beta function is SciPy's, also where the probability leaves the doubles", () => {
  for (const { x, a, b, log } of fixture.logBetaCdf) near(logBetaCdf(x, a, b), log, 1e-9);
  assert.ok(
    fixture.logBetaCdf.some(({ log }) => log < -745),
    "one lies below the least double",
  );
  assert.equal(logBetaCdf(0, 2, 3), Number.NEGATIVE_INFINITY);
  assert.equal(logBetaCdf(1, 2, 3), 0);
});

test("it agrees with the continued fraction, on both sides of the mean", () => {
  for (const a of [0.5, 1, 3.5, 60]) {
    for (const b of [0.5, 2, 40]) {
      for (const x of [0.001, 0.1, 0.5, 0.9, 0.999])
        near(Math.exp(logBetaCdf(x, a, b)), betaCdf(x, a, b), 1e-12);
    }
  }
});

test("the beta function of whole numbers is a ratio of factorials", () => {
  near(logBeta(3, 4), Math.log((2 * 6) / 720), 1e-13);
});
