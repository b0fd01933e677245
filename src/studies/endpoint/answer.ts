import type { Answer } from "../../claims/answer.ts";
import { formatCount, formatShare } from "../../report/format.ts";
import { upperBound } from "../../stats/distributions/proportion.ts";
import { weakestOf } from "./evidence/verdict.ts";
import { reasoningWord } from "./present/reasoning.ts";
import { offWords, prefillSwitchWords } from "./present/switches.ts";
import type { EndpointResult, EndpointResults, PrefillResult, SavedResult } from "./results.ts";

type Checked = Answer["checked"][number];

/** Is my unfinished turn continued, and is reasoning off: what a run came to, endpoint by endpoint. */
export function answerOf({ endpoints, saved }: EndpointResults): Answer | null {
  if (saved !== null) return savedAnswer(saved);
  const [only] = endpoints;
  if (only === undefined) return null;
  const several = endpoints.length > 1;
  const asked = endpoints.some(({ prefill, trouble }) => prefill !== null || trouble !== null);
  const figure = several ? null : figureOf(only.prefill);
  return {
    question: asked ? "Is my unfinished turn continued?" : "Is reasoning off when I switch it off?",
    sentence: endpoints
      .map((one) => (several ? `${one.reference}: ${sentenceOf(one, true)}` : sentenceOf(one, false)))
      .join(" "),
    ...(figure === null ? {} : { figure }),
    checked: endpoints.flatMap((one) =>
      checkedOf(one).map((check) =>
        several ? { ...check, what: `${one.reference}: ${check.what}` } : check,
      ),
    ),
  };
}

function figureOf(prefill: PrefillResult | null): NonNullable<Answer["figure"]> | null {
  if (prefill === null || prefill.verdict === "rejected" || prefill.shares.turns === 0) return null;
  const { turns, continued, honoured, faked } = prefill.shares;
  return {
    label: "share of unfinished turns that are continued",
    ...{ value: continued / turns, low: honoured.at95, high: 1 - faked.at95 },
  };
}

/** The answer for one endpoint; the short form leaves out what stands below. */
function sentenceOf(one: EndpointResult, short: boolean): string {
  const { prefill, reasoning, trouble, reference } = one;
  if (trouble !== null)
    return `Nothing was measured: ${short ? "" : `${reference} gave no completion, `}${trouble}.`;
  return [
    prefill === null ? "" : prefillAnswer(prefill, short),
    prefill === null || short ? "" : prefillSwitchWords(one).trim(),
    reasoning === null
      ? ""
      : short
        ? `Reasoning off: ${reasoningWord(reasoning)}.`
        : `Reasoning off (${offWords(one)}): ${reasoningWord(reasoning)}.`,
  ]
    .filter((text) => text !== "")
    .join(" ");
}

function prefillAnswer({ verdict, reason, shares, calls }: PrefillResult, short: boolean): string {
  const { honoured, faked, turns, continued, exposed } = shares;
  switch (verdict) {
    case "honoured":
      return short
        ? `yes, at least ${formatShare(honoured.at95)} of unfinished turns are continued (95%).`
        : `Yes: at least ${formatShare(honoured.at95)} of unfinished turns are continued (95%). ${continued} of ${turns} went on from the break, ${weakestOf(shares)}; nothing hidden was read out.`;
    case "mixed":
    case "not honoured": {
      const word = verdict === "mixed" ? "not always" : "no";
      const alike = verdict === "mixed" ? "" : ", and that any is honoured is not shown";
      const least = `at least ${formatShare(faked.at95)} of unfinished turns are dealt with in another way (95%)`;
      const counted = `${continued} of ${turns} were continued${alike}, ${weakestOf(shares)}`;
      // Words that nobody sent say more than any share.
      return exposed === null
        ? `${short ? word : capital(word)}: ${least}. ${counted}.`
        : `${short ? word : capital(word)}: the model reads out words that were never sent, “${exposed.quote}”, in ${exposed.times} of ${exposed.of} readings. ${capital(least)}; ${counted}.`;
    }
    case "rejected":
      return `${short ? "no" : "No"}: it is refused, openly. ${sentence(reason)}`;
    case "undecided":
      return `${short ? "not decided" : "Not decided"} after ${calls} calls: ${reason}.`;
  }
}

