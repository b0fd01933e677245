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

/** Seconds for which a model that has never answered may refuse connections: long enough to start, too long for a mistyped port. */
const greeting = 30;

/** Tries a measurement until it gives a value, a reason that will not pass, or patience ends. */
export async function attempt<Value>(
  measure: () => Promise<Measured<Value>>,
  options: {
    readonly patience: Patience | null;
    readonly limiter: Limiter;
    /** Has the model answered anything in this sitting? */
    readonly answered: () => boolean;
    readonly random: Random;
    readonly signal: AbortSignal;
    readonly onWait: (seconds: number, reason: string, patience: number) => void;
  },
): Promise<Attempted<Value>> {
  const { patience, limiter, answered, random, signal, onWait } = options;
  const began = Date.now();
  for (let attempts = 1; ; attempts++) {
    const result = await measure();
    const now = Date.now();
    const missing = "missing" in result ? result.missing : null;
    limiter.report(missing, now);
    if (missing === null || missing.retryable !== true || patience === null || signal.aborted) {
      return { result, attempts };
    }
    const own = Math.min(60, patience.firstPauseSeconds * 2 ** (attempts - 1)) * (0.5 + random.float());
    // A server that says "at once" for ever is not asked without a pause.
    const pause = Math.max(missing.retryAfterSeconds ?? own, patience.firstPauseSeconds / 50);
    const seconds =
      missing.code === "connection" && !answered() ? Math.min(greeting, patience.seconds) : patience.seconds;
    const spent = Math.max((now - began) / 1000, limiter.outageSeconds(now));
    if (spent + pause > seconds) {
      const reason = `${missing.reason} (gave up after ${attempts} tries; patience is ${seconds} s)`;
      return { result: { missing: { ...missing, reason } }, attempts };
    }
    onWait(pause, missing.reason, seconds);
    try {
      await sleep(pause * 1000, undefined, { signal });
    } catch {
      return { result, attempts };
    }
  }
}
