import { wordsOf } from "../stats/text/words.ts";
import { quoted, type Said, type SanityFinding, type SanityRow } from "./finding.ts";
import { normalText } from "./normal-text.ts";
import { type Presence, presenceTest } from "./presence.ts";

/** Chance at which, over all words or values that are looked at, one is named that tells nothing. */
const level = 0.01;
/** From this area on, either way, a word that alone separates the classes is named; in one class only, from a quarter of its rows on. */
const telling = 0.75;
const quarter = 0.25;
/** From here on there is nothing left to tell: whatever reads the text can read this word. */
const settling = 0.975;

/** Two classes of rows that have a label. */
interface Classes {
  readonly positive: Uint8Array;
  readonly all: readonly [negatives: number, positives: number];
}

function classesOf(rows: readonly SanityRow[]): Classes {
  const positive = Uint8Array.from(rows, (row) => row.positive ?? 0);
  const positives = positive.reduce((sum, label) => sum + label, 0);
  return { positive, all: [rows.length - positives, positives] };
}

function shareOf({ positives, negatives }: Presence, { all }: Classes): string {
  return `in ${positives} of ${all[1]} positive and ${negatives} of ${all[0]} negative`;
}

/** Distance of an area from .5 either way, as an area above it. */
function reach({ area }: Presence): number {
  return Math.max(area, 1 - area);
}

/**
 * Do values of the label stand in the texts, as whole words in any case? Where they do in both classes alike they are words like others;
 * where they tell the classes apart the text gives its label away, and no claim about reading it stands.
 *
 * @param group of each row, families joined
 */
export function labelValues(
  rows: readonly SanityRow[],
  group: readonly string[],
  { noun, blocks }: Said,
): SanityFinding {
  const common = { id: "label-values", what: "its label stands in the text" };
  const classes = classesOf(rows);
  const values = [...new Set(rows.flatMap(({ label }) => label ?? []))].filter(
    (value) => wordsOf(value).length > 0,
  );
  const texts = rows.map(({ text }) => normalText(text).toLowerCase());
  const test = presenceTest(group, classes.positive);
  const found = values.flatMap((value) => {
    const pattern = wholeWords(value);
    const held = texts.flatMap((text, row) => (pattern.test(text) ? [row] : []));
    return held.length === 0 ? [] : [{ value, presence: test.of(held) }];
  });
  const leaks = found.filter(({ presence }) => presence.p * values.length < level);
  const named = (of: typeof found): string =>
    of.map(({ value, presence }) => `"${value}" stands ${shareOf(presence, classes)} ${noun}s`).join("; ");
  if (leaks.length > 0)
    return {
      ...common,
      ...{ state: "yes", blocks },
      says: `A value of the label tells the classes apart by standing in the text: ${named(leaks)}. Whatever reads the text can read the answer, so nothing here says how well it would do without it. Take it out of the ${noun}s.`,
    };
  return {
    ...common,
    ...{ state: "no", blocks: [] },
    says:
      found.length === 0
        ? `No value of the label (${quoted(values)}) stands in a ${noun}.`
        : `Values of the label stand in ${noun}s of both classes alike, as words do: ${named(found)}.`,
  };
}

/** A value's words in their order, with anything but letters and digits between them. */
function wholeWords(value: string): RegExp {
  const parts =
    normalText(value)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const between = String.raw`[^\p{L}\p{M}\p{N}]{1,3}`;
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])${parts.join(between)}(?![\p{L}\p{M}\p{N}])`, "u");
}

/**
 * Is there a word that separates the classes alone, beyond what any word of so many does by chance (Fisher's test of one row a group and class,
 * Bonferroni over all words)? An ordinary word of the topic can; so it is named, and blocks claims only where it settles every label.
 */
export function tellingWords(
  rows: readonly SanityRow[],
  group: readonly string[],
  { noun, blocks }: Said,
): SanityFinding {
  const common = { id: "telling-words", what: "a word alone separates" };
  const classes = classesOf(rows);
  const test = presenceTest(group, classes.positive);
  const held = new Map<string, number[]>();
  rows.forEach(({ text }, row) => {
    for (const word of new Set(wordsOf(text))) {
      const there = held.get(word);
      if (there === undefined) held.set(word, [row]);
      else there.push(row);
    }
  });
  const found = [...held]
    .flatMap(([word, at]) => {
      const presence = test.of(at);
      return isTelling(presence, classes) && presence.p * held.size < level ? [{ word, presence }] : [];
    })
    .sort((a, b) => reach(b.presence) - reach(a.presence) || (a.word < b.word ? -1 : 1));
  const [first] = found;
  if (first === undefined)
    return {
      ...common,
      ...{ state: "no", blocks: [] },
      says: `No word alone separates the classes by standing in a ${noun} or not (${held.size.toLocaleString("en-US")} words looked at).`,
    };
  const settles = reach(first.presence) >= settling;
  const others = found.slice(1).map(({ word }) => word);
  return {
    ...common,
    state: "yes",
    says: `The word "${first.word}" alone separates the classes: it stands ${shareOf(first.presence, classes)} ${noun}s.${
      others.length === 0 ? "" : ` So ${others.length === 1 ? "does" : "do"} ${quoted(others)}.`
    } ${
      settles
        ? "It settles nearly every label, so whatever finds this word seems perfect, and no claim about reading more than it can be tested here."
        : "That may be what happened, or a trace of how the label was made: read a few before believing any figure."
    }`,
    blocks: settles ? blocks : [],
  };
}

function isTelling(presence: Presence, { all }: Classes): boolean {
  const { positives, negatives } = presence;
  const alone =
    (negatives === 0 && positives >= quarter * all[1]) || (positives === 0 && negatives >= quarter * all[0]);
  return alone || reach(presence) >= telling;
}
