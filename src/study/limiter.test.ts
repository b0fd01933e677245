import assert from "node:assert/strict";
import { test } from "node:test";
import type { Missing } from "../core/outcome.ts";
import { limiter } from "./limiter.ts";

const limited: Missing = { kind: "failed", code: "http-429", reason: "slow down", retryable: true };

test("a limiter lets in as many as its limit and the urgent first", async () => {
  const gate = limiter(1, 1);
  const order: string[] = [];
  await gate.enter(false);
  const late = gate.enter(false).then(() => order.push("late"));
  const urgent = gate.enter(true).then(() => order.push("urgent"));
  assert.deepEqual(order, []);
  gate.leave();
  await urgent;
  gate.leave();
  await late;
  assert.deepEqual(order, ["urgent", "late"]);
});

test("a crowd of refusals halves the limit once; successes widen it again, never past the most", () => {
  const gate = limiter(8, 10);
  for (let i = 0; i < 8; i++) gate.report(limited, 5_000 + i);
  assert.equal(gate.limit, 4);
  gate.report(limited, 7_000);
  assert.equal(gate.limit, 2);
  for (let i = 0; i < 500; i++) gate.report(null, 8_000);
  assert.equal(gate.limit, 10);
});

test("an outage is timed from its first failure and ends with the first answer", () => {
  const gate = limiter(4, 4);
  gate.report(limited, 1_000);
  gate.report(limited, 61_000);
  assert.equal(gate.outageSeconds(61_000), 60);
  gate.report(null, 62_000);
  assert.equal(gate.outageSeconds(99_000), 0);
});
