import { z } from "zod";
import type { Measured } from "../../../../core/outcome.ts";
import type { MeanOf } from "../../../../panel/panel-looks.ts";
import { pairName, systemHash } from "../../../../scoring/score-table.ts";
import type { ShiftValue } from "../../../../scoring/shift-trial.ts";

/** Schema of a trial: rows, by their hashes, that a scorer reads under one system prompt. */
export const panelTrial = z.object({
  ...{ item: z.string(), arm: z.literal("shift"), repeat: z.int(), role: z.string() },
  test: z.literal("panel"),
  system: z.string(),
  rows: z.array(z.string()).readonly(),
  /** Ask the model about rows whose scores ship too. */
  anew: z.literal(true).exactOptional(),
});
export type PanelTrial = z.infer<typeof panelTrial>;

/** One scorer's scores, and why some are missing. */
export interface PanelScores {
  readonly mean: MeanOf;
  /** Pair of row and system prompt → code of what went wrong. */
  readonly missing: ReadonlyMap<string, string>;
  /** Is the score of that pair one that ships? */
  readonly shipped: (row: string, system: string) => boolean;
  take(trial: PanelTrial, result: Measured<ShiftValue>): void;
}

/** Begins with no score; trials of other scorers are passed over. */
export function panelScores(role: string): PanelScores {
  const means = new Map<string, number>();
  const missing = new Map<string, string>();
  const shipped = new Set<string>();
  return {
    mean: (row, system) => means.get(pairName(row, system)),
    missing,
    shipped: (row, system) => shipped.has(pairName(row, system)),
    take: (trial, result) => {
      if (trial.role !== role) return;
      const system = systemHash(trial.system);
      for (const [i, row] of trial.rows.entries()) {
        const pair = pairName(row, system);
        const score = "missing" in result ? result.missing : result.value.rows[i];
        if (score !== undefined && "mean" in score) {
          means.set(pair, score.mean);
          if (score.shipped === true) shipped.add(pair);
        } else missing.set(pair, score?.code ?? "no-score");
      }
    },
  };
}
