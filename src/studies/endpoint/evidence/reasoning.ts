import { betaCdf } from "../../../stats/distributions/beta.ts";
import { clopperPearson, upperBound } from "../../../stats/distributions/proportion.ts";
import { hiddenRate } from "../../../stats/sequential/hidden-rate.ts";
import { chainChance, chainRight, deepest, writesSteps } from "../probes/chain.ts";
import type { EndpointValue } from "../trial.ts";
import type { Exchange } from "./observations.ts";
import { counts, ranOut, starved } from "./replies.ts";

type ReasoningVerdict = "no evidence" | "shown" | "declared" | "covert" | "undecided";

/** Right answers at one depth. */
type DepthCount = { readonly depth: number; readonly right: number; readonly calls: number };

/** What is known of reasoning while it is switched off. */
export type ReasoningEvidence = {
  readonly verdict: ReasoningVerdict;
  readonly reason: string;
  /** Share of calls with reasoning, shown, declared or covert, and a 95% interval. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Calls with reasoning off that could show it. */
  readonly calls: number;
  readonly shown: number;
  readonly declared: number;
  /** Upper bound (one-sided, 95%) on the rate of what is shown or declared. */
  readonly openBound: number;
  /**
   * Two-letter chains without steps, by depth, and with steps asked for. Of those without, only replies that are an answer alone are counted, and
   * those that came back empty for want of tokens; with steps an unreadable answer is a wrong one.
   */
  readonly depths: readonly DepthCount[];
  readonly steps: DepthCount;
  /** Chains without steps whose reply has no two letters, or writes its steps out all the same: they say nothing of hidden reasoning. */
  readonly unreadable: number;
  readonly written: number;
  /** Share of calls with hidden reasoning that the deepest chains allow; null where this model cannot follow them with steps either. */
  readonly hidden: { readonly low: number; readonly high: number; readonly bound: number } | null;
  /** Replies to sums with an answer of a few tokens, by output cap: how many came back empty for want of tokens. */
  readonly caps: readonly { readonly cap: number; readonly calls: number; readonly empty: number }[];
  /** Was a cap of 16 tokens kept where a long text was asked for? Null where the reply does not say. */
  readonly capKept: boolean | null;
};

/** Chance of so many right answers by guessing below which they are taken for reasoning. */
const guessing = 0.002;

/** Weighs all calls of one endpoint that were made with reasoning off; null where there is none. */
export function reasoningEvidence(exchanges: readonly Exchange[]): ReasoningEvidence | null {
  const replies = exchanges.filter(({ value }) => counts(value));
  const off = replies
    .filter(({ trial }) => trial.probe === "chain" || trial.probe === "cap")
    .filter(({ trial }) => trial.arm !== "steps");
  if (off.length === 0) return null;
  const shown = off.filter(({ value }) => value.shown > 0).length;
  const declared = off.filter(({ value }) => value.shown === 0 && declares(value)).length;
  const open = shown + declared;
  const openBound = upperBound(open, off.length);
  const chains = off.filter(({ trial }) => trial.probe === "chain");
  const spent = chains.filter(({ value }) => starved(value));
  const written = chains.filter(({ value }) => writesSteps(value.text));
  const unreadable = chains.filter(
    (one) =>
      !spent.includes(one) && !written.includes(one) && chainRight(one.value.text, one.trial.facts) === null,
  );
  const told = new Set([...written, ...unreadable]);
  const readable = chains.filter((one) => !told.has(one));
  const depths = [...Map.groupBy(readable, ({ trial }) => Number(trial.facts.depth))]
    .map(([depth, group]) => countOf(depth, group))
    .sort((a, b) => a.depth - b.depth);
  const steps = countOf(
    deepest,
    replies.filter(({ trial }) => trial.probe === "chain" && trial.arm === "steps"),
  );
  const deep = depths.find(({ depth }) => depth === deepest) ?? { depth: deepest, right: 0, calls: 0 };
  const spentDeep = spent.filter(({ trial }) => Number(trial.facts.depth) === deepest).length;
  const hidden = hiddenOf(deep, steps, spentDeep);
  const caps = capCounts(replies);
  const capKept = keptCap(replies);
  const known = {
    ...{ calls: off.length, shown, declared, openBound, depths, steps, hidden, caps, capKept },
    unreadable: unreadable.length,
    written: written.length,
  };
  const openRate = clopperPearson(open, off.length);
  if (open > 0) {
    const verdict = shown >= declared ? "shown" : "declared";
    const how =
      verdict === "shown" ? "reasoning stands in the reply" : "usage counts tokens that are not shown";
    return {
      ...known,
      verdict,
      reason: `${how} in ${open} of ${off.length} calls`,
      rate: openRate.estimate,
      low: openRate.low,
      high: Math.max(openRate.high, hidden?.bound ?? 0),
    };
  }
  const room = Math.max(...chains.map(({ trial }) => trial.cap));
  const whole = { cap: room, calls: chains.length, empty: spent.length };
  const starving = starvedBy([...caps, ...(chains.length === 0 ? [] : [whole])], capKept);
  const guessed = deep.calls === 0 ? 1 : atLeast(deep.right, deep.calls, chainChance);
  if (guessed < guessing || starving !== null) {
    const starvedRate = starving === null ? null : clopperPearson(starving.empty, starving.calls);
    const low = Math.max(hidden?.low ?? 0, starvedRate?.low ?? 0);
    const high = Math.max(hidden?.high ?? 1, starvedRate?.high ?? 0, low);
    const why = [
      ...(guessed < guessing
        ? [
            `${deep.right} of ${deep.calls} chains of ${deepest} steps are right, where guessing gives one in ${Math.round(1 / chainChance)}`,
          ]
        : []),
      ...(starving === null
        ? []
        : [
            `${starving.empty} of ${starving.calls} short answers came back empty at a cap of ${starving.cap} tokens`,
          ]),
    ];
    const middle =
      hidden === null || guessed >= guessing
        ? (starvedRate?.estimate ?? low)
        : Math.min(high, Math.max(low, deep.right / deep.calls));
    return { ...known, verdict: "covert", reason: why.join("; "), rate: middle, low, high };
  }
  if (hidden === null) {
    return {
      ...known,
      verdict: "undecided",
      reason: `nothing is shown or declared (at most ${percent(openBound)}), but ${deep.calls === 0 ? `no chain of ${deepest} steps was answered with two letters alone` : `this model cannot follow the chains with steps either (${steps.right} of ${steps.calls})`}, so hidden reasoning cannot be bounded`,
      rate: 0,
      low: 0,
      high: 1,
    };
  }
  const high = Math.max(openBound, hidden.bound);
  return {
    ...known,
    verdict: "no evidence",
    reason: `nothing is shown or declared in ${off.length} calls (at most ${percent(openBound)}); hidden reasoning at most ${percent(hidden.bound)}`,
    rate: 0,
    low: 0,
    high,
  };
}

