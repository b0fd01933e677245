import { z } from "zod";
import { type Mechanism, mechanismAbout, mechanisms } from "../mechanisms.ts";
import type { Exchange } from "./observations.ts";
import { providerLevels } from "./providers.ts";
import { leastRefusals, oneIn, rejection, silence, someRefused } from "./refusals.ts";

/** Schema of what an endpoint's treatment of an unfinished turn comes to. */
export const prefillVerdict = z.object({
  verdict: z.enum(["honoured", "not honoured", "rejected", "undecided"]),
  /** The mechanism that is named: TRUE where honoured, REJECT where rejected, null where none is. */
  mechanism: z.enum([...mechanisms, "REJECT"]).nullable(),
  /** Why it is undecided, or what the verdict rests on. */
  reason: z.string(),
});
export type PrefillVerdict = z.infer<typeof prefillVerdict>;

/** What a verdict takes, as the study registers it. */
const threshold = {
  /** Posterior probability. */
  posterior: 0.95,
  /** Bayes factor for or against an open turn. */
  bayesFactor: 20,
  /** Bayes factor from replies alone: counts of tokens can be made up. */
  replies: 60,
  /** Least posterior predictive p-value. */
  fit: 0.01,
} as const;

/** How one endpoint is judged, in words. */
export const verdictRule: string = [
  `Per endpoint: honoured if the posterior of an open turn is above ${threshold.posterior}, its Bayes factor against the strongest fake above ${threshold.bayesFactor} (from replies alone above ${threshold.replies}, for counts of tokens can be made up) and the replies fit (posterior predictive p above ${threshold.fit}).`,
  `Not honoured if the posterior of all fakes together is above ${threshold.posterior} and the factor against an open turn above ${threshold.bayesFactor}, with the same fit; a mechanism is named at a posterior above ${threshold.posterior}, a closed turn and one passed on as the user's only where counts of tokens or open weights tell them apart.`,
  `Rejected if every unfinished turn, at least ${leastRefusals}, is refused, with a status or with an error inside a status 200, where the same request without it is answered.`,
  `Undecided if one unfinished turn in ${oneIn} or more is refused while others are answered, or if providers behind the endpoint differ in how often they go on (Fisher's exact test, p below ${providerLevels.differ}; below ${providerLevels.doubtful} nothing is called honoured). Else undecided.`,
].join(" ");

/** What the evidence holds for a verdict. */
export interface Weighed {
  readonly posterior: Readonly<Record<Mechanism, number>>;
  /** Log Bayes factors of an open turn, over all evidence and over replies alone; nats. */
  readonly logBayesFactor: { readonly all: number; readonly replies: number };
  readonly fit: number | null;
  readonly best: Mechanism;
  /** Were replies weighed with the open weights? */
  readonly weights: boolean;
  /** Is it one of two mechanisms that nothing tells apart? */
  readonly twins: boolean;
}

/** Is something as probable as a verdict takes? */
export function sure(probability: number): boolean {
  return probability > threshold.posterior;
}

/** The verdict on one endpoint. */
export function verdictOf(exchanges: readonly Exchange[], weighed: Weighed): PrefillVerdict {
  const rejected = rejection(exchanges);
  if (rejected !== null) return { verdict: "rejected", mechanism: "REJECT", reason: rejected };
  const open = someRefused(exchanges) ?? silence(exchanges);
  return open === null ? decided(weighed) : undecided(open);
}

function undecided(reason: string): PrefillVerdict {
  return { verdict: "undecided", mechanism: null, reason };
}

function decided({ posterior, logBayesFactor, fit, best, weights, twins }: Weighed): PrefillVerdict {
  if (fit === null && !weights)
    return undecided(
      "no probe could be read: this model does not answer the questions when they are asked plainly",
    );
  if (fit !== null && fit < threshold.fit)
    return undecided("the replies fit none of the mechanisms known here");
  if (best === "OTHER")
    return undecided("the replies fit something else better than any mechanism known here");
  const factor = Math.exp(logBayesFactor.all);
  if (sure(posterior.TRUE) && factor > threshold.bayesFactor) {
    return Math.exp(logBayesFactor.replies) > threshold.replies
      ? { verdict: "honoured", mechanism: "TRUE", reason: fit === null ? openByWeights : openByReplies }
      : undecided(
          "only counts of tokens speak for it, and those can be made up: this model goes on as well when the turn is faked openly",
        );
  }
  if (sure(1 - posterior.TRUE) && 1 / factor > threshold.bayesFactor) {
    const { what } = mechanismAbout[best];
    if (sure(posterior[best]) && !twins) return { verdict: "not honoured", mechanism: best, reason: what };
    const several = twins
      ? "the turn is closed or passed on as the user's, and nothing that can be sent tells these apart"
      : "more than one way of faking fits";
    return { verdict: "not honoured", mechanism: null, reason: `${several}; most likely ${what} (${best})` };
  }
  return undecided("an open turn and a faked one would look too much alike with this model");
}

const openByWeights =
  "the replies are likely under the model's own weights where the turn is open, and unlikely where it is not";
const openByReplies = "replies go on where the unfinished turn stops, as no open imitation of a fake does";
