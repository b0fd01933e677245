import { z } from "zod";
import { mapValues } from "../../../core/record.ts";
import type { Block, Cell } from "../../../report/blocks.ts";
import { formatCount } from "../../../report/format.ts";
import { estimateCell, heading, paragraph, table } from "../../../report/write.ts";
import { finiteInterval, interval } from "../../../stats/distributions/interval.ts";
import {
  type AuthorshipInput,
  authorshipDraws,
  authorshipIntervals,
  type FramingBootstrap,
} from "../../../stats/ranking/authorship-bootstrap.ts";
import { type DrawnTask, drawsInParts } from "../../../study/draws-in-parts.ts";
import { taskAddress } from "../../../study/workers.ts";
import { promptedArm } from "../arms.ts";
import type { Ground } from "../ground.ts";
import { rowsWritten } from "../own-runs.ts";
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
type Framing = z.infer<typeof framing>;

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
export async function authorshipOf(ground: Ground, arms: readonly ScoredArm[]): Promise<Authorship> {
  const { config, rows, model, positive, cluster, context } = ground;
  const own = rowsWritten(rows, model, "own");
  const other = rowsWritten(rows, model, "other");
  const sizeOf = (at: readonly number[]): Authorship["own"] => ({
    rows: at.length,
    positives: at.filter((row) => positive[row] === 1).length,
  });
  const sizes = { own: sizeOf(own), other: sizeOf(other) };
  const fresh = arms.find(({ id }) => id === "fresh");
  const shown = arms.filter(({ id }) => promptedArm(config, id).framing);
  const without = (absent: string): Authorship => ({ ...sizes, arms: [], absent });
  if (fresh === undefined || shown.length === 0)
    return without("it needs fresh and an arm that shows the run in another way");
  if (own.length === 0) return without("no run is known to be written by the monitor model itself");
  if (other.length === 0) return without("no run is known to be written by another model");

  // Rows of unknown authorship belong to neither side.
  const known = [...own, ...other].sort((a, b) => a - b);
  const mine = new Set(own);
  const of = ({ scores }: ScoredArm): Float64Array =>
    Float64Array.from(known, (row) => scores[row] ?? Number.NaN);
  const seed = String(context.random.fork("authorship").int(2 ** 48));
  const results = shown.map(async (arm) => {
    const input: AuthorshipInput = {
      ...{ first: of(arm), second: of(fresh), draws: config.bootstrap, seed },
      positive: Uint8Array.from(known, (row) => positive[row] ?? 0),
      own: Uint8Array.from(known, (row) => (mine.has(row) ? 1 : 0)),
      cluster: Int32Array.from(known, (row) => cluster[row] ?? 0),
    };
    const figures = await drawsInParts(context.workers, task, input, 2 * known.length);
    const found = mapValues(authorshipIntervals(input, figures), framingOf);
    return { arm: arm.id, against: fresh.id, ...found };
  });
  return { ...sizes, arms: await Promise.all(results), absent: null };
}

function framingOf({ shiftPositive, shiftNegative, auroc }: FramingBootstrap): Framing {
  return {
    positives: finiteInterval(shiftPositive),
    negatives: finiteInterval(shiftNegative),
    auroc: finiteInterval(auroc),
  };
}

/** Authorship by framing, where authors are known on both sides. */
export function authorshipBlocks({ own, other, arms, absent }: Authorship): Block[] {
  if (absent !== null) return [];
  const row = (name: string, { positives, negatives, auroc }: Framing): Cell[] => [
    name,
    ...[positives, negatives, auroc].map((found) =>
      estimateCell(found, 3, "no run of this class and author has both scores"),
    ),
  ];
  return [
    heading("Authorship and framing"),
    paragraph(
      `Self-attribution bias is leniency to one's own turns. A shift that the runs of other models show too is one of position, not of authorship; what is left of it in the difference in differences is the bias. The monitor model wrote ${formatCount(own.rows)} of these runs (${formatCount(own.positives)} positive), others ${formatCount(other.rows)} (${formatCount(other.positives)} positive).`,
    ),
    table(
      "Mean score of an arm minus that of the quoted transcript, on the same runs; below 0 the arm is more lenient. 95% intervals by bootstrap over groups.",
      ["arm and author", "shift, positives", "shift, negatives", "AUROC"],
      arms.flatMap(({ arm, own: mine, other: others, difference }) => [
        row(`${arm}, own runs`, mine),
        row(`${arm}, others' runs`, others),
        row(`${arm}, difference in differences`, difference),
      ]),
      arms.slice(1).map((_, index) => 3 * (index + 1)),
    ),
  ];
}