function checkedOf(one: EndpointResult): Checked[] {
  const { prefill, trouble } = one;
  if (trouble !== null) return [{ what: "answers at all", state: "no", says: trouble }];
  return [
    ...(prefill === null
      ? [
          {
            what: "honoured",
            state: "not-asked",
            says: "ask with --test prefill",
          } as const,
        ]
      : [
          honouredCheck(prefill),
          ...(prefill.verdict === "rejected" ? [] : [hiddenCheck(prefill), lengthCheck(prefill)]),
          ...(prefill.verdict === "rejected" ? [] : [countsCheck(prefill)]),
          {
            what: "the same behind a system message and in longer talks",
            state: "not-asked",
            says: "every turn stood behind one question",
          } as const,
        ]),
    reasoningCheck(one),
  ];
}

function honouredCheck({ verdict, reason }: PrefillResult): Checked {
  const state = verdict === "honoured" ? "yes" : verdict === "undecided" ? "untested" : "no";
  return { what: "honoured", state, says: sentence(reason) };
}

/** Fewest readings that say anything, and how many of them must be alike. */
const least = 3;

function hiddenCheck({ shares: { exposed, readings } }: PrefillResult): Checked {
  const what = "hidden words read out";
  if (exposed !== null)
    return { what, state: "yes", says: `“${exposed.quote}”, in ${exposed.times} of ${exposed.of} readings` };
  if (readings < least)
    return { what, state: "untested", says: "too few replies read out what stands in front of them" };
  return {
    what,
    state: "no",
    says: `none in ${readings} readings; words that ${formatShare(upperBound(least - 1, readings))} of replies read out would have been seen in 95 of 100 such runs`,
  };
}

function lengthCheck({ shares: { lengths, differs } }: PrefillResult): Checked {
  const what = "same at all lengths";
  const counts = lengths
    .map(({ title, continued, turns }) => `${title}: ${continued} of ${turns}`)
    .join("; ");
  if (differs !== null) return { what, state: "no", says: differs };
  return lengths.length < 3 || lengths.some(({ turns }) => turns < 4)
    ? { what, state: "untested", says: `too few turns of some lengths (${counts})` }
    : { what, state: "yes", says: counts };
}

function countsCheck({ tokens: { mute, beside, foretold } }: PrefillResult): Checked {
  const what = "token counts as for an open turn";
  if (mute !== null || beside === null) return { what, state: "untested", says: mute ?? "none are reported" };
  const open = foretold.TRUE ?? null;
  if (open === null) return { what, state: "no", says: "the turn adds no tokens; this decides nothing" };
  const near = Math.abs(beside - open) < 1.5;
  return {
    what,
    state: near ? "yes" : "no",
    says: `${beside.toFixed(0)} tokens beside the texts where an open turn has ${open.toFixed(0)}; counts can be computed or made up, and decide nothing`,
  };
}

function reasoningCheck({ reasoning }: EndpointResult): Checked {
  const what = "reasons although it is switched off";
  if (reasoning === null) return { what, state: "not-asked", says: "ask with --test reasoning" };
  const { verdict, reason, high } = reasoning;
  if (verdict === "undecided") return { what, state: "untested", says: sentence(reason) };
  return verdict === "no evidence"
    ? { what, state: "no", says: `more than ${formatShare(high)} of calls would have been seen (95%)` }
    : { what, state: "yes", says: sentence(reason) };
}

function savedAnswer({ replies, unfinished, shown, declared, openBound }: SavedResult): Answer {
  return {
    question: "What do these saved replies show?",
    sentence: `${formatCount(unfinished)} of ${formatCount(replies)} answer an unfinished turn; whether it was continued cannot be told from replies alone. Thoughts are shown in ${shown} and declared in ${declared}: at most ${formatShare(openBound)} of such calls (95%).`,
    checked: [
      {
        what: "honoured",
        state: "not-asked",
        says: "the endpoint itself must be asked the same openly beside it: credence endpoint REFERENCE",
      },
    ],
  };
}

/** As a sentence of its own. */
function sentence(reason: string): string {
  return `${capital(reason)}.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
