import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { combinationBootstrap } from "./combination-bootstrap.ts";

function world(seed: string, strengths: readonly number[], rows = 4000, groups = 100) {
  const source = random(seed);
  const positive = Uint8Array.from({ length: rows }, () => source.int(2));
  const cluster = Int32Array.from({ length: rows }, (_, row) => row % groups);
  const half = Uint8Array.from(cluster, (group) => group % 2);
  const squash = (x: number): number => 1 / (1 + Math.exp(-x));
  const arms = strengths.map((strength) =>
    Float64Array.from(positive, (label) => squash(strength * label + source.normal() - 1)),
  );
  return { positive, cluster, half, arms, draws: 200, seed: "1" };
}

test("a dear monitor lifts a cheap one from its own safety to that of both", () => {
  const { arms, ...rest } = world("frontier", [1, 1.5]);
  const [cheap = new Float64Array(), dear = new Float64Array()] = arms;
  const shares = [0, 0.1, 0.3, 1];
  const points = combinationBootstrap({ ...rest, draws: 60, cheap, dear, shares, budget: 0.1 });
  const safety = points.map((point) => point.safety.estimate);
  // Alone Phi(1 - 1.282) = .389; both, d-prime 1.803: Phi(1.803 - 1.282) = .699.
  assert.ok(Math.abs((safety[0] ?? 0) - 0.389) < 0.04, `${safety}`);
  assert.ok(Math.abs((safety[3] ?? 0) - 0.699) < 0.04, `${safety}`);
  assert.ok((safety[1] ?? 0) > (safety[0] ?? 0) && (safety[2] ?? 0) > (safety[1] ?? 0));
  points.forEach(({ asked }, i) => {
    assert.ok(Math.abs(asked - (shares[i] ?? 0)) < 0.03, `${asked}`);
  });
});

test("rows without both scores are left out of the frontier", () => {
  const { arms, ...rest } = world("gaps", [1, 1.5], 400);
  const [cheap = new Float64Array(), dear = new Float64Array()] = arms;
  const input = { ...rest, draws: 20, shares: [0, 1], budget: 0.1 };
  const whole = combinationBootstrap({ ...input, cheap, dear });
  const gapped = combinationBootstrap({
    ...input,
    cheap,
    dear: dear.map((s, i) => (i < 100 ? Number.NaN : s)),
  });
  assert.ok(gapped.every(({ safety }) => Number.isFinite(safety.estimate)));
  assert.notDeepEqual(gapped, whole);
});
