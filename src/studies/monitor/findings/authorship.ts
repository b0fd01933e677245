import { z } from "zod";
import type { RegisteredModel } from "../../../core/identity.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import {
  type AuthorshipInput,
  authorshipDraws,
  authorshipIntervals,
  type FramingBootstrap,
} from "../../../stats/ranking/authorship-bootstrap.ts";
import { type DrawnTask, drawsInParts } from "../../../study/draws-in-parts.ts";
import type { AnalyzeContext } from "../../../study/study.ts";
import { taskAddress } from "../../../study/workers.ts";
import { promptedArm } from "../arms.ts";
import type { MonitorConfig } from "../config.ts";
import { rowsWritten } from "../own-runs.ts";
import type { Labelled } from "../resample.ts";
import type { MonitorRow } from "../row.ts";
import type { ScoredArm } from "../scored-arm.ts";

const count = z.object({ rows: z.number(), positives: z.number() }).readonly();

/** Schema of an arm minus fresh, on some runs. */
const framing = z.object({
  /** Mean shift of the score, by class. */
  positives: interval.nullable(),
  negatives: interval.nullable(),
  /** Difference in AUROC. */
  auroc: interval.nullable(),
});
export type Framing = z.infer<typeof framing>;

/** Schema of authorship by framing. */
export const authorship = z.object({
  own: count,
  other: count,
  /** An arm's shift on the monitor model's own runs, on those of others, and the first less the second. */
  arms: z.array(
    z.object({ arm: z.string(), against: z.string(), own: framing, other: framing, difference: framing }),
  ),
  /** Why there are no figures; null where there are. */
  absent: z.string().nullable(),
});
type Authorship = z.infer<typeof authorship>;

const task: DrawnTask<AuthorshipInput> = {
  run: authorshipDraws,
  module: taskAddress(import.meta.url, "../../../stats/ranking/authorship-bootstrap"),
};

/**
 * Does the way of showing a run do something else to the monitor's own runs than to those of others? The difference in
 * differences is self-attribution; what both have in common is position.
 */
export async function authorshipOfArms(
  config: MonitorConfig,
  arms: readonly ScoredArm[],
  rows: readonly MonitorRow[],
  model: RegisteredModel | undefined,
  data: Labelled,
  { workers, random }: Pick<AnalyzeContext, "workers" | "random">,
): Promise<Authorship> {
  const side = (by: "own" | "other"): { rows: number; positives: number; at: number[] } => {
    const at = rowsWritten(rows, model, by);
    return { rows: at.length, positives: at.filter((row) => data.positive[row] === 1).length, at };
  };
  const own = side("own");
  const other = side("other");
  const sizes = {
    own: { rows: own.rows, positives: own.positives },
    other: { rows: other.rows, positives: other.positives },
  };
  const fresh = arms.find(({ id }) => id === "fresh");
  const shown = arms.filter(({ id }) => promptedArm(config, id).framing);
  const absent =
    fresh === undefined || shown.length === 0
      ? "it needs fresh and an arm that shows the run in another way"
      : own.rows === 0
        ? "no run is known to be written by the monitor model itself"
        : other.rows === 0
          ? "no run is known to be written by another model"
          : null;
  if (absent !== null || fresh === undefined) return { ...sizes, arms: [], absent };

  // Rows of unknown authorship belong to neither side.
  const known = [...own.at, ...other.at].sort((a, b) => a - b);
  const mine = new Set(own.at);
  const of = (scores: Float64Array): Float64Array =>
    Float64Array.from(known, (row) => scores[row] ?? Number.NaN);
  const seed = String(random.fork("authorship").int(2 ** 48));
  const results = await Promise.all(
    shown.map(async (arm): Promise<Authorship["arms"][number]> => {
      const input: AuthorshipInput = {
        first: of(arm.scores),
        second: of(fresh.scores),
        positive: Uint8Array.from(known, (row) => data.positive[row] ?? 0),
        own: Uint8Array.from(known, (row) => (mine.has(row) ? 1 : 0)),
        cluster: Int32Array.from(known, (row) => data.cluster[row] ?? 0),
        draws: config.bootstrap,
        seed,
      };
      const figures = await drawsInParts(workers, task, input, 2 * known.length);
      const found = authorshipIntervals(input, figures);
      return {
        arm: arm.id,
        against: fresh.id,
        own: framingOf(found.own),
        other: framingOf(found.other),
        difference: framingOf(found.difference),
      };
    }),
  );
  return { ...sizes, arms: results, absent: null };
}

function framingOf({ shiftPositive, shiftNegative, auroc }: FramingBootstrap): Framing {
  return {
    positives: finiteInterval(shiftPositive),
    negatives: finiteInterval(shiftNegative),
    auroc: finiteInterval(auroc),
  };
}
