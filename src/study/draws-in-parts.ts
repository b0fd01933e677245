import { z } from "zod";
import {
  DrawnFigures,
  type DrawnPart,
  type DrawPart,
  type DrawsOf,
} from "../stats/resampling/cluster-draws.ts";
import type { Task, Workers } from "./workers.ts";

/** A bootstrap whose draws can be computed apart. */
export type DrawnTask<Input> = Omit<Task<DrawsOf<Input>, DrawnPart>, "parse">;

const parse: Task<unknown, DrawnPart>["parse"] = (raw) =>
  z
    .object({
      estimates: z.instanceof(Float64Array),
      drawn: z.instanceof(Float64Array),
      redrawn: z.number(),
    })
    .parse(raw);

/** Row visits that are worth a thread of its own: about a third of a second. */
const worthAThread = 2e8;

/**
 * Spreads the draws of a bootstrap over threads. A draw is the same wherever it is computed, so the figures are the same to the bit for
 * any number of threads; small work stays in one, for a thread takes longer to start than it would save.
 *
 * @param visits how often a row is visited in one draw, over all columns, about
 */
export async function drawsInParts<Input extends { readonly draws: number }>(
  workers: Workers,
  task: DrawnTask<Input>,
  input: Input,
  visits: number,
  onProgress?: (fraction: number) => void,
): Promise<DrawnFigures> {
  const count = Math.floor(Math.min(workers.width, (visits * input.draws) / worthAThread, input.draws));
  const parts = partsOf(input.draws, Math.max(1, count));
  const done = parts.map(() => 0);
  return new DrawnFigures(
    await Promise.all(
      parts.map((part, number) =>
        workers.run({ ...task, parse }, { input, part }, (fraction) => {
          done[number] = fraction;
          onProgress?.(done.reduce((sum, one) => sum + one, 0) / parts.length);
        }),
      ),
    ),
  );
}

/** Draws in that many parts of almost one size, in order. */
function partsOf(draws: number, count: number): DrawPart[] {
  const edge = (part: number): number => Math.round((part * draws) / count);
  return Array.from({ length: count }, (_, part) => ({ from: edge(part), to: edge(part + 1) }));
}
