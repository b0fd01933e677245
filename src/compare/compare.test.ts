// Two runs side by side: what is planted is found, what is alike is not called different.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../core/json.ts";
import { noUsage } from "../core/outcome.ts";
import type { ScoredRuns } from "../data/scored-runs.ts";
import { random } from "../stats/distributions/random.ts";
import { pairedOutcomes } from "./outcomes.ts";
import { pairedRankings } from "./rankings.ts";

/** As much of a run as pairing looks at. */
function journal(rows: readonly { readonly trial: JsonObject; readonly value: Json | null }[]) {
  return {
    records: async function* () {
      for (const [index, { trial, value }] of rows.entries())
        yield {
          ...{
            key: String(index),
            trial,
            usage: noUsage,
            calls: 1,
            replayed: 0,
            attempts: 1,
            seconds: 0,
            session: 1,
          },
          result:
            value === null ? { missing: { kind: "refused" as const, code: "x", reason: "x" } } : { value },
        };
    },
  };
}

test("repeats are averaged, items are paired, and what one run lacks is counted", async () => {
  const trial = (item: string, repeat: number): JsonObject => ({ item, arm: "prefix", repeat });
  const a = journal([
    { trial: trial("i", 0), value: { score: 0.2 } },
    { trial: trial("i", 1), value: { score: 0.4 } },
    { trial: trial("j", 0), value: { score: 0.9 } },
    { trial: trial("k", 0), value: { score: 0.5 } },
  ]);
  const b = journal([
    { trial: trial("j", 0), value: { score: 0.5 } },
    { trial: trial("i", 0), value: { score: 0.1 } },
    { trial: trial("k", 0), value: null },
    { trial: trial("l", 0), value: { score: 0.1 } },
  ]);
  const [found, ...others] = await pairedOutcomes(a, b);
  assert.ok(found);
  assert.equal(others.length, 0);
  const { arm, figure, items, onlyA, onlyB } = found;
  assert.deepEqual(
    { arm, figure, items, onlyA, onlyB },
    { arm: "prefix", figure: "score", items: 2, onlyA: 1, onlyB: 1 },
  );
  assert.ok(Math.abs(found.estimate - (0.3 - 0.1 + (0.9 - 0.5)) / 2) < 1e-12);
  assert.ok(found.low < found.estimate && found.at99.low < found.low);
});

/** Agent runs that two monitors score: the first sees the label, the second as much of it as `strength` says. */
function scored(strength: number, seed: string): ScoredRuns {
  const source = random(seed);
  return {
    arms: [
      { id: "prefix", kind: "prompted", model: seed },
      { id: "length", kind: "floor", model: null },
    ],
    runs: Array.from({ length: 120 }, (_, number) => {
      const positive = number % 2 === 0;
      const score = (value: number) => ({
        ...{ status: "scored" as const, mass: null, why: null, calls: 1 },
        score: value,
        usage: noUsage,
      });
      return {
        run: {
          id: `run ${number}`,
          source: "made",
          messages: [{ role: "user", content: `${number}` }],
          fields: {},
        },
        ...{
          label: positive ? "harm" : "fine",
          positive,
          group: `task ${number % 30}`,
          author: null,
          suite: null,
        },
        scores: [score(source.normal() + (positive ? strength : 0)), score(number)],
      };
    }),
  };
}

test("a monitor that sees more ranks better, two that see alike are not told apart, and floors are not compared", () => {
  const [better, ...others] = pairedRankings(scored(2, "a"), scored(0.3, "b"));
  assert.ok(better);
  assert.equal(others.length, 0);
  assert.equal(better.rows, 120);
  assert.ok(better.at99.low > 0.1, `${better.at99.low}`);
  assert.equal(better.apart.length, 5);
  // A wrong call is one that 99% makes once in a hundred: of 40 pairs of equal monitors at most 3 (binomial .9993).
  const wrong = Array.from({ length: 40 }, (_, i) =>
    pairedRankings(scored(1, `c${i}`), scored(1, `d${i}`)),
  ).filter(([pair]) => pair !== undefined && (pair.at99.low > 0 || pair.at99.high < 0));
  assert.ok(wrong.length <= 3, `${wrong.length}`);
});

test("no agent run in common: nothing is paired", () => {
  const other = scored(1, "b");
  const renamed: ScoredRuns = {
    ...other,
    runs: [...other.runs].map((one) => ({
      ...one,
      run: { ...one.run, messages: [{ role: "user", content: `other ${one.run.id}` }] },
    })),
  };
  assert.deepEqual(pairedRankings(scored(1, "a"), renamed), []);
});
