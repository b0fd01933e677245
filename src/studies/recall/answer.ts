import type { Answer } from "../../claims/answer.ts";
import type { Interval } from "../../stats/distributions/interval.ts";
import { leastNetworks, mainLines } from "./box/box-result.ts";
import type { RecallResults } from "./results.ts";

const question = "Does this model recall a fact through another fact?";
type Checked = Answer["checked"][number];

/** The verb's question, answered. */
export function answerOf(results: RecallResults): Answer {
  const { order, facts, means, q } = results;
  if (order === null)
    return {
      question,
      sentence: `No model was asked (--model). ${boxWords(results)}`.trim(),
      checked: checkedOf(results),
    };
  if (!order.steady)
    return { question, sentence: `Nothing could be tested: ${order.says}.`, checked: checkedOf(results) };
  const known = facts.filter(({ margin }) => margin !== null && margin > 0).length;
  const mnemonics = facts.filter(({ state }) => state === "mnemonic");
  const first = `The model knows ${known} of ${facts.length} facts; ${means.tested} of these could be tested.`;
  const [best] = [...mnemonics].sort((a, b) => (b.effects?.redirect ?? 0) - (a.effects?.redirect ?? 0));
  const second =
    results.strict.of === 0
      ? means.tested === 0
        ? "Whether it recalls any through another could not be tested."
        : `Single facts could not be tested: too few shams to compare with${reachWords(results)}.`
      : best === undefined
        ? `None was seen to be recalled through another${reachWords(results)}.`
        : `${mnemonics.length === 1 ? "One is" : `${mnemonics.length} are`} recalled as if through a bridge, of which up to ${Math.round(100 * q)}% may be false: ${best.subject} → ${best.object} through ${best.bridge?.word}, ${best.bridge?.said}.`;
  return {
    question,
    sentence: `${first} ${second}`,
    ...(means.share === null
      ? {}
      : {
          figure: {
            label: "share of an answer that follows the bridge when it is made to point elsewhere",
            value: means.share.estimate,
            low: means.share.low,
            high: means.share.high,
          },
        }),
    checked: checkedOf(results),
  };
}

/** What a run like this would have seen. */
function reachWords({ strict, means }: RecallResults): string {
  if (means.detectable === null) return "";
  return `; a mean effect of ${means.detectable.toFixed(2)} standard deviations would have been seen in 80 of 100 such runs${strict.needed === null ? "" : `, and ${strict.needed} single facts are needed for a verdict`}`;
}

function checkedOf(results: RecallResults): readonly Checked[] {
  const { relations, means, facts, order, census } = results;
  const untested = (what: string): Checked => ({
    ...{ what, state: order === null ? "not-asked" : "untested" },
    says: order === null ? "--model MODEL" : order.steady ? "too few known facts" : order.says,
  });
  const effect = (what: string, found: Interval | null, seen: string): Checked =>
    found === null
      ? untested(what)
      : {
          what,
          state: found.low > 0 ? "yes" : "no",
          says: `${seen} ${found.estimate.toFixed(2)} nats (${found.low.toFixed(2)} to ${found.high.toFixed(2)})${found.low > 0 ? "" : `; ${(found.high).toFixed(2)} or more would lie outside this interval`}`,
        };
  const stand = relations.filter(({ search }) => search.some(({ holm }) => holm <= 0.05));
  return [
    relations.length === 0
      ? untested("more bridges than by chance")
      : {
          what: "more bridges than by chance",
          state: stand.length > 0 ? "yes" : "no",
          says:
            stand.length > 0
              ? `in ${stand.map(({ title }) => title).join(", ")}: words tie subjects to their own objects more than to dealt ones, which association alone does too`
              : `in none of ${relations.length} kinds of facts do words tie subjects to their own objects more than to dealt ones (5%, Holm)`,
        },
    effect("the bridge helps", means.boost, "beyond matched words and other subjects, on average"),
    effect(
      "the answer follows the bridge",
      means.redirect,
      "beyond matched words and other subjects, on average",
    ),
    results.strict.of === 0
      ? untested("single mnemonics")
      : {
          what: "single mnemonics",
          state: facts.some(({ state }) => state === "mnemonic") ? "yes" : "no",
          says: `${facts.filter(({ state }) => state === "mnemonic").length} of ${results.strict.of} known facts`,
        },
    ...boxChecked(results),
    ...(census === null
      ? []
      : [
          {
            what: "more words in base64 than by chance",
            state: census.p <= 0.05 ? ("yes" as const) : ("no" as const),
            says: `${census.words.length} of ${census.facts} letters spell a word with their text, ${census.byChance.toFixed(2)} by chance (p = ${census.p.toFixed(2)}); that words exist is no evidence`,
          },
        ]),
  ];
}

function boxWords({ box }: RecallResults): string {
  const { planted } = box === null ? { planted: undefined } : mainLines(box);
  if (planted === undefined) return "";
  return `In ${planted.networks} networks trained here facts that coincide with known ones took ${planted.coincident.toFixed(1)} exposures, matched ones ${planted.matched.toFixed(1)}.`;
}

function boxChecked({ box }: RecallResults): readonly Checked[] {
  const { planted, controls } = box === null ? { planted: undefined, controls: [] } : mainLines(box);
  const what = "planted coincidences are found in a box";
  if (planted === undefined) return [{ what, state: "not-asked", says: "--box 4" }];
  const { adjusted, at99, ripple, networks } = planted;
  if (networks < leastNetworks)
    return [
      { what, state: "untested", says: `${networks} networks were trained, ${leastNetworks} are needed` },
    ];
  const found = at99.low > 0 && controls.every((one) => one.at99.low <= 0 && one.at99.high >= 0);
  return [
    {
      what,
      state: found ? "yes" : "no",
      says: `${adjusted.estimate.toFixed(2)} exposures saved (${adjusted.low.toFixed(2)} to ${adjusted.high.toFixed(2)}), ${controls.map(({ condition, adjusted: own }) => `${condition} ${own.estimate.toFixed(2)}`).join(", ")}${ripple === null ? "" : `; what hangs on a bridge loses ${(-ripple.estimate).toFixed(2)} nats more when the bridge is taught anew`}`,
    },
  ];
}
