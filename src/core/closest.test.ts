import assert from "node:assert/strict";
import { test } from "node:test";
import { closest } from "./closest.ts";

test("a slip of the finger finds its word, and what is like none finds none", () => {
  const known = ["monitor", "audit", "forecast", "prefix", "prefix-same-turn", "bow"];
  for (const [typed, word] of [
    ["monitro", "monitor"],
    ["Audit", "audit"],
    ["forcast", "forecast"],
    ["prefx", "prefix"],
    ["prefix-sameturn", "prefix-same-turn"],
    ["bwo", "bow"],
    ["nosuch", null],
    ["", null],
  ] as const)
    assert.equal(closest(typed, known), word, typed);
});
