import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "./random.ts";
import { sortNumbers } from "./sort-numbers.ts";

test("sorts as the typed array's own method does, whatever the numbers", () => {
  const source = random("sort");
  const kinds: readonly ((i: number) => number)[] = [
    () => source.normal() * 5,
    () => source.int(7) - 3,
    () => 1 + source.float() * 1e-9,
    (i) => i,
    (i) => -i / 3,
    () => (source.float() < 0.5 ? -0 : 0),
    () => 10 ** (600 * source.float() - 300) * (source.float() < 0.5 ? -1 : 1),
    (i) =>
      i % 100 === 0 ? Number.NEGATIVE_INFINITY : i % 101 === 0 ? Number.POSITIVE_INFINITY : source.normal(),
  ];
  for (const [number, kind] of kinds.entries())
    for (const length of [0, 1, 299, 300, 1000, 5000]) {
      const list = Float64Array.from({ length }, (_, i) => kind(i));
      const wanted = Float64Array.from(list).sort();
      assert.deepEqual(sortNumbers(Float64Array.from(list)), wanted, `kind ${number}, ${length}`);
      // Part of a larger array, which must stay as it is around it.
      const around = Float64Array.of(7, ...list, 7);
      sortNumbers(around.subarray(1, length + 1));
      assert.deepEqual(around, Float64Array.of(7, ...wanted, 7));
    }
});
