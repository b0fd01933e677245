import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { credence, credenceSchema } from "./credence.ts";

test("one number is P(true); the run's chance to leave it open makes three parts of it", () => {
  assert.deepEqual(credence(0.3, 0.2), { supported: 0.24, contradicted: 0.56, undecided: 0.2 });
  assert.deepEqual(credence(0.3), credence(0.3, 0.2), "the usual power is 80%");
  assert.deepEqual(credence(0.25, 0.6), { supported: 0.1, contradicted: 0.3, undecided: 0.6 });
});

test("no part is below .01, whatever is believed, and they sum to 1", () => {
  for (const p of [0, 1e-9, 0.004, 0.5, 1])
    for (const u of [0, 0.005, 0.3, 1]) {
      const { supported, contradicted, undecided } = credence(p, u);
      assert.ok(Math.min(supported, contradicted, undecided) >= 0.01 - 1e-9, `${p}, ${u}`);
      assert.ok(Math.abs(supported + contradicted + undecided - 1) < 1e-9, `${p}, ${u}`);
    }
  assert.ok(Math.abs(credence(1, 0).supported - 0.98) < 1e-12);
});

test("what is no distribution is refused", () => {
  for (const [supported, undecided] of [
    [1.1, 0],
    [-0.1, 0],
    [0.5, -0.1],
    [Number.NaN, 0],
  ] as const) {
    assert.throws(
      () => credence(supported, undecided),
      (error) => error instanceof CredenceError && error.code === "usage",
      `${supported}, ${undecided}`,
    );
  }
});

test("a stored credence must be a distribution too", () => {
  assert.equal(credenceSchema.safeParse(credence(0.1, 0.2)).success, true);
  assert.equal(credenceSchema.safeParse({ supported: 0.5, contradicted: 0.4, undecided: 0 }).success, false);
  assert.equal(credenceSchema.safeParse({ supported: 1.5, contradicted: -0.5, undecided: 0 }).success, false);
});