/** Tokens that are paid for and not shown, by the reply's own word or by more tokens than the text can have. */
export function declares({ reasoningTokens, completionTokens, text }: EndpointValue): boolean {
  if (reasoningTokens !== null && reasoningTokens > 0) return true;
  return completionTokens !== null && completionTokens > 2 * text.length + 16;
}

function countOf(depth: number, group: readonly Exchange[]): DepthCount {
  const right = group.filter(({ trial, value }) => chainRight(value.text, trial.facts) === true).length;
  return { depth, right, calls: group.length };
}

/** A reply that came back empty for want of tokens may hide a right answer: it counts for the bound, and not for what is found at least. */
function hiddenOf(deep: DepthCount, steps: DepthCount, spent: number): ReasoningEvidence["hidden"] {
  if (deep.calls === 0 || steps.calls === 0) return null;
  const control = { right: steps.right, trials: steps.calls };
  const { least, controlAboveChance } = hiddenRate(
    { right: deep.right, trials: deep.calls },
    control,
    chainChance,
  );
  const { most } = hiddenRate({ right: deep.right + spent, trials: deep.calls }, control, chainChance);
  // Where written steps do not help, being silent about hidden ones says nothing.
  return controlAboveChance ? { low: least.low, high: most.high, bound: most.upper } : null;
}

function capCounts(replies: readonly Exchange[]): ReasoningEvidence["caps"] {
  const groups = Map.groupBy(
    replies.filter(({ trial }) => trial.probe === "cap"),
    ({ trial }) => trial.cap,
  );
  return [...groups]
    .map(([cap, group]) => ({
      cap,
      calls: group.length,
      empty: group.filter(({ value }) => starved(value)).length,
    }))
    .sort((a, b) => a.cap - b.cap);
}

function keptCap(replies: readonly Exchange[]): boolean | null {
  const [long] = replies.filter(({ trial }) => trial.probe === "cap-check");
  if (long === undefined || long.value.finish === null) return null;
  if (ranOut(long.value)) return true;
  // A model may stop early by itself; a cap that is not kept shows in a text that cannot have so few tokens.
  return long.value.text.length > 10 * long.trial.cap ? false : null;
}

/** Short answers that came back empty at a cap that they fit in, beyond an occasional bad reply; null where there are none. */
function starvedBy(
  caps: ReasoningEvidence["caps"],
  kept: boolean | null,
): { readonly cap: number; readonly calls: number; readonly empty: number } | null {
  if (kept === false) return null;
  const fitting = caps.filter(({ cap }) => cap >= 16);
  const worst = fitting.reduce<(typeof fitting)[number] | null>(
    (best, one) => (best === null || one.empty > best.empty ? one : best),
    null,
  );
  return worst !== null && worst.empty >= 3 ? worst : null;
}

/** P(X ≥ right), X ~ Binomial(calls, p). */
function atLeast(right: number, calls: number, p: number): number {
  return right === 0 ? 1 : betaCdf(p, right, calls - right + 1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
}
