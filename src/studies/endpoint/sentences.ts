import type { ClaimResult } from "../../claims/claim.ts";
import { withSentences } from "../../claims/said.ts";
import { prefillSentence } from "./present/prefill.ts";
import { reasoningSentence } from "./present/reasoning.ts";
import type { EndpointResult, EndpointResults } from "./results.ts";

/** The claims, each in one sentence with its numbers. */
export function saidOf(
  claims: readonly ClaimResult[],
  { endpoints, rate }: EndpointResults,
): readonly ClaimResult[] {
  const tested = (of: (one: EndpointResult) => string, has: (one: EndpointResult) => boolean): string =>
    endpoints.filter(has).map(of).join(" ");
  const prefill = tested(prefillSentence, (one) => one.prefill !== null);
  const reasoning = tested(reasoningSentence, (one) => one.reasoning !== null);
  const silent = endpoints
    .flatMap(({ reference, trouble }) =>
      trouble === null ? [] : [`At ${reference} no call was answered: ${trouble}.`],
    )
    .join(" ");
  return withSentences(claims, {
    C1: { sentence: joined(prefill, silent), label: "posterior of an open turn" },
    C2: {
      sentence: joined(reasoning, silent),
      label: `share of calls with reasoning (stated: at most ${rate}%)`,
    },
  });
}

function joined(...sentences: readonly string[]): string {
  const said = sentences.filter((one) => one !== "").join(" ");
  return said === "" ? "It was not tested." : said;
}
