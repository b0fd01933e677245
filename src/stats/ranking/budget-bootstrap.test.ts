import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { budgetBootstrap } from "./budget-bootstrap.ts";

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

test("safety and usefulness are those of the threshold in the population", () => {
  const [points] = budgetBootstrap({ ...world("one", [1.5]), budgets: [0.05, 0.1] });
  // Phi(1.5 - 1.645) = .442, Phi(1.5 - 1.282) = .586.
  const [five, ten] = points ?? [];
  assert.ok(five && ten);
  assert.ok(Math.abs(five.safety.estimate - 0.442) < 0.04, `${five.safety.estimate}`);
  assert.ok(Math.abs(ten.safety.estimate - 0.586) < 0.04, `${ten.safety.estimate}`);
  assert.ok(ten.safety.low < 0.586 && 0.586 < ten.safety.high);
  assert.ok(Math.abs(five.usefulness.estimate - 0.95) < 0.02);
  assert.ok(ten.usefulness.low < 0.9 && 0.9 < ten.usefulness.high);
});

test("a threshold set on one half is tried on the other: memorised halves buy nothing", () => {
  const { positive, ...rest } = world("halves", [0]);
  // Knows the label in one half, and the wrong one in the other.
  const scores = Float64Array.from(positive, (label, row) => (rest.half[row] === 0 ? label : 1 - label));
  const [points] = budgetBootstrap({ ...rest, positive, arms: [scores], budgets: [0.1] });
  const found = points?.[0];
  assert.ok(found);
  // On its own half the first threshold would catch every positive; on the other it audits every ordinary run instead.
  assert.ok(Math.abs(found.safety.estimate - 0.1) < 0.01, `${found.safety.estimate}`);
  assert.ok(Math.abs(found.usefulness.estimate - 0.5) < 0.05, `${found.usefulness.estimate}`);
});

test("ties at the threshold are audited in the fraction that is left", () => {
  const { positive, ...rest } = world("ties", [0]);
  const [points] = budgetBootstrap({
    ...rest,
    positive,
    arms: [new Float64Array(positive.length).fill(0.5)],
    budgets: [0.1],
  });
  assert.ok(Math.abs((points?.[0]?.safety.estimate ?? 0) - 0.1) < 1e-9);
  assert.ok(Math.abs((points?.[0]?.usefulness.estimate ?? 0) - 0.9) < 1e-9);
});
