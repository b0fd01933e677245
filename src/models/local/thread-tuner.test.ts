import assert from "node:assert/strict";
import { test } from "node:test";
import { threadTuner } from "./thread-tuner.ts";

/** Gives 512-token batches for so many seconds of a machine's time, and says how they went. */
function worked(
  tuner: ReturnType<typeof threadTuner>,
  secondsOf: (threads: number) => number,
  budget: number,
): { readonly batches: number; readonly last: number; readonly lost: number } {
  let spent = 0;
  let batches = 0;
  let last = 0;
  let lost = 0;
  while (spent < budget) {
    last = tuner.next();
    const seconds = secondsOf(last);
    tuner.report(512, seconds);
    spent += seconds;
    lost += seconds - Math.min(secondsOf(1), secondsOf(2));
    batches++;
  }
  return { batches, last, lost: lost / spent };
}

test("two threads on a quiet machine, one beside a busy neighbour, and two again when it has gone", () => {
  const tuner = threadTuner(2);
  const quiet = (threads: number): number => 4 / threads;
  const busy = (threads: number): number => (threads === 1 ? 4 : 100);
  assert.ok(worked(tuner, quiet, 400).lost < 0.1);
  // Trying two threads now and then costs little even where they are 25 times slower.
  const beside = worked(tuner, busy, 4000);
  assert.ok(beside.lost < 0.15, `${beside.lost}`);
  assert.ok(worked(tuner, quiet, 4000).batches > 0.75 * 2000);
});

test("small batches are not counted, and one core is one thread", () => {
  const tuner = threadTuner(2);
  tuner.next();
  tuner.report(10, 100);
  assert.equal(tuner.next(), 2);
  const one = threadTuner(1);
  one.next();
  one.report(512, 1);
  assert.equal(one.next(), 1);
});
