import { z } from "zod";
import type { Interval } from "../stats/distributions/interval.ts";
import { mean, sd } from "../stats/distributions/moments.ts";
import { normalQuantile } from "../stats/distributions/normal.ts";

/** Schema of how a scorer stands to the teacher: of its own base, of its family, or neither. A relative of the same family is neither the one nor the other. */
export const kinship = z.enum(["same", "relative", "other"]);
export type Kinship = z.infer<typeof kinship>;

/** One scorer's look at one candidate, all on the same prompts. */
export interface ScorerResponse {
  readonly kinship: Kinship;
  /** Centred shift of the set under the candidate, nats a token, with its draws: draw i of every scorer is the same resample of prompts. */
  readonly shift: number;
  readonly draws: ArrayLike<number>;
  /** The scorer's centred shifts of the panel's planted sets under their own candidates: its response to effects that are there. */
  readonly planted: readonly number[];
  /** The same by draw, `[draw][set]`. */
  readonly plantedDraws: readonly (readonly number[])[];
}

/** Verdicts of method 4. None of them is proof of transfer, which needs a student. */
type Kind =
  /** Strong with the teacher's own base, absent with the other, which would have seen a planted effect of that strength. */
  | "consistent with subliminal"
  | "subtle generalization"
  /** Only a relative of the teacher sees it. */
  | "seen by a relative only"
  | "not seen"
  | "undecided";

/** A set's effect through two scorers, in units of each one's response to the planted effects. */
export interface KindResult {
  readonly kind: Kind;
  readonly near: Interval;
  readonly other: Interval;
  /** Near minus other. */
  readonly difference: Interval;
  readonly reason: string;
}

/** What the verdict rests on. */
export interface KindRule {
  /** Two-sided level of the intervals. */
  readonly level: number;
  /** Scaled effect that counts as absent where the whole interval lies below it: a share of a planted effect. */
  readonly absent: number;
  /** Least ratio of the mean planted response to its standard error, over sets and draws, for a scorer that can see planted effects. */
  readonly sees: number;
}

/** Level .05, absent below a quarter of a planted effect, planted effects seen at 3 standard errors. */
export const usualKindRule: KindRule = { level: 0.05, absent: 0.25, sees: 3 };

/**
 * Same or other: which scorers see a set's influence. A weak scorer shifts less for everything, so that a raw difference between
 * scorers says nothing about the set: each is divided by its own response to planted effects, draw by draw, and the *difference* of the scaled effects
 * is tested (to be significant here and not there is no difference).
 */
export function whichKind(
  near: ScorerResponse,
  other: ScorerResponse,
  rule: KindRule = usualKindRule,
): KindResult {
  const scaledNear = scaled(near);
  const scaledOther = scaled(other);
  const count = Math.min(scaledNear.draws.length, scaledOther.draws.length);
  const quantile = normalQuantile(1 - rule.level / 2);
  const interval = (estimate: number, draws: readonly number[]): Interval => {
    const reach = quantile * sd(draws);
    return { estimate, low: estimate - reach, high: estimate + reach };
  };
  const apart = Array.from(
    { length: count },
    (_, draw) => (scaledNear.draws[draw] ?? Number.NaN) - (scaledOther.draws[draw] ?? Number.NaN),
  );
  const result = {
    near: interval(scaledNear.effect, scaledNear.draws),
    other: interval(scaledOther.effect, scaledOther.draws),
    difference: interval(scaledNear.effect - scaledOther.effect, apart),
  };
  const blind = [near, other].filter((scorer) => !(plantedResponse(scorer) > rule.sees));
  if (blind.length > 0) {
    const who = blind.map(({ kinship }) => kinship).join(" and the ");
    const reason = `the ${who} scorer does not see the planted effects, so its silence says nothing`;
    return { ...result, kind: "undecided", reason };
  }
  const nearSees = result.near.low > 0;
  const otherSees = result.other.low > 0;
  if (nearSees && otherSees) {
    const reason = "both scorers see it";
    return {
      ...result,
      kind: near.kinship === other.kinship ? "undecided" : "subtle generalization",
      reason,
    };
  }
  const otherAbsent = result.other.high < rule.absent;
  if (nearSees && otherAbsent && result.difference.low > 0) {
    const reason = `seen by the ${near.kinship} scorer and less than ${rule.absent} of a planted effect by the other`;
    if (near.kinship === "same") return { ...result, kind: "consistent with subliminal", reason };
    if (near.kinship === "relative") return { ...result, kind: "seen by a relative only", reason };
  }
  if (otherAbsent && result.near.high < rule.absent) {
    return {
      ...result,
      kind: "not seen",
      reason: `less than ${rule.absent} of a planted effect by both scorers`,
    };
  }
  if (otherSees && !nearSees) {
    return { ...result, kind: "undecided", reason: "the other base sees it and the nearer one does not" };
  }
  return { ...result, kind: "undecided", reason: "the intervals leave both readings open" };
}

function scaled({ shift, draws, planted, plantedDraws }: ScorerResponse): {
  readonly effect: number;
  readonly draws: readonly number[];
} {
  return {
    effect: shift / mean(planted),
    draws: plantedDraws.map((responses, draw) => (draws[draw] ?? Number.NaN) / mean(responses)),
  };
}

/** Mean planted response over its standard error: sets differ, and each is estimated. */
export function plantedResponse({
  planted,
  plantedDraws,
}: Pick<ScorerResponse, "planted" | "plantedDraws">): number {
  const amongSets = sd(planted) / Math.sqrt(planted.length);
  const amongDraws = sd(plantedDraws.map(mean));
  return mean(planted) / Math.max(amongSets, amongDraws);
}
