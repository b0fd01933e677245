import type { Model } from "../src/models/model.ts";
import type { RunOptions } from "../src/study/runnable.ts";
import { threads } from "../src/study/workers.ts";

/** A run on a model of one's own: one call at once, no limit, no cache, nobody's beliefs, nobody watching and nobody stopping it. */
export function runOptions(open: (reference: string) => Model): RunOptions {
  const never = new AbortController().signal;
  return {
    open: async (reference) => open(reference),
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
