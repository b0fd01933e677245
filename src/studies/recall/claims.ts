import type { Claim, ClaimResult } from "../../claims/claim.ts";
import { claim } from "../../claims/decide.ts";
import { exactInterval } from "../../stats/distributions/proportion.ts";
import { leastNetworks, mainLines } from "./box/box-result.ts";
import type { RecallResults } from "./results.ts";
import { strictLevel } from "./rule.ts";

/** Known facts that must be tested before anything is said. */
const leastKnown = 40;
/** Relation's p of the search, after Holm, that a verdict asks for. */
const searchLevel = 0.01;
/** Standard deviations by which bridges may pull on their objects more than shams. */
const mostUnbalanced = 0.25;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

const bridged = claim({
  id: "C1",
  text: "Some facts are recalled through a bridge.",
  estimand:
    "share of the facts that the model knows which pass E1, E2 and E3 at a level of 1%, against the 1% that would by chance",
  narrower:
    "Bridges are single words of a given list, stated in other words; facts are those asked here; a bridge without letters in common with its subject cannot be taken away and is not called one.",
  rule: {
    needs: [
      { id: "asked", text: "a model was asked", otherwise: "unresolved" },
      {
        id: "order",
        text: "log-probabilities do not change with the order of requests",
        otherwise: "invalid",
      },
      {
        id: "known",
        text: `the model knows ${leastKnown} facts that could be tested`,
        otherwise: "unresolved",
      },
      {
        id: "listed",
        text: "at least one fact is a mnemonic (E2 and E3 both survive the false discovery rate, E1 beats its sham)",
        otherwise: "undecided",
        guards: "supported",
      },
      {
        id: "search",
        text: `the search over a mnemonic's relation finds more than dealt answers give (p ≤ ${searchLevel} after Holm)`,
        otherwise: "undecided",
        guards: "supported",
      },
      {
        id: "balance",
        text: `bridges pull on their objects at most ${mostUnbalanced} standard deviations more than shams`,
        otherwise: "undecided",
        guards: "supported",
      },
    ],
    interval: "the 99% interval of the share (Clopper-Pearson)",
    supported: { above: strictLevel },
    contradicted: null,
  },
});

const cheaper = claim({
  id: "C2",
  text: "A new fact that coincides with a known one is learned in fewer exposures.",
  estimand:
    "exposures until the object has probability over one half, matched facts less coincident ones, prior log-probability held equal; mean over networks",
  narrower:
    "Transformers of two layers and made-up facts, trained here: that small networks do it says that the method can see it, and not that language models do.",
  rule: {
    needs: [
      { id: "trained", text: `${leastNetworks} networks were trained`, otherwise: "unresolved" },
      { id: "known", text: "every network knew 95% of its facts before new ones came", otherwise: "invalid" },
      { id: "controls", text: "no control shows a difference (99% intervals)", otherwise: "invalid" },
    ],
    interval: "the 99% interval over networks (Student's)",
    supported: { above: 0 },
    contradicted: { below: 0 },
  },
});

/** Claims of the study. */
export const recallClaims: readonly Claim[] = [bridged, cheaper];

/** Verdicts, each with its sentence. */
export function resolveClaims(results: RecallResults): ClaimResult[] {
  const { order, strict, facts, relations, balance } = results;
  const { passed, of, needed } = strict;
  const listed = facts.filter(({ state }) => state === "mnemonic");
  const stands = relations.filter(({ search }) =>
    search.some(({ words, holm }) => words === "any" && holm <= searchLevel),
  );
  const pull = balance.find(({ what }) => what.startsWith("PMI"));
  const shown = exactInterval(passed, Math.max(1, of), 0.025);
  return [
    bridged.decide({
      parts: of === 0 ? [] : [{ ...shown, at99: exactInterval(passed, of, 0.005) }],
      unmet: {
        asked: order === null ? "no model was asked (--model)" : null,
        order: order?.steady === false ? order.says : null,
        known: of < leastKnown ? `only ${of} known facts could be tested, ${leastKnown} are needed` : null,
        listed:
          listed.length === 0 ? "no fact passes all of E1, E2 and E3 at the false discovery rate" : null,
        search: listed.some(({ relation }) => stands.some(({ id }) => id === relation))
          ? null
          : "the search finds no more in the relations of these facts than dealt answers give",
        balance:
          pull !== undefined && pull.difference > mostUnbalanced
            ? `bridges pull on their objects ${pull.difference.toFixed(2)} standard deviations more than their shams`
            : null,
      },
      said: {
        sentence: `${passed} of ${of} known facts pass all three tests at 1% each; by chance at most about ${Math.round(of * strictLevel)} would${needed === null ? "" : `, and it takes ${needed} to say so with certainty`}.`,
        label: "share of known facts",
        reference: strictLevel,
      },
      undecided: `${percent(of === 0 ? 0 : passed / of)} of known facts pass, and 1% would by chance: too few to tell them apart.`,
    }),
    resolveCheaper(results.box),
  ];
}

function resolveCheaper(box: RecallResults["box"]): ClaimResult {
  const { planted, controls } = box === null ? { planted: undefined, controls: [] } : mainLines(box);
  if (planted === undefined)
    return cheaper.decide({ parts: [], unmet: { trained: "no networks were trained (--box 4)" } });
  const { networks, known, adjusted, at99, coincident, matched, relations } = planted;
  const off = controls.filter((one) => one.at99.low > 0 || one.at99.high < 0);
  return cheaper.decide({
    parts: [{ ...adjusted, at99 }],
    unmet: {
      trained: networks < leastNetworks ? `only ${networks} networks were trained` : null,
      known: known < 0.95 ? `a network knew ${percent(known)} of its facts only` : null,
      controls:
        off.length === 0
          ? null
          : `a control shows a difference too: ${off.map(({ condition }) => condition).join(", ")}`,
    },
    said: {
      sentence: `Coincident facts took ${coincident.toFixed(1)} exposures, matched ones ${matched.toFixed(1)} (${networks} networks of ${relations} attributes a subject).`,
      label: "exposures saved",
    },
  });
}
