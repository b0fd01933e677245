import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { lookAt, stoppingRule } from "./early-stop.ts";

const looks = [100, 200, 500];
const look = (ratio: number, z: number) => ({
  margin: { estimate: ratio, low: 0, high: 0 },
  marginError: 1,
  z: [z, 0],
  top: 0,
});

test("stops where the margin is beyond the look's bound and the first stands out; else the last look is the last", () => {
  const rule = stoppingRule(looks, 0.05);
  assert.equal(rule.bounds.length, 3);
  assert.ok((rule.bounds[0] ?? 0) > (rule.bounds[1] ?? 0) && (rule.bounds[1] ?? 0) > (rule.bounds[2] ?? 0));
  assert.equal(lookAt(rule, 0, look(10, 9), 3), "stop");
  assert.equal(lookAt(rule, 0, look(3, 9), 3), "continue");
  assert.equal(lookAt(rule, 0, look(10, 2), 3), "continue");
  assert.equal(lookAt(rule, 2, look(0, 2), 3), "last");
  assert.equal(lookAt(rule, 0, look(Number.NaN, 9), 3), "continue");
});

test("of two candidates that are alike one is called ahead no more often than alpha, over all looks", () => {
  const rule = stoppingRule(looks, 0.1);
  const source = random("alike");
  let called = 0;
  const worlds = 4000;
  for (let world = 0; world < worlds; world++) {
    let sum = 0;
    let rows = 0;
    for (const [at, count] of looks.entries()) {
      for (; rows < count; rows++) sum += source.normal();
      // The leader is whoever is ahead, so its margin is never negative.
      if (lookAt(rule, at, look(Math.abs(sum) / Math.sqrt(rows), 9), 3) === "stop") {
        called++;
        break;
      }
    }
  }
  // Four standard errors of 4,000 worlds.
  assert.ok(called / worlds < 0.12, `${called / worlds}`);
  assert.ok(called / worlds > 0.08);
});
