import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
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

test("the series takes over where the plain probability ends, without a step", () => {
  const [a, b] = [1000, 3];
  let last = logBetaCdf(0.4, a, b);
  let [plain, series] = [0, 0];
  for (let x = 0.405; x < 0.65; x += 0.005) {
    const log = logBetaCdf(x, a, b);
    if (betaCdf(x, a, b) > 1e-290) plain++;
    else series++;
    // Below the mean the slope of the log is about a / x.
    near((log - last) / (Math.log(x) - Math.log(x - 0.005)), a, 0.01);
    last = log;
  }
  assert.ok(plain > 5 && series > 5);
});

test("the beta function of whole numbers is a ratio of factorials", () => {
  near(logBeta(3, 4), Math.log((2 * 6) / 720), 1e-13);
});
