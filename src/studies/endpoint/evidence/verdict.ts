import { z } from "zod";
import { formatShare } from "../../../report/format.ts";
import { type Mechanism, mechanismAbout, mechanisms } from "../mechanisms.ts";
import type { Exchange } from "./observations.ts";
import { providerLevels } from "./providers.ts";
import { leastRefusals, oneIn, rejection, silence, someRefused } from "./refusals.ts";
import { innocent, type ShareResult } from "./shares.ts";

/** Schema of what an endpoint's treatment of an unfinished turn comes to. */
export const prefillVerdict = z.object({
  verdict: z.enum(["honoured", "mixed", "not honoured", "rejected", "undecided"]),
  /** The mechanism that is named: TRUE where honoured, REJECT where rejected, null where none is. */
  mechanism: z.enum([...mechanisms, "REJECT"]).nullable(),
  /** Why it is undecided, or what the verdict rests on. */
  reason: z.string(),
});
export type PrefillVerdict = z.infer<typeof prefillVerdict>;

/** Posterior probability among fakes at which one is named. */
const sureName = 0.95;
/** Least posterior predictive p-value of a fake that is named. */
const leastFit = 0.01;
/** Fewest replies that read out what stands in front, and fewest unfinished turns of a class of lengths, before anything is vouched for. */
const least = { readings: 3, turns: 4 } as const;
/** Every class of lengths must be continued at least so often (95%). */
const leastInClass = 0.5;
/** Fewest imitations that are worth a word. */
const leastImitations = 10;
/** Fewest unfinished turns without a word that leave nothing that more calls could show. */
const leastSilent = 10;

/** How one endpoint is judged, in words. */
export const verdictRule: string = [
  `Per endpoint, by replies alone; counts of tokens and likelihoods help to name a fake and decide nothing (likelihoods under the open weights do, where they are given).`,
  `Honoured if the share of unfinished turns that are continued is at least --at-least at 99%, against whichever fake the model imitates best when it is faked openly, nothing hidden was read out in at least ${least.readings} readings, and no class of lengths differs or may lie below ${formatShare(leastInClass)}.`,
  `Not honoured if replies that an open turn gives in at most ${formatShare(innocent)} of cases (declared), or hidden words read out alike, show at 99% that some turns are dealt with otherwise; mixed if more are continued than any one fake alone would let (2%).`,
  `All looks at the data together spend that error once.`,
  `Rejected if every unfinished turn, at least ${leastRefusals}, is refused, with a status or with an error inside a status 200, where the same request without it is answered.`,
  `Undecided if one unfinished turn in ${oneIn} or more is refused while others are answered, or if providers behind the endpoint differ in how often they go on (Fisher's exact test, p below ${providerLevels.differ}; below ${providerLevels.doubtful} nothing is called honoured). Else undecided.`,
].join(" ");

/** What the evidence holds for a verdict. */
export interface Weighed {
  readonly shares: ShareResult;
  /** Share that must be honoured, 0 to 1. */
  readonly atLeast: number;
  /** Posterior of each fake, given that the turn is faked. */
  readonly fakes: Readonly<Record<Mechanism, number>>;
  /** Posterior predictive p-value of the likeliest fake. */
  readonly fit: number | null;
  readonly best: Mechanism;
  /** Were replies weighed with the open weights? */
  readonly weights: boolean;
  /** Is it one of two mechanisms that nothing tells apart? */
  readonly twins: boolean;
  /** Is there more than replies to name a fake by: counts that are believed, open weights, or words that were read out? */
  readonly nameable: boolean;
}

/** The verdict on one endpoint, and whether more calls could change that it is undecided. */
export function verdictOf(
  exchanges: readonly Exchange[],
  weighed: Weighed,
): PrefillVerdict & { readonly hopeless: boolean } {
  const rejected = rejection(exchanges);
  if (rejected !== null)
    return { verdict: "rejected", mechanism: "REJECT", reason: rejected, hopeless: false };
  const refused = someRefused(exchanges);
  if (refused !== null) return { ...undecided(refused), hopeless: false };
  const silent = weighed.weights ? null : silence(exchanges);
  if (silent !== null) return { ...undecided(silent), hopeless: weighed.shares.turns >= leastSilent };
  return decided(weighed);
}

