import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { authorshipBootstrap } from "./authorship-bootstrap.ts";

function world(seed: string, position: number, self: number, rows = 800) {
  const source = random(seed);
  const positive = Uint8Array.from({ length: rows }, () => source.int(2));
  const own = Uint8Array.from({ length: rows }, () => source.int(2));
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % 40);
  const second = Float64Array.from(positive, (label) => label + source.normal());
  const first = second.map((score, row) => score + 0.3 * source.normal() - position - self * (own[row] ?? 0));
  return { first, second, positive, own, cluster, draws: 300, seed: "1" };
}

test("position is in both shifts, and what is left in the difference in differences is one's own", () => {
  const { own, other, difference } = authorshipBootstrap(world("planted", 0.5, 0.25));
  const near = (interval: { estimate: number; low: number; high: number }, value: number): void => {
    assert.ok(Math.abs(interval.estimate - value) < 0.08, `${interval.estimate} for ${value}`);
    assert.ok(interval.low < value && value < interval.high);
  };
  near(own.shiftPositive, -0.75);
  near(own.shiftNegative, -0.75);
  near(other.shiftPositive, -0.5);
  near(difference.shiftPositive, -0.25);
  near(difference.shiftNegative, -0.25);
  // A shift of both classes moves no ranking.
  near(difference.auroc, 0);
});

test("rows without both scores count nowhere", () => {
  const input = world("gaps", 0.5, 0.25);
  const before = authorshipBootstrap(input);
  input.first[3] = Number.NaN;
  const after = authorshipBootstrap(input);
  assert.notEqual(after.difference.shiftPositive.estimate + after.difference.shiftNegative.estimate, 0);
  assert.notDeepEqual(after, before);
  const without = (values: Float64Array): Float64Array => values.filter((_, row) => row !== 3);
  const dropped = authorshipBootstrap({
    ...input,
    first: without(input.first),
    second: without(input.second),
    positive: input.positive.filter((_, row) => row !== 3),
    own: input.own.filter((_, row) => row !== 3),
    cluster: input.cluster.filter((_, row) => row !== 3),
  });
  assert.equal(dropped.own.shiftPositive.estimate, after.own.shiftPositive.estimate);
  assert.equal(dropped.difference.auroc.estimate, after.difference.auroc.estimate);
});

test("an empty side gives no figure", () => {
  const input = world("empty", 0.5, 0);
  const { own, difference } = authorshipBootstrap({ ...input, own: new Uint8Array(800) });
  assert.ok(Number.isNaN(own.shiftPositive.estimate) && Number.isNaN(difference.shiftPositive.estimate));
});
