import assert from "node:assert/strict";
import { test } from "node:test";
import { overlapOf } from "./overlap.ts";

test("the same prompt in another form is the same prompt, and that is counted", () => {
  assert.deepEqual(overlapOf(["caf\u00e9?", "How?", "How?"], ["cafe\u0301?\n", "How?", "Who?"]), {
    keys: 2,
    rows: [3, 2],
    byForm: 1,
  });
  assert.deepEqual(overlapOf(["a"], ["b"]), { keys: 0, rows: [0, 0], byForm: 0 });
});
