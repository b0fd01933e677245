import { finiteInterval, finiteOrNull, type Interval } from "../../stats/distributions/interval.ts";
import { aurocBounds } from "../../stats/ranking/auroc.ts";
import { calibration } from "../../stats/ranking/calibration.ts";
import type { ArmBootstrap } from "../../stats/ranking/cluster-bootstrap.ts";
import { resolvable, rocCurve } from "../../stats/ranking/roc.ts";
import type { Resampled } from "./resample.ts";
import type { ArmResult, Coverage, LeaveOut } from "./results.ts";
import type { MonitorRow } from "./row.ts";
import { inUnit, type ScoredArm } from "./scored-arm.ts";
import type { ArmScores } from "./scores.ts";

/** An arm's scores with everything that is said of it beside the numbers. */
export interface DescribedArm extends ScoredArm {
  readonly title: string;
  readonly about: string;
  /** Null for floors and probes. */
  readonly prompted: ArmScores | null;
  /** Where it is a constant but for the folds. */
  readonly constantWithin: "author" | null;
  readonly leaveOut: { readonly suite: LeaveOut | null; readonly author: LeaveOut | null };
  /** AUROC after shuffling labels, one a draw; probes only. */
  readonly permuted?: Float64Array;
}

/** Everything the results say of one arm. */
export function armResult(
  arm: DescribedArm,
  rows: readonly MonitorRow[],
  positive: Uint8Array,
  resampled: Resampled,
): ArmResult {
  const drawn = resampled.arm(arm.id);
  const coverage = coverageOf(arm, rows, positive);
  const { id, title, about, kind } = arm;
  const varied = arm.constantWithin !== "author";
  return {
    id,
    title,
    about,
    kind,
    n: coverage.scored,
    coverage,
    auroc: finiteInterval(drawn?.auroc),
    within: {
      author: varied ? finiteInterval(resampled.within(id, "author")) : null,
      suite: finiteInterval(resampled.within(id, "suite")),
      authorSuite: varied ? finiteInterval(resampled.within(id, "authorSuite")) : null,
    },
    leaveOut: varied ? arm.leaveOut : { ...arm.leaveOut, author: null },
    ...levels(drawn, resampled, coverage.negatives.scored),
    calibration:
      arm.probability && coverage.positives.scored > 0 && coverage.negatives.scored > 0
        ? calibrationOf(arm.scores, positive)
        : null,
    means: !inUnit(kind)
      ? null
      : { positives: finiteInterval(drawn?.meanPositive), negatives: finiteInterval(drawn?.meanNegative) },
    mass: arm.prompted?.mass ?? null,
    permuted: permutedOf(arm, drawn?.auroc.estimate ?? Number.NaN),
    roc: thinned(arm.scores, positive),
  };
}

function permutedOf({ permuted }: DescribedArm, area: number): ArmResult["permuted"] {
  if (permuted === undefined || permuted.length === 0 || permuted.some(Number.isNaN) || Number.isNaN(area))
    return null;
  const sorted = permuted.toSorted();
  return {
    draws: sorted.length,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    low: sorted[0] ?? Number.NaN,
    high: sorted.at(-1) ?? Number.NaN,
    p: (1 + sorted.filter((value) => value >= area).length) / (1 + sorted.length),
  };
}

/** Only levels that the number of scored negatives can resolve: at 20 negatives a rate of .01 is no rate. */
function levels(
  drawn: ArmBootstrap | undefined,
  resampled: Resampled,
  negatives: number,
): Pick<ArmResult, "tprAtFpr" | "safety"> {
  const at = <Level>(
    wanted: readonly number[],
    figures: ArmBootstrap["safety"] | undefined,
    named: (level: number, estimate: Interval) => Level,
  ): Level[] => {
    const kept = new Set(resolvable(wanted, negatives));
    return wanted.flatMap((level, index) => {
      const estimate = finiteInterval(figures?.[index]);
      return estimate === null || !kept.has(level) ? [] : [named(level, estimate)];
    });
  };
  return {
    tprAtFpr: at(resampled.fprs, drawn?.tprAtFpr, (fpr, estimate) => ({ fpr, ...estimate })),
    safety: at(resampled.budgets, drawn?.safety, (budget, estimate) => ({ budget, ...estimate })),
  };
}

function calibrationOf(scores: Float64Array, positive: Uint8Array): ArmResult["calibration"] {
  const { brier, expectedError, bins } = calibration(scores, positive);
  return {
    brier,
    expectedError,
    bins: bins.map(({ rows, score, share }) => ({ n: rows, score, positives: share })),
  };
}

function coverageOf(arm: DescribedArm, rows: readonly MonitorRow[], positive: Uint8Array): Coverage {
  const covered = (wanted: number): { rows: number; scored: number } => {
    let all = 0;
    let scored = 0;
    for (const [index, score] of arm.scores.entries()) {
      if (positive[index] !== wanted) continue;
      all++;
      if (!Number.isNaN(score)) scored++;
    }
    return { rows: all, scored };
  };
  const positives = covered(1);
  const negatives = covered(0);
  const scored = positives.scored + negatives.scored;
  const bounds = aurocBounds(arm.scores, positive);
  const low = finiteOrNull(bounds.low);
  const high = finiteOrNull(bounds.high);
  return {
    rows: rows.length,
    scored,
    share: scored / rows.length,
    positives,
    negatives,
    missing: arm.prompted?.tally.missing ?? [],
    bounds: low === null || high === null ? null : { low, high },
    named: [...(arm.prompted?.reasons ?? [])].slice(0, 50).map(([index, { code, reason }]) => ({
      run: rows[index]?.run.id ?? "",
      code,
      reason,
    })),
  };
}

/** A curve as the report draws it: points on a straight line left out, 200 at most. */
function thinned(scores: Float64Array, positive: Uint8Array): ArmResult["roc"] {
  const { fpr, tpr } = rocCurve(scores, positive);
  const at = (index: number): [number, number] => [fpr[index] ?? Number.NaN, tpr[index] ?? Number.NaN];
  const bends: number[] = [];
  for (let index = 0; index < fpr.length; index++) {
    const [x, y] = at(index);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
    const before = bends.at(-1);
    if (before === undefined || index === fpr.length - 1) {
      bends.push(index);
      continue;
    }
    const [x0, y0] = at(before);
    const [x1, y1] = at(index + 1);
    if (Math.abs((x - x0) * (y1 - y0) - (x1 - x0) * (y - y0)) > 1e-12) bends.push(index);
  }
  if (bends.length < 2) return null;
  const step = Math.max(1, Math.ceil(bends.length / 200));
  const kept = bends.filter((_, index) => index % step === 0 || index === bends.length - 1);
  return { fpr: kept.map((index) => at(index)[0]), tpr: kept.map((index) => at(index)[1]) };
}
