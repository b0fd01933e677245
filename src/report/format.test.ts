import assert from "node:assert/strict";
import { test } from "node:test";
import { digitsFor, formatCount, formatDuration, formatEstimate, formatNumber, formatUsd } from "./format.ts";

test("numbers have fixed decimals, separators and a real minus sign", () => {
  assert.equal(formatNumber(-12345.678, 1), "−12,345.7");
  assert.equal(formatNumber(0.5, 3), "0.500");
  assert.equal(formatNumber(1e21, 0), "1,000,000,000,000,000,000,000");
  assert.equal(formatCount(1234567), "1,234,567");
});

test("a number that rounds to zero has no sign", () => {
  assert.equal(formatNumber(-0.001, 2), "0.00");
  assert.equal(formatNumber(-0, 0), "0");
  assert.equal(formatNumber(-0.006, 2), "−0.01");
});

test("what is not a number is said to be none", () => {
  assert.equal(formatNumber(Number.NaN, 2), "–");
  assert.equal(formatNumber(Number.NEGATIVE_INFINITY, 2), "−∞");
  assert.equal(formatNumber(1.5, 99), "1.50000000000000000000");
  assert.equal(formatNumber(1.5, Number.NaN), "1.50");
});

test("an estimate carries its interval", () => {
  assert.equal(formatEstimate({ estimate: 0.53, low: 0.452, high: 0.608, digits: 2 }), "0.53 [0.45, 0.61]");
  assert.equal(
    formatEstimate({ estimate: 0.5, low: 0.5, high: 0.5, digits: 2 }),
    "0.50 (no interval: no width)",
  );
  assert.equal(formatEstimate({ estimate: 0, low: -1, high: 1, digits: 0 }), "0 [−1, 1]");
});

test("durations take two units and never show 60 of one", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0 s"],
    [0.0001, "<1 ms"],
    [0.35, "350 ms"],
    [0.9996, "1.0 s"],
    [3.21, "3.2 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [125, "2 min 05 s"],
    [3599.7, "1 h 00 min"],
    [3720, "1 h 02 min"],
    [86_399, "1 d 00 h"],
    [90_000, "1 d 01 h"],
    [-3.21, "−3.2 s"],
    [Number.POSITIVE_INFINITY, "∞"],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text, String(seconds));
});

test("money keeps what is small visible", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "$0"],
    [0.00001, "<$0.0001"],
    [0.00042, "$0.00042"],
    [0.0042, "$0.0042"],
    [0.00999, "$0.01"],
    [12.5, "$12.50"],
    [1234.5, "$1,234.50"],
    [-2, "−$2.00"],
  ];
  for (const [dollars, text] of cases) assert.equal(formatUsd(dollars), text, String(dollars));
});

test("decimals resolve the interval", () => {
  assert.equal(digitsFor(0.18), 2);
  assert.equal(digitsFor(0.05), 3);
  assert.equal(digitsFor(1200), 0);
  assert.equal(digitsFor(0), 2);
  assert.equal(digitsFor(Number.NaN), 2);
});