function undecided(reason: string): PrefillVerdict {
  return { verdict: "undecided", mechanism: null, reason };
}

function decided(weighed: Weighed): PrefillVerdict & { readonly hopeless: boolean } {
  const { shares, atLeast, weights } = weighed;
  const { honoured, faked, exposed, continued, turns, readings } = shares;
  const count = `${continued} of ${turns}`;
  if (faked.at99 > 0) {
    const quoted =
      exposed === null ? "" : `; hidden words were read out ${exposed.times} times: “${exposed.quote}”`;
    const why = `; ${weakestOf(shares)}`;
    const most = `at least ${formatShare(faked.at95)} of unfinished turns are dealt with in another way${why}${quoted}`;
    if (shares.some) {
      const held = honoured.at95 > 0 ? `at least ${formatShare(honoured.at95)} are honoured, and ` : "";
      return {
        ...{ verdict: "mixed", mechanism: null, hopeless: false },
        reason: `${count} were continued: ${held}${most}`,
      };
    }
    return {
      verdict: "not honoured",
      hopeless: false,
      ...nameOf(weighed, `${count} were continued, and ${most}`),
    };
  }
  if (turns === 0 && !weights)
    return {
      ...undecided(
        "no probe could be read: this model does not answer the questions when they are asked plainly",
      ),
      hopeless: false,
    };
  const short = shares.lengths.find(
    (one) => one.turns < least.turns || one.low < leastInClass || shares.differs !== null,
  );
  const open = (reason: string, hopeless = false) => ({ ...undecided(reason), hopeless });
  if (exposed !== null)
    return open(`words that were never sent were read out ${exposed.times} times: “${exposed.quote}”`);
  if (shares.differs !== null) return open(shares.differs);
  if (honoured.at99 < atLeast) {
    const { of, n } = shares.imitated;
    const { alike } = shares;
    const imitates = alike || (n >= leastImitations && of > n / 2);
    const so = `${count} were continued; sure is at least ${formatShare(honoured.at95)}`;
    return open(
      imitates
        ? `${so}, for this model goes on in ${of} of ${n} as well when the turn is faked openly (${shares.what})`
        : `${so}, not yet the ${formatShare(atLeast)} that is asked for`,
      alike,
    );
  }
  if (!weights && (readings < least.readings || short !== undefined))
    return open(
      readings < least.readings
        ? "too few replies read out what stands in front of them"
        : `of turns of ${short?.title} too few were sent to vouch for them (${short?.continued} of ${short?.turns})`,
    );
  return {
    ...{ verdict: "honoured", mechanism: "TRUE", hopeless: false },
    reason: `at least ${formatShare(honoured.at95)} of unfinished turns are continued (95%), ${count} were, ${weakestOf(shares)}, and nothing hidden was read out`,
  };
}

/** The class of lengths that is continued least, in words. */
export function weakestOf({ lengths }: Pick<ShareResult, "lengths">): string {
  const [weakest] = lengths.toSorted(
    (a, b) => a.continued / a.turns - b.continued / b.turns || a.low - b.low,
  );
  return weakest === undefined
    ? "of no length enough"
    : `least of all turns of ${weakest.title} (${weakest.continued} of ${weakest.turns})`;
}

/** The fake's name where one is sure, else the likeliest in words. */
function nameOf(
  { fakes, fit, best, twins, nameable }: Weighed,
  reason: string,
): Pick<PrefillVerdict, "mechanism" | "reason"> {
  const { what } = mechanismAbout[best];
  if (best === "OTHER" || (fit !== null && fit < leastFit)) return { mechanism: null, reason };
  if (fakes[best] > sureName && !twins && nameable) return { mechanism: best, reason: `${reason}; ${what}` };
  const several = twins
    ? "closed or passed on as the user's, which nothing that can be sent tells apart"
    : nameable
      ? "more than one way of faking fits"
      : "replies alone do not tell one way of faking from another";
  return { mechanism: null, reason: `${reason}; ${several}; most likely ${what} (${best})` };
}
