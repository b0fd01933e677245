import { z } from "zod";
import type { Measured } from "../core/outcome.ts";

/** Schema of trials without a value, by kind and code in the order of the alphabet. */
export const missingCounts = z
  .array(z.object({ kind: z.string(), code: z.string(), trials: z.int() }).readonly())
  .readonly();

/** How many trials gave a value, and why the others did not. */
export interface Tally {
  readonly asked: number;
  readonly answered: number;
  readonly missing: z.infer<typeof missingCounts>;
}

/** Counts outcomes as they stream by. */
export interface Tallying {
  take(result: Measured<unknown>): void;
  sum(): Tally;
}

/** Begins to count. */
export function tally(): Tallying {
  let asked = 0;
  let answered = 0;
  const missing = new Map<string, { readonly kind: string; readonly code: string; trials: number }>();
  return {
    take: (result) => {
      asked++;
      if (!("missing" in result)) {
        answered++;
        return;
      }
      const { kind, code } = result.missing;
      const known = missing.get(`${kind} ${code}`) ?? { kind, code, trials: 0 };
      known.trials++;
      missing.set(`${kind} ${code}`, known);
    },
    sum: () => ({
      ...{ asked, answered },
      missing: [...missing.values()]
        .map((one) => ({ ...one }))
        .sort((a, b) => (a.kind + a.code < b.kind + b.code ? -1 : 1)),
    }),
  };
}
