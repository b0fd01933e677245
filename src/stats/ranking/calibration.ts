import { checkEach, checkScored, checkWhole } from "../arguments.ts";
import { mean } from "../distributions/moments.ts";

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  /** Mean score and share of positives in the bin. */
  readonly score: number;
  readonly share: number;
  readonly rows: number;
}

/** How well scores read as probabilities. */
export interface Calibration {
  /** Mean squared difference between score and outcome (Brier 1950). */
  readonly brier: number;
  /** Expected calibration error over bins of equal mass (Nixon et al. 2019, arXiv 1904.01685). */
  readonly expectedError: number;
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Calibration of scores in 0..1; rows without a score (NaN) are left out. Bins are of about equal size; equal scores are never parted, so that the
 * order of the rows does not matter.
 *
 * @example calibration([0.1, 0.2, 0.7, 0.9], [0, 0, 1, 1], 2).expectedError // 0.175
 */
export function calibration(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  binCount = 10,
): Calibration {
  checkScored(scores, positive);
  checkEach("scores", scores, (score) => !(score < 0 || score > 1), "a number from 0 to 1, or NaN");
  checkWhole("binCount", binCount, 1);
  const rows: { score: number; hit: number }[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? Number.NaN;
    if (!Number.isNaN(score)) rows.push({ score, hit: positive[i] === 1 ? 1 : 0 });
  }
  rows.sort((a, b) => a.score - b.score);
  const count = Math.min(binCount, rows.length);
  const bins: ReliabilityBin[] = [];
  let border = 0;
  for (let from = 0, to = 0; to < rows.length; from = to) {
    // Equal scores may have taken a bin past the next border.
    while (to <= from) to = Math.round((++border * rows.length) / count);
    while (to < rows.length && rows[to]?.score === rows[to - 1]?.score) to++;
    const part = rows.slice(from, to);
    bins.push({
      score: mean(part.map((r) => r.score)),
      share: mean(part.map((r) => r.hit)),
      rows: part.length,
    });
  }
  return {
    brier: mean(rows.map((r) => (r.score - r.hit) ** 2)),
    expectedError: bins.reduce(
      (sum, bin) => sum + (bin.rows / rows.length) * Math.abs(bin.score - bin.share),
      0,
    ),
    bins,
  };
}
