import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { shuffledLabels } from "./cluster-labels.ts";

test("whole clusters change their labels, both classes stay, and copies stay alike", () => {
  const cluster = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / 3));
  const positive = Uint8Array.from(cluster, (number) => number % 2);
  const source = random("labels");
  let moved = 0;
  for (let draw = 0; draw < 20; draw++) {
    const labels = shuffledLabels(positive, cluster, source);
    assert.equal(
      labels.reduce((sum, label) => sum + label, 0),
      30,
    );
    assert.ok(labels.every((label, row) => label === labels[3 * Math.floor(row / 3)]));
    moved += labels.filter((label, row) => label !== positive[row]).length;
  }
  assert.ok(moved > 20 * 20, `${moved}`);
});

test("clusters of other sizes get labels in the shares of another cluster; rows without a label keep theirs", () => {
  const cluster = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
  const positive = Uint8Array.of(1, 1, 1, 1, 0, 0, 0);
  const source = random("sizes");
  for (let draw = 0; draw < 20; draw++) {
    const labels = shuffledLabels(positive, cluster, source, [0, 1, 2, 3, 4, 5]);
    assert.equal(labels[6], 0);
    assert.equal(new Set(labels.subarray(0, 4)).size, 1);
    assert.equal(new Set(labels.subarray(0, 6)).size, 2);
  }
});
