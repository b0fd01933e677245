import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { groupFolds, prevalenceScores, stratifiedFolds } from "./folds.ts";

test("by hand: the largest group first, ties by name, each to the emptiest fold", () => {
  const groups = ["b", "c", "a", "a", "a", "c", "b", "d", "e"];
  // a 3 → fold 0, b 2 → fold 1, c 2 → fold 2, d 1 → fold 1 (2 rows, the first of the emptiest), e 1 → fold 2.
  assert.deepEqual([...groupFolds(groups, 3)], [1, 2, 0, 0, 0, 2, 1, 1, 2]);
});

test("no group is in two folds and the folds are even", () => {
  const source = random("folds");
  const groups = Array.from({ length: 400 }, () => `task ${source.int(40)}`);
  const fold = groupFolds(groups);
  const where = new Map<string, Set<number>>();
  const load = [0, 0, 0, 0, 0];
  groups.forEach((group, row) => {
    const at = fold[row] ?? -1;
    where.set(group, (where.get(group) ?? new Set()).add(at));
    load[at] = (load[at] ?? 0) + 1;
  });
  for (const folds of where.values()) assert.equal(folds.size, 1);
  assert.ok(Math.max(...load) - Math.min(...load) <= 6, `loads ${load}`);
});

test("names are ordered by code unit, not by the machine's language", () => {
  assert.deepEqual([...groupFolds(["b", "B", "a", "é", "Z"], 5)], [3, 0, 2, 4, 1]);
});

test("by hand: an author's share of positives in the other folds; the overall share when there is none", () => {
  const author = ["x", "x", "x", "y", "y", "z"];
  const positive = [1, 1, 0, 0, 0, 1];
  const fold = [0, 1, 1, 0, 1, 0];
  const half = 1 / 2;
  // Training for fold 0 is rows 1, 2, 4; for fold 1 it is rows 0, 3, 5.
  assert.deepEqual([...prevalenceScores(author, positive, fold)], [half, 1, 1, 0, 0, 1 / 3]);
});

test("stratified folds hold whole groups and about the same share of either class", () => {
  const groups = Array.from({ length: 300 }, (_, row) => `g${row % 50}`);
  // Ten groups are positive throughout, the rest not at all.
  const positive = groups.map((name) => (Number(name.slice(1)) < 10 ? 1 : 0));
  const fold = stratifiedFolds(groups, positive, 5);
  for (let number = 0; number < 5; number++) {
    const here = positive.filter((_, row) => fold[row] === number);
    assert.deepEqual([here.length, here.filter((label) => label === 1).length], [60, 12]);
  }
  assert.ok(fold.every((number, row) => number === fold[row % 50]));
});
