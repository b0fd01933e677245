import assert from "node:assert/strict";
import { test } from "node:test";
import { holm } from "./holm.ts";

test("by hand, in any order, tests without a p counted", () => {
  const near = (found: readonly number[], wanted: readonly number[]): void =>
    found.forEach((p, i) => {
      assert.ok(Math.abs(p - (wanted[i] ?? 0)) < 1e-12, `${found} not ${wanted}`);
    });
  near(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
  near(holm([0.03, 0.01, 0.04]), [0.06, 0.03, 0.06]);
  near(holm([0.01, 0.02], 6), [0.06, 0.1]);
  near(holm([0.6, 0.7]), [1, 1]);
  assert.deepEqual(holm([], 3), []);
});
