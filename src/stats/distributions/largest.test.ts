import assert from "node:assert/strict";
import { test } from "node:test";
import { largest } from "./largest.ts";
import { random } from "./random.ts";

test("the same as from sorting, with ties and without", () => {
  const source = random("largest");
  for (let round = 0; round < 300; round++) {
    const count = 1 + source.int(40);
    const different = 1 + source.int(60);
    const values = Float64Array.from({ length: count }, () => source.int(different) - 5);
    const sorted = values.toSorted().reverse();
    for (let n = 0; n < count; n++) assert.equal(largest(values.slice(), n), sorted[n]);
  }
});

test("infinite values, and none so far down", () => {
  const values = Float64Array.of(Number.NEGATIVE_INFINITY, 1, Number.POSITIVE_INFINITY);
  assert.equal(largest(values.slice(), 0), Number.POSITIVE_INFINITY);
  assert.equal(largest(values.slice(), 2), Number.NEGATIVE_INFINITY);
  assert.ok(Number.isNaN(largest(values, 3)));
  assert.ok(Number.isNaN(largest(new Float64Array(), 0)));
});
