import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { claim } from "../../claims/decide.ts";
import { verdictRule } from "./evidence/verdict.ts";
import { prefillSentence } from "./present/prefill.ts";
import { reasoningSentence } from "./present/reasoning.ts";
import { deepest } from "./probes/chain.ts";
import type { EndpointResult, EndpointResults, PrefillResult } from "./results.ts";

const honoured = claim({
  id: "C1",
  text: "When a request ends with the beginning of an answer, the endpoint lets the model go on from there: it honours the prefill.",
  estimand:
    "share of unfinished turns that are left open, bounded by replies against the same faked openly; with several endpoints the least of them",
  narrower:
    "The day, the account, the settings and the kinds of prefill that were sent; a server may treat others otherwise, or fakes of several kinds together. A closed turn has no open imitation and borrows that of a hidden “continue”. It shows behaviour and never proves what the server does.",
  rule: {
    needs: [
      { id: "answered", text: "an endpoint answered that was asked to go on", otherwise: "unresolved" },
    ],
    supported: { when: "every endpoint honours the prefill" },
    contradicted: { when: "one of them honours it not at all, not always, or rejects it" },
    notes: `One of several that gave no reply leaves it open. ${verdictRule}`,
  },
});

const off = claim({
  id: "C2",
  text: "With reasoning switched off the model reasons in at most the stated share of calls.",
  estimand:
    "share of calls with reasoning, shown, declared in usage or covert, while it is switched off; with several endpoints the greatest",
  narrower:
    "Two kinds of question, sums and chains of letters; covert reasoning is bounded on the assumption that one pass cannot follow eight fresh tables better than by guessing, and that hidden steps help as much as written ones.",
  rule: {
    needs: [
      {
        id: "answered",
        text: "a call was answered that was made with reasoning off",
        otherwise: "unresolved",
      },
    ],
    interval: "the 99% interval of the share",
    each: "every endpoint",
    supported: { below: "the stated rate" },
    contradicted: { above: "the stated rate" },
    notes: `What is reported is the 95% interval. Where nothing is found either ends at the greater of two one-sided bounds of its level: on what is shown or declared, and on what two-letter chains of ${deepest} steps allow. One of several endpoints that gave no reply leaves it open.`,
  },
});

/** Claims of the study. */
export const endpointClaims: readonly Claim[] = [honoured, off];

/** Verdicts of a run, each with its sentence. */
export function resolveClaims({ endpoints, rate, atLeast }: EndpointResults): ClaimResult[] {
  const prefills = endpoints.flatMap(({ prefill }) => prefill ?? []);
  const reasonings = endpoints.flatMap(({ reasoning }) => reasoning ?? []);
  const worst = reasonings.toSorted((a, b) => b.rate - a.rate || b.high - a.high)[0];
  const nothing = { estimate: null, low: null, high: null };
  const open = { side: "undecided" } as const;
  return [
    honoured.decide({
      parts: endpoints.map(({ prefill }) => ({ side: sides[prefill?.verdict ?? "undecided"] })),
      text: `When a request ends with the beginning of an answer, the endpoint lets the model go on from there, in at least ${atLeast}% of cases: it honours the prefill.`,
      reported: leastOf(prefills) ?? nothing,
      unmet: {
        answered: prefills.length === 0 ? "no endpoint was asked to continue a turn, or none answered" : null,
      },
      undecided: null,
      said: {
        sentence: sentenceOf(endpoints, "prefill", prefillSentence),
        label: `share of unfinished turns that are continued (asked for: at least ${atLeast}%)`,
      },
    }),
    off.decide({
      text: `With reasoning switched off the model reasons in at most ${rate}% of calls.`,
      parts: endpoints.map(({ reasoning }) => (reasoning === null ? open : estimated(reasoning))),
      levels: { "the stated rate": rate / 100 },
      reported: worst === undefined ? nothing : estimated(worst),
      unmet: {
        answered: worst === undefined ? "no call was made with reasoning off, or none was answered" : null,
      },
      undecided: null,
      said: {
        sentence: sentenceOf(endpoints, "reasoning", reasoningSentence),
        label: `share of calls with reasoning (stated: at most ${rate}%)`,
      },
    }),
  ];
}

/** Which way an endpoint's verdict speaks. */
const sides = {
  honoured: "supported",
  mixed: "contradicted",
  "not honoured": "contradicted",
  rejected: "contradicted",
  undecided: "undecided",
} as const;

/** The endpoint of which the least is sure: turns continued, at least so many honoured, and at most (all that are not faked for sure). */
function leastOf(prefills: readonly PrefillResult[]) {
  const each = prefills.map(({ verdict, shares: { continued, turns, honoured, faked } }) =>
    verdict === "rejected"
      ? { estimate: 0, low: 0, high: 0 }
      : {
          estimate: turns === 0 ? null : continued / turns,
          ...{ low: honoured.at95, high: 1 - faked.at95 },
        },
  );
  return each.toSorted((a, b) => a.low - b.low || a.high - b.high)[0];
}

function estimated({ rate, low, high, at99 }: NonNullable<EndpointResult["reasoning"]>) {
  return { estimate: rate, low, high, at99 };
}

/** What each endpoint that was tested came to, and why others gave nothing. */
function sentenceOf(
  endpoints: readonly EndpointResult[],
  question: "prefill" | "reasoning",
  of: (one: EndpointResult) => string,
): string {
  const said = [
    ...endpoints.filter((one) => one[question] !== null).map(of),
    ...endpoints.flatMap(({ reference, trouble }) =>
      trouble === null ? [] : [`At ${reference} no call was answered: ${trouble}.`],
    ),
  ];
  return said.length === 0 ? "It was not tested." : said.join(" ");
}
