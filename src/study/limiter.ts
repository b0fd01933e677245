import type { Missing } from "../core/outcome.ts";

/** Decides how many calls of one role are under way at once. */
export interface Limiter {
  /** Waits for a place. `urgent` goes before those already waiting: its prefix is in the cache now. */
  enter(urgent: boolean): Promise<void>;
  /** Gives the place back. */
  leave(): void;
  /** Tells how a call went: success widens slowly, a limit or time-out halves (AIMD). */
  report(missing: Missing | null, now: number): void;
  /** Seconds since the first of an unbroken row of failures that may pass; 0 when all is well. */
  outageSeconds(now: number): number;
  /** Has every call failed in a way that may pass, since the last one that did not? */
  readonly failing: boolean;
  readonly limit: number;
}

const crowded = new Set(["http-429", "rate-limit", "http-503", "http-529", "timeout"]);

/**
 * A limiter that starts at `start` and moves between 1 and `most`.
 * Additive increase, multiplicative decrease (Chiu & Jain 1989, doi:10.1016/0169-7552(89)90019-6).
 */
export function limiter(start: number, most: number): Limiter {
  let limit = Math.min(start, most);
  let running = 0;
  let lastCut = Number.NEGATIVE_INFINITY;
  let outage: number | null = null;
  const waiting: (() => void)[] = [];
  const admit = (): void => {
    while (running < Math.floor(limit)) {
      const next = waiting.shift();
      if (next === undefined) return;
      running++;
      next();
    }
  };
  return {
    enter: (urgent) =>
      new Promise<void>((resolve) => {
        if (urgent) waiting.unshift(resolve);
        else waiting.push(resolve);
        admit();
      }),
    leave: () => {
      running--;
      admit();
    },
    report: (missing, now) => {
      if (missing?.retryable !== true) {
        outage = null;
        if (missing === null) limit = Math.min(most, limit + 1 / limit);
        return;
      }
      outage ??= now;
      // One crowd of failures is one sign: several calls sent together fail together.
      if (crowded.has(missing.code) && now - lastCut > 1000) {
        lastCut = now;
        limit = Math.max(1, limit / 2);
      }
    },
    outageSeconds: (now) => (outage === null ? 0 : (now - outage) / 1000),
    get failing() {
      return outage !== null;
    },
    get limit() {
      return Math.floor(limit);
    },
  };
}
