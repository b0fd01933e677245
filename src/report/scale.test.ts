import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleOf } from "./scale.ts";

test("a scale runs from round number to round number around all values", () => {
  const scale = scaleOf([0.059, -0.023, 0.141, 0]);
  assert.deepEqual([scale.low, scale.high, scale.digits], [-0.05, 0.15000000000000002, 2]);
  assert.equal(scale.ticks.length, 5);
  assert.ok(Math.abs(scale.position(0.05) - 0.5) < 1e-12);
  assert.equal(scale.position(-0.05), 0);
  assert.equal(scale.position(9), 1);
});

test("large and small spans have few ticks that their decimals tell apart", () => {
  for (const span of [1e-9, 0.003, 0.7, 1, 42, 8_123, 5e12]) {
    const { ticks, digits, low, high } = scaleOf([span / 7, span]);
    assert.ok(ticks.length >= 3 && ticks.length <= 7, `${span}: ${ticks.length} ticks`);
    assert.equal(new Set(ticks.map((tick) => tick.toFixed(digits))).size, ticks.length);
    assert.ok(low <= span / 7 && high >= span);
  }
});

test("a single value still has a scale around it", () => {
  for (const value of [0, 3, -2]) {
    const scale = scaleOf([value, value]);
    assert.ok(scale.low < value && scale.high > value);
  }
});
