import { setTimeout as sleep } from "node:timers/promises";
import type { Measured } from "../core/outcome.ts";
import type { Random } from "../stats/distributions/random.ts";
import type { Limiter } from "./limiter.ts";

/** How long to keep trying. */
export interface Patience {
  /** No trial is tried again once it, or the outage it is part of, has lasted this long. */
  readonly seconds: number;
  /** First pause; it doubles with every try up to a minute, with jitter. */
  readonly firstPauseSeconds: number;
}

/** What came of it after how many tries. */
export interface Attempted<Value> {
  readonly result: Measured<Value>;
  readonly attempts: number;
}

/** Tries a measurement until it gives a value, a reason that will not pass, or patience ends. */
export async function attempt<Value>(
  measure: () => Promise<Measured<Value>>,
  options: {
    readonly patience: Patience | null;
    readonly limiter: Limiter;
    readonly random: Random;
    readonly signal: AbortSignal;
    readonly onWait: (seconds: number, reason: string) => void;
  },
): Promise<Attempted<Value>> {
  const { patience, limiter, random, signal, onWait } = options;
  const began = Date.now();
  for (let attempts = 1; ; attempts++) {
    const result = await measure();
    const now = Date.now();
    const missing = "missing" in result ? result.missing : null;
    limiter.report(missing, now);
    if (missing === null || missing.retryable !== true || patience === null || signal.aborted) {
      return { result, attempts };
    }
    const pause =
      missing.retryAfterSeconds ??
      Math.min(60, patience.firstPauseSeconds * 2 ** (attempts - 1)) * (0.5 + random.float());
    const spent = Math.max((now - began) / 1000, limiter.outageSeconds(now));
    if (spent + pause > patience.seconds) {
      const reason = `${missing.reason} (gave up after ${attempts} tries; patience is ${patience.seconds} s)`;
      return { result: { missing: { ...missing, reason } }, attempts };
    }
    onWait(pause, missing.reason);
    try {
      await sleep(pause * 1000, undefined, { signal });
    } catch {
      return { result, attempts };
    }
  }
}
