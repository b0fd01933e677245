import { z } from "zod";
import { upperBound } from "../../../stats/distributions/proportion.ts";
import { hiddenRate } from "../../../stats/sequential/hidden-rate.ts";
import { chainChance, chainRight, deepest, writesSteps } from "../probes/chain.ts";
import type { EndpointValue } from "../trial.ts";
import type { Exchange } from "./observations.ts";
import {
  type CapCount,
  capCount,
  type DepthCount,
  depthCount,
  hiddenShare,
  judged,
  reasoningVerdict,
} from "./reasoning-verdict.ts";
import { counts, ranOut, starved } from "./replies.ts";
import { distrust } from "./trust.ts";

/** Schema of what is known of reasoning while it is switched off. */
export const reasoningResult = z
  .object({
    ...reasoningVerdict.shape,
    /** The same interval at 99%, which decides. */
    at99: z.object({ low: z.number(), high: z.number() }).readonly(),
    /** Calls with reasoning off that could show it. */
    calls: z.number(),
    shown: z.number(),
    declared: z.number(),
    /** Upper bound (one-sided, 95%) on the rate of what is shown or declared. */
    openBound: z.number(),
    /**
     * Two-letter chains without steps, by depth, and with steps asked for. Of those without, only replies that are an answer alone are counted,
     * and those that came back empty for want of tokens; with steps an unreadable answer is a wrong one.
     */
    depths: z.array(depthCount).readonly(),
    steps: depthCount,
    /** Chains without steps whose reply has no two letters, or writes its steps out all the same: they say nothing of hidden reasoning. */
    unreadable: z.number(),
    written: z.number(),
    /** Null where this model cannot follow chains with steps either. */
    hidden: hiddenShare.nullable(),
    /** Replies to sums. */
    caps: z.array(capCount).readonly(),
    /** Why counts of tokens are not believed; null where they are. */
    doubted: z.string().nullable(),
    /** Was a cap of 16 tokens kept where a long text was asked for? Null where the reply does not say. */
    capKept: z.boolean().nullable(),
  })
  .readonly();
export type ReasoningEvidence = z.infer<typeof reasoningResult>;

/** Weighs all calls of one endpoint that were made with reasoning off; null where there is none. */
export function reasoningEvidence(exchanges: readonly Exchange[]): ReasoningEvidence | null {
  const replies = exchanges.filter(({ value }) => counts(value));
  const of = (probe: string): readonly Exchange[] => replies.filter(({ trial }) => trial.probe === probe);
  const [chains, asked] = parted(of("chain"), ({ trial }) => trial.arm !== "steps");
  const sums = of("cap");
  const off = [...chains, ...sums];
  if (off.length === 0) return null;
  const shown = off.filter(({ value }) => value.shown > 0).length;
  // One trust for both questions: counts that are made up or computed declare nothing.
  const doubted = distrust(exchanges);
  const declared =
    doubted === null ? off.filter(({ value }) => value.shown === 0 && declares(value)).length : 0;
  const [written, silent] = parted(chains, ({ value }) => writesSteps(value.text));
  const [readable, unreadable] = parted(
    silent,
    ({ trial, value }) => starved(value) || chainRight(value.text, trial.facts) !== null,
  );
  const depths = [...Map.groupBy(readable, depthOf)]
    .map(([depth, group]) => countOf(depth, group))
    .sort((a, b) => a.depth - b.depth);
  const deep = depths.find(({ depth }) => depth === deepest) ?? countOf(deepest, []);
  const steps = countOf(deepest, asked);
  const spent = chains.filter(({ value }) => starved(value));
  const spentDeep = spent.filter((one) => depthOf(one) === deepest).length;
  const caps = [...Map.groupBy(sums, ({ trial }) => trial.cap)]
    .map(([cap, group]) => emptyAt(cap, group))
    .sort((a, b) => a.cap - b.cap);
  const capKept = keptCap(of("cap-check")[0]);
  const whole =
    chains.length === 0 ? [] : [emptyAt(Math.max(...chains.map(({ trial }) => trial.cap)), chains)];
  const starving = capKept === false ? null : starvedBy([...caps, ...whole]);
  const misplaced = off.filter(({ value }) => value.misplaced).length;
  const unknown = off.find(({ value }) => value.unknown !== null)?.value.unknown ?? null;
  const at = (level: number) => {
    const openBound = upperBound(shown + declared, off.length, level);
    const hidden = hiddenOf(deep, steps, spentDeep, level);
    const known = { calls: off.length, shown, declared, openBound, steps, hidden };
    return { ...known, ...judged({ ...known, doubted, deep, starving, misplaced, unknown }, level) };
  };
  const { low, high } = at(0.99);
  return {
    ...at(0.95),
    at99: { low, high },
    ...{ depths, caps, capKept, unreadable: unreadable.length, written: written.length, doubted },
  };
}

/** Those for which it is so, and the others. */
function parted<One>(all: readonly One[], is: (one: One) => boolean): readonly [One[], One[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** Tokens that are paid for and not shown, by the reply's own word or by more tokens than the text can have. */
export function declares({ reasoningTokens, completionTokens, text }: EndpointValue): boolean {
  if (reasoningTokens !== null && reasoningTokens > 0) return true;
  return completionTokens !== null && completionTokens > 2 * text.length + 16;
}

function depthOf({ trial }: Exchange): number {
  return Number(trial.facts.depth);
}

function countOf(depth: number, group: readonly Exchange[]): DepthCount {
  const right = group.filter(({ trial, value }) => chainRight(value.text, trial.facts) === true).length;
  return { depth, right, calls: group.length };
}

/** A reply that came back empty for want of tokens may hide a right answer: it counts for the bound, and not for what is found at least. */
function hiddenOf(
  deep: DepthCount,
  steps: DepthCount,
  spent: number,
  level: number,
): ReasoningEvidence["hidden"] {
  if (deep.calls === 0 || steps.calls === 0) return null;
  const rate = (right: number) =>
    hiddenRate(
      { right, trials: deep.calls },
      { right: steps.right, trials: steps.calls },
      chainChance,
      level,
    );
  const { least, controlAboveChance } = rate(deep.right);
  const { most } = rate(deep.right + spent);
  // Where written steps do not help, being silent about hidden ones says nothing.
  return controlAboveChance ? { low: least.low, high: most.high, bound: most.upper } : null;
}

function emptyAt(cap: number, group: readonly Exchange[]): CapCount {
  return { cap, calls: group.length, empty: group.filter(({ value }) => starved(value)).length };
}

function keptCap(long: Exchange | undefined): boolean | null {
  if (long === undefined || long.value.finish === null) return null;
  if (ranOut(long.value)) return true;
  // A model may stop early by itself; a cap that is not kept shows in a text that cannot have so few tokens.
  return long.value.text.length > 10 * long.trial.cap ? false : null;
}

/** Short answers that came back empty at a cap that they fit in, beyond an occasional bad reply; null where there are none. */
function starvedBy(caps: readonly CapCount[]): CapCount | null {
  const [worst] = caps.filter(({ cap }) => cap >= 16).toSorted((a, b) => b.empty - a.empty);
  return worst !== undefined && worst.empty >= 3 ? worst : null;
}
