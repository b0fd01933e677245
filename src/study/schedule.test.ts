import assert from "node:assert/strict";
import { test } from "node:test";
import { limiter } from "./limiter.ts";
import { schedule } from "./schedule.ts";
import type { Block, TrialShape } from "./study.ts";

interface Spot extends TrialShape {
  readonly item: string;
}

const spot = (item: string): Spot => ({ item, arm: "a", repeat: 0, role: null });
const block = (items: readonly string[], order: Block<Spot>["order"]): Block<Spot> => ({
  title: "test",
  trials: items.map(spot),
  count: items.length,
  order,
  retry: "runner",
  prefix: (trial) => trial.item[0] ?? "",
});

/** Runs a block and records when each trial began and ended, in ticks of the event loop. */
async function trace(
  items: readonly string[],
  order: Block<Spot>["order"],
  width: number,
  done: readonly string[] = [],
): Promise<{ began: string[]; log: string[]; most: number; seen: string[] }> {
  const gate = limiter(width, width);
  const log: string[] = [];
  const began: string[] = [];
  const seen: string[] = [];
  let inside = 0;
  let most = 0;
  await schedule(
    block(items, order),
    {
      keyOf: (trial) => trial.item,
      done: (key) => done.includes(key),
      limiterOf: () => gate,
      stopped: () => false,
      work: async (trial) => {
        inside++;
        most = Math.max(most, inside);
        began.push(trial.item);
        log.push(`+${trial.item}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        log.push(`-${trial.item}`);
        inside--;
      },
    },
    (key) => seen.push(key),
  );
  return { began, log, most, seen };
}

test("parallel fills the limit and no more", async () => {
  const items = Array.from({ length: 40 }, (_, i) => `x${i}`);
  const { most, began } = await trace(items, "parallel", 5);
  assert.equal(most, 5);
  assert.equal(began.length, 40);
});

test("serial makes one at a time, in order", async () => {
  const items = ["a1", "b1", "a2", "c1"];
  const { most, began } = await trace(items, "serial", 8);
  assert.equal(most, 1);
  assert.deepEqual(began, items);
});

test("leadThenRest finishes the first of a prefix before the others of it begin; prefixes go side by side", async () => {
  const { log, most } = await trace(["a1", "a2", "a3", "b1", "b2"], "leadThenRest", 8);
  for (const rest of ["a2", "a3"]) assert.ok(log.indexOf(`+${rest}`) > log.indexOf("-a1"));
  assert.ok(log.indexOf("+b2") > log.indexOf("-b1"));
  assert.ok(log.indexOf("+b1") < log.indexOf("-a1"), "another prefix does not wait");
  assert.ok(most >= 2);
});

test("with few places the rest of a warm prefix goes before a cold one", async () => {
  const { began } = await trace(["a1", "a2", "b1", "b2", "c1", "c2"], "leadThenRest", 1);
  assert.deepEqual(began, ["a1", "a2", "b1", "b2", "c1", "c2"]);
});

test("what is done or under way is not measured again, but is seen in order", async () => {
  const { began, seen } = await trace(["a1", "a1", "b1", "a1"], "parallel", 8, ["b1"]);
  assert.deepEqual(began, ["a1"]);
  assert.deepEqual(seen, ["a1", "a1", "b1", "a1"]);
});

test("the first error ends the block after what is under way", async () => {
  const gate = limiter(2, 2);
  const began: string[] = [];
  await assert.rejects(
    schedule(
      block(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"], "parallel"),
      {
        keyOf: (trial) => trial.item,
        done: () => false,
        limiterOf: () => gate,
        stopped: () => false,
        work: async (trial) => {
          began.push(trial.item);
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (trial.item === "b") throw new Error("broken");
        },
      },
      () => {},
    ),
    /broken/,
  );
  assert.ok(began.length < 12);
});
