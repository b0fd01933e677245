import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { random } from "../distributions/random.ts";
import {
  bernoulliLogRatio,
  sprt,
  sprtBoundaries,
  sprtExpectedCalls,
  sprtOperation,
  sprtStep,
} from "./sprt.ts";

test("what a test does at a known rate is what the walk over all counts gives", () => {
  for (const { p0, p1, p, a, b, maxCalls, ...expected } of fixture.sprt) {
    const found = sprtOperation({ a, b, maxCalls }, p0, p1, p);
    near(found.null, expected.null, 1e-11);
    near(found.alternative, expected.alternative, 1e-11);
    near(found.undecided, expected.undecided, 1e-11);
    near(found.calls, expected.calls, 1e-11);
  }
});

test("calls to tell rates apart with errors of 1%: 3.7, 6.6 and 30", () => {
  for (const [p0, p1, calls, digits] of [
    [0.1, 0.9, 3.7, 1],
    [0.2, 0.8, 6.6, 1],
    [0.02, 0.2, 30, 0],
  ] as const) {
    const design = { a: 0.01, b: 0.01, maxCalls: 1000 };
    const worst = Math.max(sprtOperation(design, p0, p1, p0).calls, sprtOperation(design, p0, p1, p1).calls);
    assert.equal(Number(worst.toFixed(digits)), calls);
    const drift = (p: number): number =>
      p * bernoulliLogRatio(true, p0, p1) + (1 - p) * bernoulliLogRatio(false, p0, p1);
    const wald = sprtExpectedCalls(design, { null: drift(p0), alternative: drift(p1) });
    assert.ok(Math.max(wald.null, wald.alternative) < worst, "Wald leaves the overshoot out");
  }
});

test("errors stay within Wald's bounds, truncated or not", () => {
  for (const maxCalls of [5, 40, 400]) {
    const [a, b] = [0.05, 0.02];
    const wrongAlternative = sprtOperation({ a, b, maxCalls }, 0.1, 0.4, 0.1).alternative;
    const wrongNull = sprtOperation({ a, b, maxCalls }, 0.1, 0.4, 0.4).null;
    assert.ok(wrongAlternative <= a / (1 - b) && wrongNull <= b / (1 - a));
    assert.ok(wrongAlternative + wrongNull <= a + b);
  }
});

test("a test run call by call ends as the exact distribution says", () => {
  const design = { a: 0.05, b: 0.05, maxCalls: 25 };
  const source = random("sprt");
  const ends = { open: 0, null: 0, alternative: 0, undecided: 0 };
  let calls = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    let state = sprt(design);
    while (state.decision === "open")
      state = sprtStep(state, bernoulliLogRatio(source.float() < 0.3, 0.1, 0.4));
    ends[state.decision]++;
    calls += state.calls;
  }
  const exact = sprtOperation(design, 0.1, 0.4, 0.3);
  for (const end of ["null", "alternative", "undecided"] as const) {
    const error = Math.sqrt((exact[end] * (1 - exact[end])) / runs);
    assert.ok(Math.abs(ends[end] / runs - exact[end]) < 4 * error, end);
  }
  assert.ok(Math.abs(calls / runs - exact.calls) < 1);
});

test("decided is decided; boundaries count as reached; infinite ratios decide at once", () => {
  const design = { a: 0.1, b: 0.1, maxCalls: 3 };
  const { lower, upper } = sprtBoundaries(design);
  near(upper, Math.log(9), 1e-12);
  near(lower, -Math.log(9), 1e-12);
  const decided = sprtStep(sprt(design), upper);
  assert.equal(decided.decision, "alternative");
  assert.equal(sprtStep(decided, -100), decided);
  assert.equal(sprtStep(sprt(design), Number.NEGATIVE_INFINITY).decision, "null");
  let open = sprt(design);
  for (let call = 0; call < 3; call++) open = sprtStep(open, 0.1);
  assert.deepEqual([open.decision, open.calls], ["undecided", 3]);
  assert.throws(() => sprtStep(sprt(design), Number.NaN), CredenceError);
  assert.throws(() => sprt({ a: 0.6, b: 0.5, maxCalls: 3 }), CredenceError);
  assert.throws(() => sprt({ a: 0.1, b: 0.1, maxCalls: 0 }), CredenceError);
});
