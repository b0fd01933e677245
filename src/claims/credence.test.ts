import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { credence, credenceSchema } from "./credence.ts";

test("one number is P(supported), a second P(undecided), the rest P(contradicted)", () => {
  const { supported, contradicted, undecided } = credence(0.3, 0.2);
  assert.equal(supported, 0.3);
  assert.equal(undecided, 0.2);
  assert.ok(Math.abs(contradicted - 0.5) < 1e-12);
  assert.deepEqual(credence(0.25), { supported: 0.25, contradicted: 0.75, undecided: 0 });
  assert.equal(credence(0.7, 0.3).contradicted >= 0, true, "rounding leaves no negative part");
});

test("what is no distribution is refused", () => {
  for (const [supported, undecided] of [
    [1.1, 0],
    [-0.1, 0],
    [0.6, 0.5],
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
