import { setImmediate as turn } from "node:timers/promises";

/** Milliseconds without a turn of the event loop. */
const breath = 100;

/**
 * Runs a long computation in this thread, from one step to the next: Ctrl-C, progress and the page get their turn ten times a second.
 *
 * @param steps yields the share that is done and returns the result
 * @param signal ends it; what is thrown then is the signal's reason
 * @example
 * const rows = await stepwise(hindcasting(points, plan), (share) => progress(share, "hindcasts"), signal);
 */
export async function stepwise<Result>(
  steps: Generator<number, Result>,
  progress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Result> {
  let turned = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - turned < breath) continue;
    progress(step.value);
    await turn();
    signal?.throwIfAborted();
    turned = performance.now();
  }
}
