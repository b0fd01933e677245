import { z } from "zod";
import { formatShare } from "../../../report/format.ts";
import { betaCdf } from "../../../stats/distributions/beta.ts";
import { clopperPearson } from "../../../stats/distributions/proportion.ts";
import { chainChance, deepest } from "../probes/chain.ts";

/** Schema of what reasoning that was switched off comes to. */
export const reasoningVerdict = z.object({
  verdict: z.enum(["no evidence", "shown", "declared", "covert", "undecided"]),
  reason: z.string(),
  /** Share of calls with reasoning, shown, declared or covert, and a 95% interval. */
  rate: z.number(),
  low: z.number(),
  high: z.number(),
});
type ReasoningVerdict = z.infer<typeof reasoningVerdict>;

/** Schema of right answers at one depth. */
export const depthCount = z.object({ depth: z.number(), right: z.number(), calls: z.number() }).readonly();
export type DepthCount = z.infer<typeof depthCount>;

/** Schema of short answers at one output cap: how many came back empty for want of tokens. */
export const capCount = z.object({ cap: z.number(), calls: z.number(), empty: z.number() }).readonly();
export type CapCount = z.infer<typeof capCount>;

/** Schema of the share of calls with hidden reasoning that the deepest chains allow. */
export const hiddenShare = z.object({ low: z.number(), high: z.number(), bound: z.number() }).readonly();

/** What was counted. */
interface Counted {
  readonly calls: number;
  readonly shown: number;
  readonly declared: number;
  readonly openBound: number;
  readonly deep: DepthCount;
  readonly steps: DepthCount;
  readonly hidden: z.infer<typeof hiddenShare> | null;
  /** Why counts of tokens are not believed; null where they are. */
  readonly doubted: string | null;
  /** Calls whose answer itself arrived in the field for reasoning. */
  readonly misplaced: number;
  /** A text beside an answer that nothing here knows, quoted; null where there is none. */
  readonly unknown: string | null;
  /** Short answers that came back empty at a cap that they fit in; null where there are none. */
  readonly starving: CapCount | null;
}

/** Chance of so many right answers by guessing below which they are taken for reasoning. */
const guessing = 0.002;

/** The verdict on one endpoint; `level` is that of its interval. */
export function judged(counted: Counted, level = 0.95): ReasoningVerdict {
  const { calls, shown, declared, openBound, deep, steps, hidden } = counted;
  const open = shown + declared;
  const undecided = { verdict: "undecided", rate: 0, low: 0, high: 1 } as const;
  if (counted.misplaced > calls / 2)
    return {
      ...undecided,
      reason: `in ${counted.misplaced} of ${calls} calls the answer itself arrived in the field for reasoning and the text was empty, as where a parser takes it for thoughts: that is neither reasoning nor none`,
    };
  if (open > 0) {
    const { estimate, low, high } = clopperPearson(open, calls, level);
    const verdict = shown >= declared ? "shown" : "declared";
    const how =
      verdict === "shown" ? "reasoning stands in the reply" : "usage counts tokens that are not shown";
    return {
      ...{ verdict, reason: `${how} in ${open} of ${calls} calls`, rate: estimate, low },
      high: Math.max(high, hidden?.bound ?? 0),
    };
  }
  if (counted.unknown !== null)
    return {
      ...undecided,
      reason: `nothing that is known as thoughts is shown, but a text stands beside the answer that may be some (${counted.unknown})`,
    };
  const covert = covertly(counted, level);
  if (covert !== null) return covert;
  if (hidden === null) {
    const why =
      deep.calls === 0
        ? `no chain of ${deepest} steps was answered with two letters alone`
        : `this model cannot follow the chains with steps either (${steps.right} of ${steps.calls})`;
    return {
      ...undecided,
      reason: `nothing is shown or declared (at most ${formatShare(openBound)}), but ${why}, so hidden reasoning cannot be bounded`,
    };
  }
  return {
    ...{ verdict: "no evidence", rate: 0, low: 0, high: Math.max(openBound, hidden.bound) },
    reason: `nothing is shown or declared in ${calls} calls${counted.doubted === null ? "" : `, where what is declared is not believed (${counted.doubted}),`} (at most ${formatShare(openBound)}); hidden reasoning at most ${formatShare(hidden.bound)}`,
  };
}

/** Where nothing is shown: right answers that take steps, or tokens that were spent on something unseen. */
function covertly({ deep, hidden, starving }: Counted, level: number): ReasoningVerdict | null {
  const known = deep.calls > 0 && atLeast(deep.right, deep.calls, chainChance) < guessing;
  if (!known && starving === null) return null;
  const starved = starving === null ? null : clopperPearson(starving.empty, starving.calls, level);
  const low = Math.max(hidden?.low ?? 0, starved?.low ?? 0);
  const high = Math.max(hidden?.high ?? 1, starved?.high ?? 0, low);
  const why = [
    known
      ? `${deep.right} of ${deep.calls} chains of ${deepest} steps are right, where guessing gives one in ${Math.round(1 / chainChance)}`
      : "",
    starving === null
      ? ""
      : `${starving.empty} of ${starving.calls} short answers came back empty at a cap of ${starving.cap} tokens`,
  ];
  const rate =
    hidden === null || !known
      ? (starved?.estimate ?? low)
      : Math.min(high, Math.max(low, deep.right / deep.calls));
  return { verdict: "covert", reason: why.filter((one) => one !== "").join("; "), rate, low, high };
}

/** P(X ≥ right), X ~ Binomial(calls, p). */
function atLeast(right: number, calls: number, p: number): number {
  return right === 0 ? 1 : betaCdf(p, right, calls - right + 1);
}
