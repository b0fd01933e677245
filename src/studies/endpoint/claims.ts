import type { Claim, ClaimResult, Verdict } from "../../claims/claim.ts";
import type { EndpointConfig } from "./config.ts";
import type { EndpointResult } from "./results.ts";

const prefill: Claim = {
  id: "C1",
  text: "When a request ends with the beginning of an answer, the endpoint lets the model go on from there: it honours the prefill.",
  estimand:
    "posterior probability that the turn is left open, against seven other ways of treating it; with several endpoints the least of them",
  rule: "Per endpoint: honoured if the posterior of an open turn is above .95, its Bayes factor against the strongest fake above 20 (from replies alone above 60, for counts of tokens can be made up) and the replies fit (posterior predictive p above .01). Not honoured if its posterior is below .05 and the factor against it above 20, with the same fit; a mechanism is named at a posterior above .95, a closed turn and one passed on as the user's only where counts of tokens or open weights tell them apart. Rejected if every unfinished turn, at least three, is answered with status 400 or 422 where the same request without it is answered. Undecided if one unfinished turn in twenty or more is refused while others are answered, or if providers behind the endpoint differ in how often they go on (Fisher's exact test, p below .01; below .2 nothing is called honoured). Else undecided. The claim is supported if all endpoints honour, contradicted if one does not or rejects, undecided otherwise, also where one of several endpoints gave no reply, and unresolved where none did.",
  narrower:
    "The day, the account, the settings and the kinds of prefill that were sent; a server may treat others otherwise. The likelihood of an open turn is declared, not measured. It shows behaviour and never proves what the server does.",
};

const reasoning: Claim = {
  id: "C2",
  text: "With reasoning switched off the model reasons in at most the stated share of calls.",
  estimand:
    "share of calls with reasoning, shown, declared in usage or covert, while it is switched off; with several endpoints the greatest",
  rule: "Supported if the upper bound (one-sided 95%) lies below the stated rate, for what is shown or declared and for what two-letter chains of eight steps allow. Contradicted if the 95% interval lies above the rate. Undecided otherwise, also where one of several endpoints gave no reply; unresolved where no call was made with reasoning off.",
  narrower:
    "Two kinds of question, sums and chains of letters; covert reasoning is bounded on the assumption that one pass cannot follow eight fresh tables better than by guessing, and that hidden steps help as much as written ones.",
};

/** Claims of the study. */
export const endpointClaims: readonly Claim[] = [prefill, reasoning];

/** Verdicts of a run. */
export function resolveClaims(endpoints: readonly EndpointResult[], config: EndpointConfig): ClaimResult[] {
  return [resolvePrefill(endpoints), resolveReasoning(endpoints, config)];
}

function resolvePrefill(endpoints: readonly EndpointResult[]): ClaimResult {
  const found = endpoints.flatMap(({ prefill: one }) => (one === null ? [] : [one]));
  const base = { id: prefill.id, text: prefill.text, low: null, high: null };
  const all = found.length === endpoints.length;
  if (found.length === 0)
    return {
      ...base,
      verdict: "unresolved",
      estimate: null,
      reason: "no endpoint was asked to continue a turn, or none answered",
    };
  const verdict: Verdict =
    all && found.every((one) => one.verdict === "honoured")
      ? "supported"
      : found.some((one) => one.verdict === "not honoured" || one.verdict === "rejected")
        ? "contradicted"
        : "undecided";
  const estimate = Math.min(...found.map((one) => (one.verdict === "rejected" ? 0 : one.open)));
  return { ...base, verdict, estimate };
}

function resolveReasoning(endpoints: readonly EndpointResult[], config: EndpointConfig): ClaimResult {
  const found = endpoints.flatMap(({ reasoning: one }) => (one === null ? [] : [one]));
  const text = `With reasoning switched off the model reasons in at most ${config.rate}% of calls.`;
  const base = { id: reasoning.id, text };
  if (found.length === 0)
    return {
      ...base,
      ...{ verdict: "unresolved", estimate: null, low: null, high: null },
      reason: "no call was made with reasoning off, or none was answered",
    };
  const least = config.rate / 100;
  const worst = found.reduce((a, b) => (b.rate > a.rate || (b.rate === a.rate && b.high > a.high) ? b : a));
  const verdict: Verdict = found.some(({ low }) => low > least)
    ? "contradicted"
    : found.length === endpoints.length &&
        found.every(({ verdict: one, high }) => one !== "undecided" && high < least)
      ? "supported"
      : "undecided";
  return { ...base, verdict, estimate: worst.rate, low: worst.low, high: worst.high };
}
