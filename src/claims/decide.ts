import type { Claim, ClaimResult, ClaimSentence, Verdict } from "./claim.ts";
import { type Levels, liesIn } from "./region.ts";
import { type Rule, ruleText } from "./rule.ts";

/** What an estimate says, with the interval that is reported. */
interface Estimated {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

interface Ends {
  readonly low: number;
  readonly high: number;
}

/** One thing that a claim rests on. */
type Part =
  | (Estimated & {
      /** The 99% interval, where the reported one is of 95%: a verdict asks for more than a report. */
      readonly at99?: Ends;
      /** The deciding interval with everything that is missing counted against it; it decides where it is there. */
      readonly worst?: Ends;
    })
  /** What the study says itself, where the rule's regions are said in words. */
  | { readonly side: "supported" | "contradicted" | "undecided" };

/** What a run knows of a claim. */
export interface Evidence<Id extends string> {
  readonly parts: readonly Part[];
  /** Needs of the rule that are not met, with the reason in words. */
  readonly unmet?: Readonly<Partial<Record<Id, string | null>>>;
  /** Settings that the rule's bounds are named after. */
  readonly levels?: Levels;
  /** What is reported; the first part that is an estimate when not said. */
  readonly reported?: {
    readonly estimate: number | null;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  /** Said of an undecided verdict in place of the usual reason; null where the sentence says it. */
  readonly undecided?: string | null;
  /** Said of a verdict that stands. */
  readonly reason?: string;
  /** The claim's text where it holds a setting of this run. */
  readonly text?: string;
  /** The numbers in words. */
  readonly said?: ClaimSentence;
}

/** A claim and the one way in which it is resolved. */
export interface Resolvable<Id extends string> extends Claim {
  readonly decide: (evidence: Evidence<Id>) => ClaimResult;
}

/**
 * A claim with its rule.
 *
 * @example
 * const worse = claim({ id: "C1", text: "A is worse than B.", estimand: "A minus B", narrower: "", rule: {
 *   needs: [], interval: "the 95% interval", supported: { below: 0 }, contradicted: { above: 0 } } });
 * worse.decide({ parts: [{ estimate: -2, low: -3, high: -1 }] }).verdict // "supported"
 */
export function claim<Id extends string>({
  rule,
  ...said
}: Omit<Claim, "rule"> & { readonly rule: Rule<Id> }): Resolvable<Id> {
  return { ...said, rule: ruleText(rule), decide: (evidence) => decide(said, rule, evidence) };
}

function decide<Id extends string>(
  { id, text }: Omit<Claim, "rule">,
  rule: Rule<Id>,
  evidence: Evidence<Id>,
): ClaimResult {
  const { parts, levels, unmet, reported, said } = evidence;
  const first = reported === undefined ? parts.find((part) => "estimate" in part) : reported;
  const { estimate = null, low = null, high = null } = first ?? {};
  const come = (verdict: Verdict, reason: string | null | undefined): ClaimResult => ({
    ...{ id, text: evidence.text ?? text, verdict, estimate, low, high },
    ...(reason === undefined || reason === null ? {} : { reason }),
    ...(said === undefined ? {} : { said }),
  });
  const failing = (guards: Verdict | undefined): ClaimResult | null => {
    for (const need of rule.needs) {
      const reason: string | null | undefined = unmet?.[need.id];
      if (need.guards === guards && reason !== undefined && reason !== null)
        return come(need.otherwise, reason);
    }
    return null;
  };
  const before = failing(undefined);
  if (before !== null) return before;
  const verdict = verdictOf(parts, rule, levels, ({ worst, at99 }, shown) => worst ?? at99 ?? shown);
  const guarded = failing(verdict);
  if (guarded !== null) return guarded;
  if (verdict !== "undecided") return come(verdict, evidence.reason);
  const without = verdictOf(parts, rule, levels, ({ at99 }, shown) => at99 ?? shown);
  if (without !== "undecided")
    return come(
      "undecided",
      `Without what is missing it would be ${without}, but the worst case for it leaves both open.`,
    );
  const reportedAs = verdictOf(parts, rule, levels, (_, shown) => shown);
  if (reportedAs !== "undecided")
    return come(
      "undecided",
      `The 95% interval alone would say ${reportedAs}; a verdict asks for the 99% interval, which leaves both open.`,
    );
  return come(
    "undecided",
    evidence.undecided === undefined
      ? (evidence.reason ?? "The interval leaves both open.")
      : evidence.undecided,
  );
}

/** All parts must support; one is enough to contradict. */
function verdictOf<Id extends string>(
  parts: readonly Part[],
  { supported, contradicted }: Rule<Id>,
  levels: Levels | undefined,
  deciding: (part: { readonly at99?: Ends; readonly worst?: Ends }, shown: Ends) => Ends,
): "supported" | "contradicted" | "undecided" {
  const sides = parts.map((part) => {
    if ("side" in part) return part.side;
    const interval = deciding(part, part);
    if (liesIn(interval, supported, levels)) return "supported";
    return contradicted !== null && liesIn(interval, contradicted, levels) ? "contradicted" : "undecided";
  });
  if (sides.includes("contradicted")) return "contradicted";
  return sides.length > 0 && sides.every((side) => side === "supported") ? "supported" : "undecided";
}

/** An interval that missing values may pull to either bound of the estimate, with the sampling error on top of that. */
export function widened({ estimate, low, high }: Estimated, bounds: Ends | null): Ends {
  return {
    low: low - Math.max(0, estimate - (bounds?.low ?? estimate)),
    high: high + Math.max(0, (bounds?.high ?? estimate) - estimate),
  };
}
