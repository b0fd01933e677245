import assert from "node:assert/strict";
import { test } from "node:test";
import { random, shuffleInPlace } from "./random.ts";

test("many numbers at once are the numbers one by one, and the stream goes on where it would", () => {
  for (const below of [1, 7, 3000, 2 ** 31 - 1]) {
    const [slow, fast] = [random(`${below}`), random(`${below}`)];
    const out = new Int32Array(500);
    for (let round = 0; round < 3; round++) {
      fast.fill(out, below);
      assert.deepEqual(
        out,
        Int32Array.from(out, () => slow.int(below)),
      );
      assert.equal(fast.float(), slow.float());
    }
  }
});

test("marks are shuffled as by whole numbers drawn one by one", () => {
  const [slow, fast] = [random("marks"), random("marks")];
  const marks = Uint8Array.from({ length: 999 }, (_, i) => i % 3);
  const other = Uint8Array.from(marks);
  for (let round = 0; round < 3; round++) {
    fast.shuffleMarks(marks);
    shuffleInPlace(other, slow.int);
    assert.deepEqual(marks, other);
  }
  assert.equal(fast.int(1000), slow.int(1000));
});
