import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { auroc } from "../ranking/auroc.ts";
import type { ScoredSets } from "./bag-auroc.ts";
import { bagCurves } from "./bag-curves.ts";

const settings = { sizes: [1, 8], bags: 4000, resampledBags: 200, bootstrap: 200, seed: "b" };

/** Both sets on the same 80 clusters, the positive one higher by `apart`. */
function scored(seed: string, apart: number): ScoredSets {
  const source = random(seed);
  return {
    scores: Float64Array.from({ length: 160 }, (_, i) => source.normal() + (i < 80 ? apart : 0)),
    positive: Uint8Array.from({ length: 160 }, (_, i) => Number(i < 80)),
    cluster: Int32Array.from({ length: 160 }, (_, i) => i % 80),
  };
}

test("each curve begins with the AUROC of its rows and rises with the bag; the mean is that of the curves", () => {
  const comparisons = [scored("a", 0.2), scored("b", 0.8), scored("c", -1)];
  const { each, mean } = bagCurves({ ...settings, comparisons });
  comparisons.forEach(({ scores, positive }, i) => {
    assert.equal(each[i]?.[0]?.estimate, auroc(scores, positive));
  });
  assert.ok((each[1]?.[1]?.estimate ?? 0) > (each[1]?.[0]?.estimate ?? 1));
  assert.ok((each[2]?.[0]?.high ?? 1) < 0.5 && (each[1]?.[0]?.low ?? 0) > 0.5);
  const areas = each.map((curve) => curve[0]?.estimate ?? Number.NaN);
  assert.equal(mean[0]?.estimate, areas.reduce((sum, area) => sum + area, 0) / 3);
});

test("the mean's interval is about comparisons like these: where they differ much it is wide, however many rows there are", () => {
  const width = (apart: readonly number[]): number => {
    const { mean } = bagCurves({ ...settings, comparisons: apart.map((one, i) => scored(`${i}`, one)) });
    return (mean[0]?.high ?? 0) - (mean[0]?.low ?? 0);
  };
  assert.ok(width([-1, -1, 1, 1, -1, 1]) > 3 * width([0, 0, 0, 0, 0, 0]));
});
