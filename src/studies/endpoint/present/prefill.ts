import type { Block, Cell } from "../../../report/blocks.ts";
import { clopperPearson } from "../../../stats/distributions/proportion.ts";
import { logProbControls } from "../evidence/log-probs.ts";
import { mechanismAbout } from "../mechanisms.ts";
import type { EndpointResult, PrefillResult } from "../results.ts";
import { percent } from "./reasoning.ts";

/** What an unfinished turn is, for somebody who has never heard of it. */
export const prefillExplained =
  'A request may end with the beginning of the assistant\'s answer, such as “{"city": "Lis”. A server that honours it lets the model go on from there: “bon", …”. Some close the turn and begin a new one, some add a hidden “continue”, some drop it or paste it in front of a fresh answer, without saying so. Then the text was never the model\'s own beginning, and experiments that rest on it test something else.';

/** One word for a table. */
export function prefillWord({ verdict, mechanism }: PrefillResult): string {
  if (verdict !== "not honoured") return verdict;
  return mechanism === null ? "not honoured" : `not honoured (${mechanism})`;
}

/** The sentence of one endpoint. */
export function prefillSentence({ reference, prefill }: EndpointResult): string {
  if (prefill === null) return `At ${reference} it was not tested.`;
  const { verdict, mechanism, reason, posterior, calls } = prefill;
  const top = posterior[0];
  if (verdict === "honoured")
    return `At ${reference} the prefill is honoured: ${reason} (posterior ${probability(prefill.open)}, ${calls} calls).`;
  if (verdict === "rejected") return `At ${reference} it is rejected: ${reason}.`;
  if (verdict === "undecided") return `At ${reference} it stays undecided after ${calls} calls: ${reason}.`;
  if (mechanism === null)
    return `At ${reference} the prefill is not honoured (posterior of an open turn ${probability(prefill.open)}, ${calls} calls); ${reason}.`;
  return `At ${reference} the prefill is not honoured: ${reason} (${mechanism}, posterior ${probability(top?.probability ?? 0)}, ${calls} calls).`;
}

/** Posteriors, what each probe gave, and counts of tokens, of one endpoint. */
export function prefillBlocks({ prefill }: EndpointResult): Block[] {
  if (prefill === null) return [];
  return [
    ...posteriorTable(prefill),
    ...consistencyBlock(prefill),
    ...probeTables(prefill),
    ...tokenTable(prefill),
    ...templateTable(prefill),
    ...logProbBlock(prefill),
  ];
}

function posteriorTable({ posterior, verdict }: PrefillResult): Block[] {
  if (verdict === "rejected") return [];
  return [
    {
      kind: "table",
      caption: "What the server may do with the unfinished turn, and how probable each is after all calls.",
      columns: [
        { title: "mechanism" },
        { title: "what happens" },
        { title: "posterior", align: "right" },
        { title: "where its likelihood comes from" },
      ],
      rows: posterior.map(({ mechanism, probability: p }): Cell[] => {
        const { what, likelihood } = mechanismAbout[mechanism];
        return [mechanism, what, probability(p), likelihood];
      }),
    },
  ];
}

function consistencyBlock({ consistency: { continued, turns } }: PrefillResult): Block[] {
  if (turns === 0) return [];
  const { low, high } = clopperPearson(continued, turns);
  return [
    {
      kind: "paragraph",
      text: `Of ${turns} unfinished turns ${continued} were continued: ${percent(continued / turns)} (95% interval ${percent(low)} to ${percent(high)}). --repeats 30 sends more of them.`,
    },
  ];
}

