import assert from "node:assert/strict";
import { test } from "node:test";
import { doseFor } from "./dose.ts";
import { random } from "./random.ts";

test("the dose that is found four times in five is met, and its interval holds it", () => {
  const source = random("dose");
  const truth = 0.03;
  const slope = 3;
  const chance = (dose: number): number =>
    1 / (1 + Math.exp(-(Math.log(4) + slope * (Math.log(dose) - Math.log(truth)))));
  let held = 0;
  const worlds = 300;
  let sum = 0;
  for (let i = 0; i < worlds; i++) {
    const cells = [0.01, 0.02, 0.05, 0.1].map((dose) => ({
      ...{ dose, of: 20 },
      found: Array.from({ length: 20 }, () => source.float()).filter((one) => one < chance(dose)).length,
    }));
    const found = doseFor(cells, 0.8);
    assert.ok(found !== null);
    sum += Math.log(found.estimate);
    if (found.low <= truth && truth <= found.high) held++;
  }
  assert.ok(Math.abs(Math.exp(sum / worlds) - truth) < 0.004, String(Math.exp(sum / worlds)));
  // 95% of 300, less four standard errors.
  assert.ok(held >= 270, `${held} of ${worlds}`);
});

test("all found, none found, and finds that do not grow", () => {
  const cells = (...found: readonly number[]) =>
    [0.01, 0.02, 0.05, 0.1].map((dose, i) => ({ dose, found: found[i] ?? 0, of: 20 }));
  const sharp = doseFor(cells(0, 0, 20, 20), 0.8);
  assert.ok(sharp !== null && sharp.estimate > 0.02 && sharp.estimate < 0.05, String(sharp?.estimate));
  assert.equal(doseFor(cells(0, 0, 0, 0), 0.8), null);
  assert.equal(doseFor(cells(10, 10, 10, 10), 0.8), null);
  assert.equal(doseFor(cells(12, 8, 6, 4), 0.8), null);
  assert.ok((doseFor(cells(18, 20, 20, 20), 0.8)?.estimate ?? 1) < 0.01);
});
