import type { Price } from "../core/identity.ts";
import type { Missing, Usage } from "../core/outcome.ts";

/** Dollars that a usage costs; null when the price or part of the usage is unknown. */
export function usdOf(usage: Usage, price: Price | null): number | null {
  if (price === null || usage.uncachedInput === null || usage.output === null) return null;
  return (
    (usage.uncachedInput * price.input +
      (usage.cacheRead ?? 0) * price.cacheRead +
      (usage.cacheWrite ?? 0) * price.cacheWrite +
      usage.output * price.output) /
    1e6
  );
}

/** What a run may spend; null is no limit. */
export interface Limits {
  readonly calls: number | null;
  readonly usd: number | null;
}

/** Counts calls and dollars, and says no before a limit is passed. */
export interface Budget {
  /** Reserves one call; a Missing of code `budget` when there is none left. */
  reserve(): Missing | null;
  /** Gives a reserved call back: it was answered from the response cache. */
  refund(): void;
  spend(usd: number): void;
  readonly exhausted: boolean;
  readonly calls: number;
  readonly usd: number;
}

/** A budget with what earlier sittings of the run already spent. */
export function budget(limits: Limits, before: { readonly calls: number; readonly usd: number }): Budget {
  let calls = before.calls;
  let usd = before.usd;
  let exhausted = false;
  return {
    reserve: () => {
      const reason =
        limits.calls !== null && calls >= limits.calls
          ? `the budget of ${limits.calls} calls is used up`
          : limits.usd !== null && usd >= limits.usd
            ? `the budget of $${limits.usd} is used up`
            : null;
      if (reason === null) {
        calls++;
        return null;
      }
      exhausted = true;
      return { kind: "censored", code: "budget", reason };
    },
    refund: () => {
      calls--;
    },
    spend: (dollars) => {
      usd += dollars;
    },
    get exhausted() {
      return exhausted;
    },
    get calls() {
      return calls;
    },
    get usd() {
      return usd;
    },
  };
}
