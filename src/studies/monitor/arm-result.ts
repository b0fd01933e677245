import { aurocBounds } from "../../stats/auroc.ts";
import { calibration } from "../../stats/calibration.ts";
import { rocCurve } from "../../stats/roc.ts";
import type { MonitorRow } from "./inputs.ts";
import type { Resampled, ResampledArm } from "./resample.ts";
import { type ArmResult, type CalibrationResult, type Coverage, type Estimate, estimateOf, type LeaveOut, numberOf } from "./results.ts";
import type { ArmScores } from "./scores.ts";

/** An arm's scores with everything that is said of it beside the numbers. */
export interface DescribedArm {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly kind: "prompted" | "floor";
  readonly scores: Float64Array;
  /** Null for floors, which score every row. */
  readonly prompted: ArmScores | null;
  /** Are its scores probabilities? */
  readonly probability: boolean;
  readonly leaveOut: { readonly suite: LeaveOut | null; readonly author: LeaveOut | null };
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
  return {
    id,
    title,
    about,
    kind,
    n: coverage.scored,
    coverage,
    auroc: estimateOf(drawn?.auroc),
    within: {
      author: estimateOf(drawn?.within.author),
      suite: estimateOf(drawn?.within.suite),
      authorSuite: estimateOf(drawn?.within.authorSuite),
    },
    leaveOut: arm.leaveOut,
    ...levels(drawn, resampled),
    calibration: arm.probability ? calibrationOf(arm.scores, positive) : null,
    means:
      kind === "floor"
        ? null
        : { positives: estimateOf(drawn?.positives), negatives: estimateOf(drawn?.negatives) },
    mass: arm.prompted?.mass ?? null,
    roc: thinned(arm.scores, positive),
  };
}

function levels(drawn: ResampledArm | undefined, resampled: Resampled): Pick<ArmResult, "tprAtFpr" | "safety"> {
  const each = <Name extends string>(name: Name, at: readonly number[], figures: ResampledArm["tprAtFpr"] | undefined): (Estimate & Record<Name, number>)[] => [];
  return { tprAtFpr: [], safety: [] };
}
