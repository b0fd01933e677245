import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse } from "./inverse.ts";
import { random } from "./random.ts";

test("a matrix times its inverse is the unit matrix, also where a pivot is 0", () => {
  const source = random("inverse");
  const full = Array.from({ length: 7 }, () => Array.from({ length: 7 }, () => source.normal()));
  for (const matrix of [
    full,
    [
      [0, 2],
      [4, 1],
    ],
  ]) {
    const inverted = inverse(matrix);
    assert.ok(inverted !== null);
    matrix.forEach((row, i) => {
      inverted.forEach((_, j) => {
        const cell = row.reduce((sum, value, k) => sum + value * (inverted[k]?.[j] ?? Number.NaN), 0);
        assert.ok(Math.abs(cell - Number(i === j)) < 1e-10, `${i} ${j}: ${cell}`);
      });
    });
  }
});

test("a singular matrix, or one that is not there, has none", () => {
  assert.equal(
    inverse([
      [1, 2],
      [2, 4],
    ]),
    null,
  );
  assert.equal(inverse([[Number.NaN]]), null);
});
