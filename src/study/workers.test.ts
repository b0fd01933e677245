import assert from "node:assert/strict";
import { test } from "node:test";
import { splitNull } from "../stats/resampling/split-null.ts";
import { codeRows } from "../stats/text/sparse-rows.ts";
import { type Task, taskAddress, threads } from "./workers.ts";

const parse = (raw: unknown): Float64Array => {
  assert.ok(raw instanceof Float64Array);
  return raw;
};
const module = taskAddress(import.meta.url, "../stats/resampling/split-null");
const task: Task<Parameters<typeof splitNull>[0], Float64Array> = { run: splitNull, module, parse };
const input = {
  rows: codeRows(Array.from({ length: 40 }, (_, row) => [`w${row % 7}`, `w${row % 3}`])).rows,
  ...{
    train: Uint8Array.from({ length: 40 }, (_, row) => row % 2),
    cluster: Int32Array.from(Array(40).keys()),
  },
  ...{ paired: null, from: 3, splits: 4, permutations: 9, seed: "s" },
};

test("a thread gives what the function gives here, typed arrays and progress included", async () => {
  const seen: number[] = [];
  const there = await threads().run(task, input, (fraction) => seen.push(fraction));
  assert.deepEqual(there, splitNull(input));
  assert.deepEqual(seen, [0.25, 0.5, 0.75, 1]);
});

test("a module without the function says so", async () => {
  const notThere: typeof task = {
    ...task,
    run: function unheardOf() {
      return new Float64Array();
    },
  };
  await assert.rejects(
    threads().run(notThere, input),
    /split-null\.ts exports no function named "unheardOf"/,
  );
});

test("what a task throws is thrown here, and the next one runs", async () => {
  const workers = threads();
  // One more than there are threads: none may be lost to the errors.
  const failing = Array.from({ length: workers.width + 1 }, () =>
    assert.rejects(workers.run(task, { ...input, permutations: -1 }), /permutations is -1/),
  );
  await Promise.all(failing);
  assert.equal((await workers.run(task, { ...input, splits: 1 })).length, 1);
});

test("a signal ends the threads that run and those that wait", async () => {
  const stop = new AbortController();
  const workers = threads(stop.signal);
  const long = { ...input, permutations: 1e9, splits: 1e9 };
  const given = Array.from({ length: workers.width + 1 }, () => assert.rejects(workers.run(task, long)));
  setTimeout(() => stop.abort(), 300);
  await Promise.all(given);
});
