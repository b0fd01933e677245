import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { blockBootstrap } from "./block-bootstrap.ts";

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const sd = (values: readonly number[]): number =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

test("groups are drawn whole, as many as there are, and every one comes up", () => {
  const groups = [
    [1, 10],
    [2, 20],
    [3, 30],
  ] as const;
  const seen = new Set<number>();
  blockBootstrap(
    groups,
    (drawn) => {
      assert.equal(drawn.length, 3);
      for (const group of drawn) {
        assert.ok(groups.includes(group));
        seen.add(group[0]);
      }
      return 0;
    },
    { draws: 50, random: random("whole") },
  );
  assert.deepEqual([...seen].sort(), [1, 2, 3]);
});

test("the same stream gives the same draws, another one others", () => {
  const groups = Array.from({ length: 12 }, (_, i) => i * i);
  const draw = (seed: string): number[] => [
    ...blockBootstrap(groups, mean, { draws: 20, random: random(seed) }),
  ];
  assert.deepEqual(draw("a"), draw("a"));
  assert.notDeepEqual(draw("a"), draw("b"));
});

test("draws of a mean spread by its standard error over groups, not over values", () => {
  const source = random("groups");
  // Ten values to a group that hardly differ: 40 independent pieces of knowledge, not 400.
  const groups = Array.from({ length: 40 }, () => {
    const level = source.normal();
    return Array.from({ length: 10 }, () => level + 0.01 * source.normal());
  });
  const draws = [
    ...blockBootstrap(groups, (drawn) => mean(drawn.flat()), { draws: 4000, random: source.fork("draws") }),
  ];
  const expected = sd(groups.map(mean)) / Math.sqrt(40);
  assert.ok(Math.abs(sd(draws) / expected - 1) < 0.05, `${sd(draws)} for ${expected}`);
});
