// The rows of `npm run bench`: a ratio that keeps its bound, one that misses it, a rival that is not there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { benchRow } from "../bench/bench.ts";

const about = { name: "n", unit: "s", rivalName: "r", note: "" };

test("a ratio is held against its bound in the direction that was asked for", () => {
  const faster = { ...about, ours: 2, rival: 30, ratioOf: "rival/ours", atLeast: 10 } as const;
  assert.equal(benchRow(faster).ratio, 15);
  assert.equal(benchRow(faster).ok, true);
  assert.equal(benchRow({ ...faster, rival: 19.9 }).ok, false);
  const smaller = { ...about, ours: 100, rival: 300, ratioOf: "ours/rival", atMost: 0.5 } as const;
  assert.equal(benchRow(smaller).ratio, 1 / 3);
  assert.equal(benchRow(smaller).ok, true);
  assert.equal(benchRow({ ...smaller, ours: 151 }).ok, false);
});

test("without a rival, or without us, no bound is kept", () => {
  for (const missing of [{ rival: null }, { ours: null }]) {
    const row = benchRow({ ...about, ours: 1, rival: 1, ratioOf: "ours/rival", atMost: 10, ...missing });
    assert.equal(row.ratio, null);
    assert.equal(row.ok, false);
  }
});
