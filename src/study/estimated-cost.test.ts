import assert from "node:assert/strict";
import { test } from "node:test";
import { estimatedUsd, uncachedTokens } from "./estimated-cost.ts";
import type { ArmEstimate } from "./study.ts";

const arm = (over: Partial<ArmEstimate>): ArmEstimate => ({
  ...{ arm: "prefix", role: "monitor", calls: [10, 10], outputTokens: [0, 10] },
  ...{ inputTokens: [1000, 5000], cachedTokens: [0, 0], ...over },
});

test("more may be cached than is asked at the least: what is left is nothing, never less", () => {
  assert.deepEqual(uncachedTokens(arm({ cachedTokens: [400, 4000] })), [0, 4600]);
  assert.deepEqual(uncachedTokens(arm({ cachedTokens: [400, 900] })), [100, 4600]);
  assert.deepEqual(uncachedTokens(arm({})), [1000, 5000]);
});

test("what the study says itself goes before what the two ranges allow, but never beyond what is asked", () => {
  assert.deepEqual(
    uncachedTokens(arm({ cachedTokens: [400, 4000], uncachedTokens: [600, 4200] })),
    [600, 4200],
  );
  assert.deepEqual(uncachedTokens(arm({ uncachedTokens: [2000, 9000] })), [1000, 5000]);
});

test("dollars: at the least what is not evaluated is read, at the most everything is written to the cache", () => {
  const price = { input: 10, cacheRead: 1, cacheWrite: 12, output: 100, source: "test" };
  const usd = estimatedUsd(arm({ cachedTokens: [400, 4000], uncachedTokens: [600, 4200] }), price);
  assert.deepEqual(usd, [(600 * 10 + 400 * 1) / 1e6, (5000 * 12 + 10 * 100) / 1e6]);
  assert.deepEqual(estimatedUsd(arm({ cachedTokens: [400, 4000] }), price)?.[0], 1000 / 1e6);
  assert.equal(estimatedUsd(arm({}), null), null);
});
