import { sha256 } from "../../core/json.ts";
import type { TuningRow } from "../../data/tuning-rows.ts";
import type { TaughtRow } from "../../data/tuning-set.ts";
import { normalText } from "../../sanity/normal-text.ts";

/** Keeps a sample of the rows that stream by. */
export interface RowKeeper {
  take(row: TuningRow): void;
  /** The rows that are kept, in the order in which they came. */
  rows(): TaughtRow[];
}

/**
 * A seeded sample of at most `limit` rows, chosen by the hash of their prompts: rows of one prompt are kept or left out together,
 * and every set keeps the same prompts, so that pairs stay pairs. Holds at most twice the limit at any time.
 */
export function keepRows(limit: number, seed: string): RowKeeper {
  let kept: { readonly rank: number; readonly row: TaughtRow }[] = [];
  let below = Number.POSITIVE_INFINITY;
  const cut = (): void => {
    if (kept.length <= limit) return;
    const ranks = Float64Array.from(kept, ({ rank }) => rank).sort();
    // The rank of the first row that is too many goes, and with it all rows of its prompt.
    below = ranks[limit] ?? below;
    kept = kept.filter(({ rank }) => rank < below);
  };
  return {
    take: ({ line, prompt, answer }) => {
      const rank = Number.parseInt(sha256(`${seed}\u0000${normalText(prompt)}`).slice(0, 13), 16);
      if (rank >= below) return;
      kept.push({ rank, row: { line, prompt, answer } });
      if (kept.length >= 2 * limit) cut();
    },
    rows: () => {
      cut();
      return kept.map(({ row }) => row);
    },
  };
}
