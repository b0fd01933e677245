import assert from "node:assert/strict";
import { test } from "node:test";
import { unknownUsage } from "../core/outcome.ts";
import type { OutcomeRecord } from "../ledger/ledger.ts";
import { costOf } from "./cost.ts";

const record = (over: Partial<OutcomeRecord> & { readonly prefix?: string }): OutcomeRecord => ({
  key: "k",
  trial: { item: "i", arm: "prefix", repeat: 0, role: "monitor", prefix: over.prefix ?? "p" },
  result: { value: 1 },
  usage: { uncachedInput: 100, cacheRead: 0, cacheWrite: 0, output: 1 },
  calls: 1,
  replayed: 0,
  attempts: 1,
  seconds: 0.5,
  session: 1,
  ...over,
});

async function* stream(...records: OutcomeRecord[]): AsyncGenerator<OutcomeRecord> {
  yield* records;
}

const price = { input: 2, cacheRead: 0.2, cacheWrite: 0, output: 10, source: "test" };

test("sums by arm and sitting, with money", async () => {
  const cost = await costOf(stream(record({}), record({ key: "l" })), () => price, {});
  assert.equal(cost.total.usage.uncachedInput, 200);
  assert.equal(cost.total.calls, 2);
  assert.ok(Math.abs((cost.usd ?? 0) - (200 * 2 + 2 * 10) / 1e6) < 1e-12);
  assert.deepEqual(
    cost.sessions.map(({ name }) => name),
    ["sitting 1"],
  );
});

test("time is when something was under way: trials side by side count once, pauses not at all", async () => {
  const at = (key: string, end: number, seconds: number, more: Partial<OutcomeRecord> = {}): OutcomeRecord =>
    record({ key, seconds, at: 1000 * end, ...more });
  const other = { trial: { item: "i", arm: "other", repeat: 0, role: "monitor", prefix: "p" } };
  const cost = await costOf(
    stream(
      at("a", 12, 2),
      at("b", 13, 2),
      at("c", 12.5, 1),
      at("d", 100, 5, other),
      record({ seconds: 0.25 }),
    ),
    () => null,
    {},
  );
  assert.equal(cost.total.seconds, 3 + 5 + 0.25);
  assert.deepEqual(
    cost.arms.map(({ name, seconds }) => [name, seconds]),
    [
      ["prefix", 3.25],
      ["other", 5],
    ],
  );
});

test("one unknown usage makes the sum unknown, not smaller", async () => {
  const cost = await costOf(stream(record({}), record({ usage: unknownUsage })), () => price, {});
  assert.equal(cost.total.usage.uncachedInput, null);
  assert.equal(cost.usd, null);
});

test("a prefix evaluated anew in a later sitting is shown apart", async () => {
  const warm = { uncachedInput: 10, cacheRead: 90, cacheWrite: 0, output: 0 };
  const cost = await costOf(
    stream(
      record({ key: "a", usage: { uncachedInput: 100, cacheRead: 0, cacheWrite: 0, output: 0 } }),
      record({ key: "b", usage: warm }),
      record({ key: "c", session: 2, usage: { uncachedInput: 98, cacheRead: 2, cacheWrite: 0, output: 0 } }),
      record({ key: "d", session: 2, usage: warm }),
      record({ key: "e", session: 2, prefix: "other" }),
    ),
    () => null,
    {},
  );
  assert.equal(cost.evaluatedAgain, 88);
});
