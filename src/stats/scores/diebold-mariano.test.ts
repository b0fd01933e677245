import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/scores/forecast.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import { dieboldMariano } from "./diebold-mariano.ts";

test("the statistic, its p and its interval are those written out in NumPy", () => {
  for (const { a, b, horizon, correction, ...expected } of fixture.comparisons) {
    const result = dieboldMariano(a, b, { horizon, correction });
    assert.ok(result.ok);
    assert.equal(result.n, a.length);
    assert.equal(result.kernel, expected.kernel);
    near(result.difference, expected.difference);
    near(result.statistic, expected.statistic);
    near(result.p, expected.p);
    near(result.low, expected.low);
    near(result.high, expected.high);
  }
});

test("one-sided p are those written out in NumPy; the interval stays two-sided", () => {
  for (const { a, b, horizon, correction, low, ...expected } of fixture.comparisons) {
    for (const alternative of ["less", "greater"] as const) {
      const result = dieboldMariano(a, b, { horizon, correction, alternative });
      assert.ok(result.ok);
      near(result.p, expected[alternative]);
      near(result.low, low);
    }
  }
});

test("swapping the two turns the sign and leaves p", () => {
  for (const { a, b, horizon } of fixture.comparisons) {
    const [one, other] = [dieboldMariano(a, b, { horizon }), dieboldMariano(b, a, { horizon })];
    assert.ok(one.ok && other.ok);
    near(one.statistic, -other.statistic, 1e-12);
    near(one.p, other.p, 1e-12);
  }
});

test("too few forecasts and losses that do not differ are said, not thrown", () => {
  const reason = (a: readonly number[], b: readonly number[], horizon = 1): string => {
    const result = dieboldMariano(a, b, { horizon });
    return result.ok ? "tested" : result.reason;
  };
  assert.match(reason([1, 2, 3], [2, 1, 5]), /3 forecasts in common are too few/);
  assert.match(reason([1, 2, 3, 4, 5], [2, 1, 5, 2, 2], 4), /too few/);
  assert.match(reason([1, 2, 3, 4], [1, 2, 3, 4]), /do not differ/);
});

/**
 * Share of worlds in which equal skill is called unequal at 5%. Squared errors of two forecasters, each an MA(horizon - 1) with
 * coefficient 0.5, sharing half their variance. AR(1) errors instead when `persistent`: more memory than the test allows for.
 */
function size(
  n: number,
  horizon: number,
  correction: "hln" | "none",
  persistent = false,
  worlds = 4000,
): number {
  const source = random(`diebold-mariano ${n} ${horizon} ${persistent}`);
  const errors = (): number[] => {
    const shocks = Array.from({ length: n + 30 }, () => source.normal());
    let last = 0;
    return shocks
      .map((shock, i) => {
        last = persistent ? 0.5 * last + shock : shock + (horizon > 1 ? 0.5 * (shocks[i - 1] ?? 0) : 0);
        return last;
      })
      .slice(30);
  };
  let rejected = 0;
  for (let world = 0; world < worlds; world++) {
    const [shared, ofA, ofB] = [errors(), errors(), errors()];
    const losses = (own: readonly number[]): number[] =>
      own.map((error, i) => (error + (shared[i] ?? 0)) ** 2);
    const result = dieboldMariano(losses(ofA), losses(ofB), { horizon, correction });
    if (result.ok && result.p < 0.05) rejected++;
  }
  return rejected / worlds;
}

test("two forecasters of equal skill are told apart about as seldom as promised", (context) => {
  for (const horizon of [1, 2]) {
    for (const n of [10, 20, 40]) {
      const [hln, none] = [size(n, horizon, "hln"), size(n, horizon, "none")];
      const memory = size(n, horizon, "hln", true);
      const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
      context.diagnostic(
        `horizon ${horizon}, n ${n}: ${percent(hln)} at 5%, uncorrected ${percent(none)}, AR(1) errors ${percent(memory)}`,
      );
      assert.ok(hln > 0.02 && hln < 0.12, `horizon ${horizon}, n ${n}: ${hln}`);
      assert.ok(none > hln, `the correction makes it stricter: ${none}, ${hln}`);
    }
  }
});

test("a forecaster with errors a half larger is found out", () => {
  const source = random("power");
  let found = 0;
  for (let world = 0; world < 500; world++) {
    const loss = (sd: number): number[] => Array.from({ length: 40 }, () => (sd * source.normal()) ** 2);
    const result = dieboldMariano(loss(1), loss(1.5), { horizon: 1 });
    if (result.ok && result.p < 0.05 && result.difference < 0) found++;
  }
  assert.ok(found / 500 > 0.5, `${found / 500}`);
});
