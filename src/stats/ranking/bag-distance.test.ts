import assert from "node:assert/strict";
import { test } from "node:test";
import { normalCdf } from "../distributions/normal.ts";
import { random } from "../distributions/random.ts";
import { bagArea } from "./bag-distance.ts";

test("bags of normal scores have the AUROC that their distance gives, and intervals hold it, clusters on both sides", () => {
  const source = random("bag area");
  const truth = normalCdf((0.3 / Math.SQRT2) * Math.sqrt(8));
  const worlds = 300;
  const held = [0, 0];
  for (let world = 0; world < worlds; world++) {
    const lean = Array.from({ length: 80 }, () => 0.8 * source.normal());
    const scores = Array.from(
      { length: 160 },
      (_, i) => (lean[i % 80] ?? 0) + 0.6 * source.normal() + (i < 80 ? 0.3 : 0),
    );
    const found = bagArea(
      { scores, positive: scores.map((_, i) => Number(i < 80)), cluster: scores.map((_, i) => i % 80) },
      8,
    );
    assert.ok(found !== null && found.at99.low <= found.low && found.high <= found.at99.high);
    if (found.low <= truth && truth <= found.high) held[0] = (held[0] ?? 0) + 1;
    if (found.at99.low <= truth && truth <= found.at99.high) held[1] = (held[1] ?? 0) + 1;
  }
  // 95% and 99% of 300, less four standard errors.
  assert.ok((held[0] ?? 0) >= 270 && (held[1] ?? 0) >= 290, String(held));
});

test("scores that are all alike have no distance", () => {
  assert.equal(bagArea({ scores: [1, 1, 1, 1], positive: [1, 1, 0, 0], cluster: [0, 1, 2, 3] }, 4), null);
});
