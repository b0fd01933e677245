import assert from "node:assert/strict";
import { test } from "node:test";
import { panelFixture } from "../../../test/fixtures/panel/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { trimmedMean } from "./trimmed-mean.ts";

test("trimmed means are SciPy's", () => {
  for (const { values, share, mean } of panelFixture.trimmed) {
    near(trimmedMean(values, new Int32Array(values.length), share).at([1]), mean, 1e-12);
  }
});

test("a value that counts three times is three values, one that counts none is not there", () => {
  const { values, times, share, mean } = panelFixture.weighted;
  const own = values.map((_, i) => i);
  near(trimmedMean(values, own, share).at(times), mean, 1e-12);
});

test("a missing value is left out, and without any there is no mean", () => {
  assert.equal(trimmedMean([1, Number.NaN, 3], [0, 0, 0], 0).at([1]), 2);
  assert.ok(Number.isNaN(trimmedMean([Number.NaN], [0], 0).at([1])));
});
