import type { Block } from "../../../report/blocks.ts";
import { formatShare } from "../../../report/format.ts";
import { facts, numberCell, paragraph, right, table } from "../../../report/write.ts";
import { emulations } from "../conversation.ts";
import { logProbControls } from "../evidence/log-probs.ts";
import { mechanismAbout, mechanisms } from "../mechanisms.ts";
import type { EndpointResult, PrefillResult } from "../results.ts";
import { probeTables } from "./probes.ts";
import { prefillSwitchWords } from "./switches.ts";

/** What an unfinished turn is, for somebody who has never heard of it. */
export const prefillExplained =
  'A request may end with the beginning of the assistant\'s answer, such as “{"city": "Lis”. A server that honours it lets the model go on from there: “bon", …”. Some close the turn and begin a new one, some add a hidden “continue”, some drop it or paste it in front of a fresh answer, without saying so. Then the text was never the model\'s own beginning, and experiments that rest on it test something else.';

/** A phrase for a table. */
export function prefillWord({ verdict, mechanism, shares: { honoured, faked } }: PrefillResult): string {
  if (verdict === "honoured") return `honoured (at least ${formatShare(honoured.at95)})`;
  if (verdict === "mixed")
    return `mixed (${formatShare(honoured.at95)} to ${formatShare(1 - faked.at95)} honoured)`;
  if (verdict !== "not honoured") return verdict;
  return mechanism === null ? "not honoured" : `not honoured (${mechanism})`;
}

/** The sentence of one endpoint. */
export function prefillSentence(one: EndpointResult): string {
  return `${verdictSentence(one)}${prefillSwitchWords(one)}`;
}

function verdictSentence({ reference, prefill }: EndpointResult): string {
  if (prefill === null) return `At ${reference} it was not tested.`;
  const { verdict, mechanism, reason, calls } = prefill;
  if (verdict === "rejected") return `At ${reference} it is rejected: ${reason}.`;
  if (verdict === "undecided") return `At ${reference} it stays undecided after ${calls} calls: ${reason}.`;
  const word = verdict === "mixed" ? "honoured now and then" : verdict;
  const name = mechanism === null || mechanism === "TRUE" ? "" : `${mechanism}, `;
  return `At ${reference} the prefill is ${word}: ${reason} (${name}${calls} calls).`;
}

/** Posteriors, what each probe gave, and counts of tokens, of one endpoint; null where it was not tested. */
export function prefillBlocks({ prefill }: EndpointResult): Block[] | null {
  if (prefill === null) return null;
  return [
    ...shareBlocks(prefill),
    ...posteriorTable(prefill),
    ...probeTables(prefill),
    ...tokenTable(prefill),
    ...templateTable(prefill),
    ...logProbBlock(prefill),
  ];
}

function posteriorTable({ posterior, verdict }: PrefillResult): Block[] {
  if (verdict !== "mixed" && verdict !== "not honoured") return [];
  return [
    table(
      "Which fake it is most like, if it is one alone: by replies, and by counts of tokens where they can be trusted.",
      ["mechanism", "what happens", right("posterior"), "where its likelihood comes from"],
      posterior.map(({ mechanism, probability: p }) => {
        const { what, likelihood } = mechanismAbout[mechanism];
        return [mechanism, what, probability(p), likelihood];
      }),
    ),
  ];
}

function shareBlocks({ shares, verdict }: PrefillResult): Block[] {
  const { turns, continued, honoured, faked, lengths, imitated, against, exposed, readings } = shares;
  if (turns === 0 || verdict === "rejected") return [];
  return [
    facts(
      ["unfinished turns that were continued", `${continued} of ${turns}`],
      [
        "honoured at least",
        `${formatShare(honoured.at95)} (95%), ${formatShare(honoured.at99)} (99%, which decides)`,
      ],
      ["dealt with otherwise at least", `${formatShare(faked.at95)} (95%), ${formatShare(faked.at99)} (99%)`],
      ["imitation that goes on most tellingly", `${against}, in ${imitated.of} of ${imitated.n}`],
      [
        "hidden words read out",
        exposed === null ? `none in ${readings} readings` : `“${exposed.quote}”, ${exposed.times} times`,
      ],
    ),
    table(
      "By length of the unfinished turn. --repeats 30 sends more of them.",
      ["length", right("continued"), right("begun anew"), right("continued at least (95%)")],
      lengths.map((one) => [
        ...[one.title, `${one.continued} of ${one.turns}`, `${one.telling} of ${one.turns}`],
        formatShare(one.low),
      ]),
    ),
  ];
}

function tokenTable({ tokens: { mute, slope, beside, foretold } }: PrefillResult): Block[] {
  if (beside === null || slope === null)
    return mute === null ? [] : [paragraph(`Counts of prompt tokens say nothing here: ${mute}.`)];
  return [
    table(
      `Prompt tokens by the endpoint's own count. A word of the prefill adds ${slope.target.toFixed(2)} tokens in the unfinished turn and ${slope.open.toFixed(2)} sent openly. Beside question and prefill ${beside.toFixed(0)} tokens are counted; each mechanism foretells a number, from counts of what was sent openly.`,
      ["mechanism", "what happens", "tokens foretold"],
      mechanisms
        .filter((name) => typeof foretold[name] === "number")
        .map((name) => [name, mechanismAbout[name].what, numberCell(foretold[name], 0)]),
    ),
  ];
}

function templateTable({ template }: PrefillResult): Block[] {
  if (template === null) return [];
  const best = Math.max(...Object.values(template));
  return [
    table(
      "The same replies weighed with the open weights, under the prompt as each mechanism would render it; nats below the best.",
      ["mechanism", "log-likelihood"],
      Object.entries(template)
        .sort(([, a], [, b]) => b - a)
        .map(([name, log]) => [name, numberCell(log - best, 1)]),
    ),
  ];
}

function logProbBlock({ logProbs: { asked, items, apart } }: PrefillResult): Block[] {
  if (asked === "not asked") return [];
  if (asked === "refused")
    return [paragraph("Log-probabilities are refused here: everything was asked without them.")];
  if (asked === "not given") return [paragraph("Log-probabilities were asked for and not given.")];
  const far = logProbControls.flatMap((arm) => {
    const one = apart[arm];
    return one === null ? [] : [`${formatShare(one)} (${emulations[arm].title})`];
  });
  if (far.length === 0) return [];
  return [
    paragraph(
      `First tokens, by their log-probabilities, over ${items} questions: from the same sent openly the unfinished turn's differs by ${far.join(", ")}: probability not shared. A fake whose words are known would differ from its imitation by almost nothing; as an open turn has no imitation, this is shown and not weighed.`,
    ),
  ];
}

/** A probability that is never rounded to certainty. */
function probability(p: number): string {
  return p > 0.9995 ? "> .999" : p < 0.0005 ? "< .001" : p.toFixed(3).replace(/^0/, "");
}
