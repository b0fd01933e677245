import assert from "node:assert/strict";
import { test } from "node:test";
import { stepwise } from "./stepwise.ts";

/** Steps of a twentieth of a second each. */
function* slow(steps: number): Generator<number, string> {
  for (let step = 1; step <= steps; step++) {
    const began = performance.now();
    while (performance.now() - began < 50);
    yield step / steps;
  }
  return "done";
}

test("a long computation tells its progress, and timers run while it does", async () => {
  const shares: number[] = [];
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  assert.equal(await stepwise(slow(12), (share) => shares.push(share)), "done");
  clearInterval(timer);
  assert.ok(shares.length >= 3 && ticks >= 3, `${shares.length} words of progress, ${ticks} ticks`);
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b),
  );
});

test("a signal ends it at its next turn", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("given up")), 1);
  const shares: number[] = [];
  await assert.rejects(
    stepwise(slow(1000), (share) => shares.push(share), stop.signal),
    /given up/,
  );
  assert.ok(shares.length > 0 && (shares.at(-1) ?? 1) < 0.5);
});