function probeTables({ probes, echo }: PrefillResult): Block[] {
  if (probes.length === 0) return [];
  const armNames: Readonly<Record<string, string>> = {
    drop: "question alone",
    cont: "ended, “Continue.”",
    instr: "as an instruction",
    flip: "as the user's",
  };
  return [
    {
      kind: "table",
      caption: `Replies to unfinished turns beside replies to the same sent openly in other ways. “For an open turn” is how much one probe speaks for it (above 0) or for the strongest fake (below), in nats.${echo ? " This server puts the prefill in front of its replies; it was taken off before reading." : ""}`,
      columns: [
        { title: "probe" },
        { title: "outcome" },
        { title: "unfinished turn", align: "right" },
        ...Object.values(armNames).map((title) => ({ title, align: "right" as const })),
        { title: "for an open turn", align: "right" },
      ],
      rows: probes.flatMap(({ probe, outcomes, target, controls, mute, weight }) =>
        outcomes.map((outcome, i): Cell[] => [
          i === 0 ? probe : "",
          outcome,
          share(target, i),
          ...Object.keys(armNames).map((arm): Cell => {
            const seen = controls[arm];
            return seen === undefined ? { absent: "not sent in this probe" } : share(seen, i);
          }),
          i > 0 ? "" : mute === null ? { number: weight, digits: 1 } : "mute",
        ]),
      ),
      rules: probes.flatMap((_, i) =>
        i === 0 ? [] : [probes.slice(0, i).reduce((sum, { outcomes }) => sum + outcomes.length, 0)],
      ),
    },
    {
      kind: "details",
      summary: "What the probes send",
      blocks: [
        {
          kind: "facts",
          rows: probes.map(({ probe, about, mute }) => ({
            name: probe,
            value: mute === null ? about : `${about}. Not used: ${mute}`,
          })),
        },
      ],
    },
  ];
}

function tokenTable({ tokens }: PrefillResult): Block[] {
  const { mute, slope, beside, foretold } = tokens;
  if (beside === null || slope === null) {
    return mute === null
      ? []
      : [{ kind: "paragraph", text: `Counts of prompt tokens say nothing here: ${mute}.` }];
  }
  const rows = Object.entries(foretold).flatMap(([name, value]): Cell[][] =>
    value === null ? [] : [[name, mechanismAboutOf(name), { number: value, digits: 0 }]],
  );
  return [
    {
      kind: "table",
      caption: `Prompt tokens by the endpoint's own count. A word of the prefill adds ${slope.target.toFixed(2)} tokens in the unfinished turn and ${slope.open.toFixed(2)} sent openly. Beside question and prefill ${beside.toFixed(0)} tokens are counted; each mechanism foretells a number, from counts of what was sent openly.`,
      columns: [
        { title: "mechanism" },
        { title: "what happens" },
        { title: "tokens foretold", align: "right" },
      ],
      rows,
    },
  ];
}

function templateTable({ template }: PrefillResult): Block[] {
  if (template === null) return [];
  const best = Math.max(...Object.values(template));
  return [
    {
      kind: "table",
      caption:
        "The same replies weighed with the open weights, under the prompt as each mechanism would render it; nats below the best.",
      columns: [{ title: "mechanism" }, { title: "log-likelihood", align: "right" }],
      rows: Object.entries(template)
        .sort(([, a], [, b]) => b - a)
        .map(([name, log]): Cell[] => [name, { number: log - best, digits: 1 }]),
    },
  ];
}

function logProbBlock({ logProbs: { asked, items, apart } }: PrefillResult): Block[] {
  if (asked === "not asked") return [];
  const said = (text: string): Block[] => [{ kind: "paragraph", text }];
  if (asked === "refused")
    return said("Log-probabilities are refused here: everything was asked without them.");
  if (asked === "not given") return said("Log-probabilities were asked for and not given.");
  const names = { drop: "the question alone", cont: "“Continue.”", flip: "the user's turn" };
  const far = logProbControls.flatMap((arm) => {
    const one = apart[arm];
    return one === null ? [] : [`${percent(one)} from ${names[arm]}`];
  });
  if (far.length === 0) return [];
  return said(
    `First tokens, by their log-probabilities, over ${items} questions: the unfinished turn's differs by ${far.join(", ")} (probability not shared). A fake whose words are known would differ from its imitation by almost nothing; as an open turn has no imitation, this is shown and not weighed.`,
  );
}

function mechanismAboutOf(name: string): string {
  return Object.entries(mechanismAbout).find(([mechanism]) => mechanism === name)?.[1].what ?? "";
}

function share(seen: readonly number[], i: number): Cell {
  const n = seen.reduce((sum, count) => sum + count, 0);
  return n === 0 ? { absent: "no reply" } : `${seen[i] ?? 0} of ${n}`;
}

/** A probability that is never rounded to certainty. */
function probability(p: number): string {
  return p > 0.9995 ? "> .999" : p < 0.0005 ? "< .001" : p.toFixed(3).replace(/^0/, "");
}
