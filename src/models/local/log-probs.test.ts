import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { logSumExp } from "./log-probs.ts";

test("the sum of exponentials is that of Math.exp to 1e-12, whatever the spread", () => {
  const source = random("log-probs");
  for (const spread of [0, 1e-3, 1, 20, 80, 1000]) {
    const logits = Float32Array.from({ length: 5000 }, () => (source.float() - 0.5) * spread - 7);
    const most = logits.reduce((a, b) => Math.max(a, b));
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
    const expected = most + Math.log(sum);
    assert.ok(Math.abs(logSumExp(logits) - expected) < 1e-12 * Math.abs(expected), `spread ${spread}`);
  }
});

test("a token that cannot come adds nothing", () => {
  assert.equal(logSumExp(Float32Array.of(2, Number.NEGATIVE_INFINITY)), 2);
});
