import assert from "node:assert/strict";
import { test } from "node:test";
import { tally } from "./tally.ts";

test("what is missing is counted by kind and code, beside what was answered", () => {
  const counts = tally();
  const missing = (kind: "refused" | "failed", code: string) => ({ missing: { kind, code, reason: "" } });
  for (const result of [
    { value: 1 },
    missing("refused", "content-filter"),
    missing("failed", "timeout"),
    missing("refused", "content-filter"),
    { value: 0 },
  ])
    counts.take(result);
  assert.deepEqual(counts.sum(), {
    asked: 5,
    answered: 2,
    missing: [
      { kind: "failed", code: "timeout", trials: 1 },
      { kind: "refused", code: "content-filter", trials: 2 },
    ],
  });
});
