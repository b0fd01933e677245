import assert from "node:assert/strict";
import { test } from "node:test";
import type { DrawnPart, DrawPart } from "../stats/resampling/cluster-draws.ts";
import { type DrawnTask, drawsInParts } from "./draws-in-parts.ts";
import type { Workers } from "./workers.ts";

/** A task that gives each draw's own number, and what it was asked for. */
function numbered(width: number): { readonly workers: Workers; readonly asked: DrawPart[] } {
  const asked: DrawPart[] = [];
  return {
    asked,
    workers: {
      width,
      run: async (task, args, onProgress) => {
        const { part } = JSON.parse(JSON.stringify(args));
        asked.push(part);
        onProgress?.(1);
        const count = part.to - part.from;
        const answer: DrawnPart = {
          estimates: Float64Array.of(-1),
          drawn: Float64Array.from({ length: count }, (_, i) => part.from + i),
          redrawn: 1,
        };
        return task.parse(answer);
      },
    },
  };
}

const task: DrawnTask<{ readonly draws: number }> = {
  run: () => assert.fail("these workers answer themselves"),
  module: new URL("file:///nowhere"),
};

test("large work is spread over all threads, in order and without a gap", async () => {
  for (const width of [1, 2, 3, 7]) {
    const { workers, asked } = numbered(width);
    const progress: number[] = [];
    const figures = await drawsInParts(workers, task, { draws: 1000 }, 1e9, (at) => progress.push(at));
    assert.equal(asked.length, width);
    assert.deepEqual([...figures.column(0)], [...Array(1000).keys()]);
    assert.equal(figures.redrawn, width);
    assert.equal(progress.at(-1), 1);
    assert.ok(progress.every((at, i) => at > (progress[i - 1] ?? 0)));
  }
});

test("small work stays in one thread, and there are never more parts than draws", async () => {
  const small = numbered(8);
  await drawsInParts(small.workers, task, { draws: 2000 }, 420);
  assert.deepEqual(small.asked, [{ from: 0, to: 2000 }]);
  const few = numbered(8);
  await drawsInParts(few.workers, task, { draws: 3 }, 1e9);
  assert.equal(few.asked.length, 3);
});
