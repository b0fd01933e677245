import type { Block, Cell, Figure } from "../../report/blocks.ts";
import { differenceChart } from "../../report/charts.ts";
import {
  countCell,
  details,
  estimateCell,
  figure,
  heading,
  numberCell,
  paragraph,
  table,
} from "../../report/write.ts";
import type { Interval } from "../../stats/distributions/interval.ts";
import type { Envelope } from "../../study/envelope.ts";
import type { Presentation } from "../../study/study.ts";
import type { FactResult, RecallResults } from "./results.ts";

const shownBridges = 12;

/** What a reader sees between the headline and the cost. */
export function presentFindings({ results }: Envelope<RecallResults>): Presentation {
  const { facts, relations, order } = results;
  const picture = effectsFigure(results);
  return {
    title: titleOf(results),
    ...(picture === null ? {} : { figure: picture }),
    blocks: [
      ...(order === null || !order.steady || relations.length === 0
        ? []
        : [
            heading("What the model knows"),
            knownTable(results),
            heading("Bridges"),
            ...gallery(results),
            heading("Are there more than by chance?"),
            searchTable(results),
            ...censusBlocks(results),
            heading("What contexts do"),
            meansTable(results),
            details("How bridges and shams compare", balanceTable(results)),
            ...crossBlocks(results),
            details("All facts", allFacts(facts)),
          ]),
      ...boxBlocks(results),
    ],
    cost: [],
  };
}

function titleOf({ relations, facts, order }: RecallResults): string {
  if (order === null) return "Recall through bridges";
  const kinds = relations.length === 1 ? relations[0]?.title : `${relations.length} kinds`;
  return facts.length === 0
    ? "Recall through bridges: nothing tested"
    : `Bridges behind ${facts.length} facts, ${kinds}`;
}

function effectsFigure({ means }: RecallResults): Figure | null {
  const rows: readonly (readonly [string, Interval | null])[] = [
    ["the bridge helps (E2)", means.boost],
    ["the answer follows it (E3)", means.redirect],
    ["any tied word helps", means.priming],
    ["any context helps", means.buffer],
  ];
  const drawn = rows.flatMap(([name, found]) => (found === null ? [] : [{ name, ...found }]));
  if (drawn.length === 0) return null;
  return figure(
    "effects",
    "Mean effects over the facts that the model knows, 95% intervals. The first two speak for bridges; the others are what any context does.",
    drawn.map(({ name, estimate }) => `${name}: ${estimate.toFixed(2)} nats`).join("; "),
    differenceChart(drawn, { zero: 0, label: "nats" }),
  );
}

function knownTable({ relations }: RecallResults): Block {
  return table(
    "Facts, those that the model knows, and those whose object is the likeliest of all.",
    [
      "kind",
      "facts",
      "scored",
      ["known", "the right object has better odds than all others of its kind together"],
      "likeliest",
    ],
    relations.map(({ title, facts, scored, known, rankedFirst }) => [
      ...[title, countCell(facts), countCell(scored), countCell(known), countCell(rankedFirst)],
    ]),
  );
}

/** Strongest first, each beside its sham and its gibberish. */
function gallery({ facts }: RecallResults): readonly Block[] {
  const known = facts.filter(({ bridge, margin }) => bridge !== null && margin !== null && margin > 0);
  const found = known.filter(({ state }) => state === "mnemonic");
  const byStrength = (a: FactResult, b: FactResult): number =>
    (b.bridge?.strength ?? 0) - (a.bridge?.strength ?? 0);
  const failed = known.filter(({ state }) => state !== "mnemonic").sort(byStrength);
  return [
    paragraph(
      found.length === 0
        ? "No fact met the rule for a mnemonic."
        : `${found.length} met the rule for a mnemonic. Each line is as a person would read it: a subject, its object, and the word between them.`,
    ),
    ...(found.length === 0 ? [] : [bridgeTable("Mnemonics.", [...found].sort(byStrength))]),
    bridgeTable("Those that looked best in the search and failed.", failed.slice(0, shownBridges)),
  ];
}

function bridgeTable(caption: string, facts: readonly FactResult[]): Block {
  return table(
    `${caption} Log-odds of the right object, in nats, after each context.`,
    [
      "fact",
      ["through", "the word, and how contexts say it"],
      ["strength", "the weaker of the two ties, subject to word and word to object, in nats"],
      "bridge",
      ["shams", "words as strongly tied to the object and not to the subject"],
      ["gibberish", "as many letters without meaning"],
      "no context",
      [
        "follows",
        "E3: nats by which the answer follows the bridge to another object, beyond shams and other subjects",
      ],
      ["p", "the larger of the two for E2 and E3"],
      "why not",
    ],
    facts.map((fact) => [
      `${fact.subject} → ${fact.object}`,
      fact.bridge === null ? { absent: "none" } : `${fact.bridge.word}, ${fact.bridge.said}`,
      numberCell(fact.bridge?.strength, 2),
      numberCell(fact.effects?.margins.bridge, 2),
      shamCell(fact),
      numberCell(fact.effects?.margins.gibberish, 2),
      numberCell(fact.effects?.margins.nothing, 2),
      numberCell(fact.effects?.redirect, 2),
      numberCell(fact.p?.both, 3),
      fact.why ?? "",
    ]),
  );
}

