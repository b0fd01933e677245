import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { auroc } from "../ranking/auroc.ts";
import type { ScoredSets } from "./bag-auroc.ts";
import { partOnShared } from "./part-on-shared.ts";

/** 400 rows a set, a quarter of their clusters in both: each score leans on the set by `answers`, and on clusters of one set alone by `prompts`. */
function world(seed: string, answers: number, prompts: number): ScoredSets {
  const source = random(seed);
  const rows = Array.from({ length: 800 }, (_, i) => {
    const first = i < 400;
    const both = i % 400 < 100;
    const lean = (first ? 1 : -1) * (answers + (both ? 0 : prompts));
    return { score: source.normal() + lean / 2, first, cluster: both ? i % 400 : i };
  });
  return {
    scores: Float64Array.from(rows, ({ score }) => score),
    positive: Uint8Array.from(rows, ({ first }) => Number(first)),
    cluster: Int32Array.from(rows, ({ cluster }) => cluster),
  };
}

const partOf = (sets: ScoredSets, seed: string) => partOnShared(sets, 0.5, 99, random(seed));

test("both AUROCs are those of the rows; nothing is shared, nothing is said", () => {
  const sets = world("areas", 0.5, 0.5);
  const found = partOf(sets, "1");
  const some = [...sets.cluster.keys()].filter((row) => row % 400 < 100);
  assert.equal(found.all, auroc(sets.scores, sets.positive));
  const of = (values: ArrayLike<number>): number[] => some.map((row) => values[row] ?? 0);
  assert.equal(found.shared, auroc(of(sets.scores), of(sets.positive)));
  assert.deepEqual(found.rows, { first: 100, second: 100 });
  const apart = partOf({ ...sets, cluster: Int32Array.from(sets.cluster.keys()) }, "1");
  assert.deepEqual([apart.p, apart.share], [null, null]);
});

test("the share's set holds the truth as often as it says, where prompts carry nothing, half, and all", () => {
  for (const [answers, prompts, truth] of [
    [0.6, 0, 1],
    [0.4, 0.4, null],
    [0, 0.8, 0],
  ] as const) {
    const worlds = 200;
    let held = 0;
    let below = 0;
    for (let i = 0; i < worlds; i++) {
      const { share } = partOf(world(`${answers} ${i}`, answers, prompts), `${i}`);
      assert.ok(share !== null);
      if (truth !== null && share.low <= truth && truth <= share.high) held++;
      if (share.high < 1) below++;
    }
    // 95% of 200, less four standard errors.
    if (truth !== null) assert.ok(held >= 178, `${truth}: ${held} of ${worlds}`);
    if (truth === null) assert.ok(below > 100, `half: ${below} sets lie below all of it`);
  }
});

test("a bottom that is not told from nothing has a set without ends: no share", () => {
  assert.equal(partOf(world("null", 0, 0), "1").share, null);
});

test("sets that are told apart without an error have no share: an AUROC of 1 has no distance", () => {
  assert.equal(partOf(world("apart", 40, 0), "1").share, null);
});
