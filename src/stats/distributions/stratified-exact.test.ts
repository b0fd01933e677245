import assert from "node:assert/strict";
import { test } from "node:test";
import { fisherExact } from "./fisher-exact.ts";
import { random } from "./random.ts";
import { stratifiedExact } from "./stratified-exact.ts";

const near = (actual: number, expected: number, within: number): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual}, not ${expected}`);

test("one stratum is Fisher's exact test, doubled", () => {
  for (const [k, n, l, m] of [
    [8, 10, 2, 10],
    [0, 5, 0, 7],
    [3, 40, 0, 4000],
    [12, 500, 3, 300],
    [60, 900, 90, 1100],
  ] as const)
    near(stratifiedExact([{ k, n, l, m }]).p, fisherExact(k, n, l, m), 1e-9);
});

test("two strata by hand: the sum's chances", () => {
  // Each stratum: one of two has it, on either side alike; both of the first group have it with chance 1/4.
  const both = [
    { k: 1, n: 1, l: 0, m: 1 },
    { k: 1, n: 1, l: 0, m: 1 },
  ];
  near(stratifiedExact(both).p, 0.5, 1e-12);
  assert.ok(stratifiedExact(both).z > 0 && stratifiedExact(both).logOdds > 0);
});

test("a share that differs because strata do is no difference", () => {
  const strata = [
    { k: 40, n: 50, l: 160, m: 200 },
    { k: 20, n: 200, l: 5, m: 50 },
  ];
  const found = stratifiedExact(strata);
  near(found.z, 0, 1e-12);
  near(found.logOdds, 0, 1e-12);
  assert.ok(fisherExact(60, 250, 165, 250) < 1e-10, "though all rows together seem to differ");
});

test("sign of z, log odds and side of p are one; p holds its level with rare words and unequal groups", () => {
  const source = random("strata");
  let alarms = 0;
  const worlds = 2000;
  for (let world = 0; world < worlds; world++) {
    const strata = [0.01, 0.03, 0.1].map((rate) => {
      const count = (size: number): number =>
        Array.from({ length: size }, () => source.float()).filter((chance) => chance < rate).length;
      return { k: count(20), n: 20, l: count(200), m: 200 };
    });
    const { z, logOdds, p } = stratifiedExact(strata);
    assert.equal(Math.sign(z), Math.sign(Math.abs(logOdds) < 1e-12 ? 0 : logOdds));
    if (p <= 0.01) alarms++;
  }
  // 20 are due at most; 40 and more happen once in 10,000 such tests.
  assert.ok(alarms < 40, `${alarms} of ${worlds}`);
});

test("large counts: the normal distribution agrees with the exact one where both can be had", () => {
  // 99 and 101 expected on the smaller side: just below and just above where the normal one takes over.
  const at = (size: number): number => stratifiedExact([{ k: size + 15, n: 1000, l: size - 15, m: 1000 }]).p;
  assert.ok(Math.abs(Math.log(at(99)) - Math.log(at(101))) < 0.1);
});
