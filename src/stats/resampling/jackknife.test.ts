import assert from "node:assert/strict";
import { test } from "node:test";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import { leaveOutBlocks, refitError } from "./jackknife.ts";

test("of a mean the error is the textbook's: s / sqrt n, whether fitted again or not", () => {
  const source = random("jackknife");
  const values = Array.from({ length: 40 }, () => source.normal());
  const sum = values.reduce((all, value) => all + value, 0);
  const without = values.map((value) => (sum - value) / 39);
  const variance = values.reduce((all, value) => all + (value - sum / 40) ** 2, 0) / 39;
  near(refitError(without, without), Math.sqrt(variance / 40));
});

test("of a sum over pairs that teach one another it is the spread that is seen", () => {
  // Labels of +-1 and a kernel of noise: the sum of all products has a variance of twice the sum of squares of the kernel.
  const source = random("pairs");
  const size = 60;
  const kernel = Array.from({ length: size }, () => Array.from({ length: size }, () => source.normal()));
  const k = (i: number, j: number): number => (kernel[Math.min(i, j)]?.[Math.max(i, j)] ?? 0) / size;
  const all = Array.from({ length: size }, (_, i) => i);
  const spread = Math.sqrt(
    4 * all.flatMap((i) => all.filter((j) => j < i).map((j) => k(i, j) ** 2)).reduce((a, b) => a + b, 0),
  );
  const errors = Array.from({ length: 40 }, () => {
    const labels = all.map(() => (source.float() < 0.5 ? -1 : 1));
    const taught = all.map(
      (i) => (labels[i] ?? 0) * all.reduce((sum, j) => sum + (j === i ? 0 : (labels[j] ?? 0) * k(i, j)), 0),
    );
    const total = taught.reduce((a, b) => a + b, 0);
    // Without a row that is scored; without it in the fits too, where every other row loses as much again.
    return refitError(
      taught.map((own) => total - own),
      taught.map((own) => total - 2 * own),
    );
  });
  const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
  assert.ok(Math.abs(mean / spread - 1) < 0.1, `${mean} for ${spread}`);
});

test("blocks hold whole clusters, one each where there are few, and about as many positives where there are many", () => {
  const cluster = Int32Array.from({ length: 200 }, (_, row) => row % 100);
  const positive = Uint8Array.from(cluster, (number) => (number < 30 ? 1 : 0));
  assert.equal(leaveOutBlocks(cluster, positive, 100).count, 100);
  const { of, count } = leaveOutBlocks(cluster, positive, 10);
  assert.equal(count, 10);
  for (let block = 0; block < 10; block++)
    assert.equal(positive.filter((label, row) => of[row] === block && label === 1).length, 6);
  assert.ok(of.every((block, row) => block === of[row % 100]));
});