function shamCell({ shams, effects }: FactResult): Cell {
  const value = effects?.margins.shams ?? null;
  return value === null
    ? { absent: "not scored" }
    : `${value.toFixed(2)} (${shams.map(({ word }) => word).join(", ")})`;
}

function searchTable({ relations }: RecallResults): Block {
  return table(
    "The best word between a subject and its object, against objects dealt out at random; the whole search is made again for every deal.",
    [
      "kind",
      ["words", "any: the whole list; human-like: those that a person would see for a pair"],
      ["strength", "mean over facts of the best word's strength, nats"],
      "dealt",
      "p",
      ["after Holm", "over the kinds of facts"],
      ["stand out", "facts whose own word stands out at the false discovery rate"],
    ],
    relations.flatMap(({ title, search }) =>
      search.map(({ words, observed, byChance, p, holm, standOut }) => [
        ...[
          title,
          words,
          numberCell(observed, 3),
          numberCell(byChance, 3),
          numberCell(p, 4),
          numberCell(holm, 4),
        ],
        countCell(standOut),
      ]),
    ),
  );
}

function censusBlocks({ census }: RecallResults): readonly Block[] {
  if (census === null) return [];
  return [
    paragraph(
      `Of ${census.facts} letters ${census.words.length} spell an English word with their base64 text (${census.words.join(", ")}); dealt answers spell ${census.drawn.toFixed(2)} on average, ${census.byChance.toFixed(2)} by exact count, p = ${census.p.toFixed(2)}. That such words exist is no evidence: only contexts that change what they mean are.`,
    ),
  ];
}

function meansTable({ means }: RecallResults): Block {
  const row = (name: string, found: Interval | null, says: string): readonly Cell[] => [
    ...[name, estimateCell(found, 2, "not measured"), says],
  ];
  return table(
    `Means over ${means.tested} facts that the model knows, in nats.`,
    ["effect", "mean", "what it is"],
    [
      row("E1 cue", means.cue, "breaking up the letters shared with the bridge, beyond a sham edit"),
      row("E2 boost", means.boost, "bridge beyond shams, beyond the same under other subjects"),
      row(
        "E3 redirect",
        means.redirect,
        "answer follows the bridge to another object, beyond shams and other subjects",
      ),
      row("E4 direct", means.direct, "answer follows when the fact itself is said anew"),
      row("share", means.share, "E3 over E4"),
      row("priming", means.priming, "shams beyond gibberish"),
      row("buffer", means.buffer, "gibberish beyond no context"),
    ],
  );
}

function balanceTable({ balance }: RecallResults): Block {
  return table(
    "Standardised differences between bridges and their shams; beyond .1 they are not balanced.",
    ["of", "difference"],
    balance.map(({ what, difference }) => [what, numberCell(difference, 2)]),
  );
}

function crossBlocks({ crossSection }: RecallResults): readonly Block[] {
  if (crossSection === null) return [];
  const { slope, p, n, beside } = crossSection;
  return [
    paragraph(
      `E5: over ${n} facts the margin ${p <= 0.05 ? "goes with" : "could not be told to go with"} the best bridge's strength (${slope.toFixed(2)} nats a nat, p = ${p.toFixed(3)}), beside ${beside.join(", ")}.`,
    ),
  ];
}

function allFacts(facts: readonly FactResult[]): Block {
  return table(
    "Every fact.",
    ["kind", "fact", "margin", "rank", "through", "E1", "E2", "E3", "q", "state", "why"],
    facts.map((fact) => [
      ...[fact.relation, `${fact.subject} → ${fact.object}`, numberCell(fact.margin, 2, "not scored")],
      ...[numberCell(fact.rank, 0, "not scored"), fact.bridge?.word ?? { absent: "none" }],
      ...[numberCell(fact.effects?.cue, 2, "no cue"), numberCell(fact.effects?.boost, 2)],
      ...[numberCell(fact.effects?.redirect, 2), numberCell(fact.q, 3), fact.state, fact.why ?? ""],
    ]),
  );
}

function boxBlocks({ box }: RecallResults): readonly Block[] {
  if (box === null) return [];
  return [
    heading("Networks trained here"),
    table(
      "New facts in small transformers that were taught others before: exposures until the object has probability over one half, means over networks.",
      [
        ["attributes", "facts known of each subject; one of them is what the new fact coincides with"],
        [
          "new facts",
          "planted: the object is an attribute already; the others are controls, where nothing should be found",
        ],
        "networks",
        "coincident",
        "matched",
        ["saved", "matched less coincident, prior log-probability held equal"],
        ["d", "the same in standard deviations"],
        ["ripple", "nats the fact loses beyond another attribute's teaching when its bridge is taught anew"],
      ],
      box.lines.map(({ relations, condition, networks, coincident, matched, adjusted, d, ripple }) => [
        ...[
          countCell(relations),
          condition,
          countCell(networks),
          numberCell(coincident, 1),
          numberCell(matched, 1),
        ],
        ...[estimateCell(adjusted, 2), numberCell(d, 2), estimateCell(ripple, 2, "no bridge")],
      ]),
    ),
  ];
}
