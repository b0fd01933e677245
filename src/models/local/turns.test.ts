import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { turnSteps } from "./turns.ts";

const turn = (index: number, head: readonly number[], tail: readonly number[]) => ({ index, head, tail });

test("a turn keeps what it shares with the one before it, up to its head's last token", () => {
  const steps = turnSteps([
    turn(0, [1, 2, 3], [7, 8, 9]),
    turn(1, [1, 2, 3], [7, 8, 6]),
    turn(2, [1, 2, 4], [7, 5]),
  ]);
  assert.deepEqual(
    steps.map(({ from, rest, firstOutput }) => ({ from, rest, firstOutput })),
    [
      { from: 0, rest: [1, 2, 3, 7, 8], firstOutput: 2 },
      { from: 2, rest: [3, 7, 8], firstOutput: 2 },
      { from: 2, rest: [4, 7], firstOutput: 2 },
    ],
  );
});

test("never one token alone, where there are two", () => {
  const steps = turnSteps([turn(0, [1, 2, 3], [7]), turn(1, [1, 2, 3], [8])]);
  assert.deepEqual(steps[1]?.rest, [2, 3]);
});

test("walking the steps gives every turn's own tokens", () => {
  const source = random("turns");
  const list = (length: number): number[] => Array.from({ length }, () => source.int(3));
  const turns = Array.from({ length: 200 }, (_, i) =>
    turn(i, list(1 + source.int(5)), list(1 + source.int(5))),
  );
  let held: readonly number[] = [];
  for (const { turn: one, from, rest } of turnSteps(turns)) {
    held = [...held.slice(0, from), ...rest];
    assert.deepEqual(held, [...one.head, ...one.tail.slice(0, -1)]);
    assert.ok(rest.length >= Math.min(2, held.length));
  }
});
