import type { Model, OpenOptions } from "../models/model.ts";
import type { RunOptions } from "./runnable.ts";
import { threads } from "./workers.ts";

/**
 * A run with nobody watching and nobody stopping it: one call at once, no limit, no cache, nobody's beliefs.
 *
 * @param open opens a model by its reference: `openModel`, or a function that gives a model of one's own
 */
export function quietRun(
  open: (reference: string, options: OpenOptions) => Model | Promise<Model>,
): RunOptions {
  const never = new AbortController().signal;
  return {
    open: async (reference, options) => open(reference, options),
    limits: { calls: null, usd: null },
    concurrency: 1,
    patience: { seconds: 60, firstPauseSeconds: 1 },
    stop: { soft: never, hard: never },
    beliefs: {
      pending: async () => ({}),
      bound: async () => {},
      filed: async () => {},
      resolved: async () => {},
    },
    cache: null,
    retryFailed: false,
    workers: threads(),
    events: () => {},
  };
}
