import assert from "node:assert/strict";
import { test } from "node:test";
import { benchRow, type Timed } from "../bench/bench.ts";
import { historyIn, worsening } from "../bench/history.ts";

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

test("a row that got worse by a fifth against its last measurement is named, whichever way its ratio reads", () => {
  const file = (ratio: number): unknown => ({
    benches: {
      sorts: {
        at: "2026-01-02T00:00:00Z",
        machine: {},
        rows: [{ name: "sorting", ours: 2, ratio, unit: "s" }],
      },
    },
  });
  const told = (row: Timed, ratio: number): string | null =>
    worsening(benchRow(row), historyIn(file(ratio))("sorts", "sorting"));
  const faster: Timed = { ...timed, ratioOf: "rival/ours", atLeast: 1 };
  assert.match(told(faster, 18.1) ?? "", /sorting: 1\.21 times worse than on 2026-01-02/);
  assert.equal(told(faster, 17.9), null);
  assert.equal(told(faster, 10), null, "better is no news");
  const within: Timed = { ...timed, ratioOf: "ours/rival", atMost: 1 };
  assert.match(told(within, 2 / 30 / 1.3) ?? "", /1\.30 times worse/);
  assert.equal(told(within, 1), null);
  assert.deepEqual(historyIn(file(1))("sorts", "another"), []);
  assert.deepEqual(historyIn(null)("sorts", "sorting"), []);
});

test("a row keeps its last measurements, each once", () => {
  const kept = (day: number): object => ({ at: `2026-01-0${day}`, ours: day, ratio: day, load: 0 });
  const row = { name: "sorting", ours: 8, ratio: 8, load: 1, history: [1, 2, 3, 4, 5, 6, 7].map(kept) };
  const history = historyIn({ benches: { sorts: { at: "2026-01-07", rows: [row] } } })("sorts", "sorting");
  assert.deepEqual(
    history.map(({ ours }) => ours),
    [2, 3, 4, 5, 6, 8],
  );
});
