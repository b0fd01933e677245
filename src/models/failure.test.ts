import assert from "node:assert/strict";
import { test } from "node:test";
import { retryAfter } from "./failure.ts";

test("retry-after as seconds, milliseconds or a date", () => {
  const from = (headers: Record<string, string>): number | null =>
    retryAfter(new Headers(headers), Date.parse("2026-01-01T00:00:00Z"));
  assert.equal(from({ "retry-after": "1.5" }), 1.5);
  assert.equal(from({ "retry-after-ms": "250", "retry-after": "9" }), 0.25);
  assert.equal(from({ "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" }), 60);
  assert.equal(from({ "retry-after": "soon" }), null);
  assert.equal(from({}), null);
  for (const absurd of ["Infinity", "-1", "1e9", "Thu, 01 Jan 2099 00:00:00 GMT"]) {
    assert.equal(from({ "retry-after": absurd }), null, absurd);
    assert.equal(from({ "retry-after-ms": absurd }), null, absurd);
  }
});
