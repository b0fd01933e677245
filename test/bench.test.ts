import assert from "node:assert/strict";
import { test } from "node:test";
import { benchRow, type Timed } from "../bench/bench.ts";

const timed = { name: "sorting", ours: 2, rival: 30, unit: "s", rivalName: "another", note: "" } as const;

test("a ratio is read the way its bound reads", () => {
  const faster: Timed = { ...timed, ratioOf: "rival/ours", atLeast: 10 };
  assert.deepEqual(benchRow(faster), { ...timed, atLeast: 10, ratio: 15, ok: true });
  assert.equal(benchRow({ ...faster, rival: 19.9 }).ok, false);
  assert.equal(benchRow({ ...faster, rival: 20 }).ok, true);
  const smaller: Timed = { ...timed, ratioOf: "ours/rival", atMost: 0.5 };
  assert.equal(benchRow(smaller).ok, true);
  assert.equal(benchRow({ ...smaller, ours: 16 }).ok, false);
});

test("without a rival there is no ratio and no pass", () => {
  for (const bound of [{ atLeast: 0 }, { atMost: 1e9 }]) {
    const { ratio, ok } = benchRow({ ...timed, ...bound, ratioOf: "ours/rival", rival: null });
    assert.equal(ratio, null);
    assert.equal(ok, false);
  }
});
