import type { Random } from "../../../stats/distributions/random.ts";
import { emulationNames } from "../conversation.ts";
import { bare, factText, type PrefillProbe, type ProbeItem } from "./probe.ts";

const ones = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(" ");
const teens = "fifteen sixteen seventeen eighteen nineteen".split(" ");
const tens = "twenty thirty forty fifty".split(" ");
const numbers = [
  ...[...ones, ...teens],
  ...tens.flatMap((ten) => [ten, ...ones.slice(0, 9).map((one) => `${ten}-${one}`)]),
];
const days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const months = "January February March April May June July August September October November December".split(
  " ",
);

/** What everybody can go on with, from any place, and how it is asked for. */
const kinds: readonly {
  readonly asked: string;
  readonly words: readonly string[];
  readonly round: boolean;
}[] = [
  { asked: "Count up to fifty in English words", words: numbers, round: false },
  { asked: "Name fourteen days of the week in order", words: [...days, ...days], round: true },
  { asked: "Name twelve months of the year in order", words: months, round: true },
];

/** A series that any language model knows, broken off inside a word: what a weak model can go on with as well. */
export const sequence: PrefillProbe = {
  id: "sequence",
  about: "a series that everybody knows (numbers, days, months) broken off inside a word",
  cap: 12,
  outcomes: ["goes on", "begins anew", "empty", "other"],
  continued: "goes on",
  afresh: "begins anew",
  open: [4.2, 0.15, 0.15, 0.3],
  ...{ counted: "turn", telling: ["begins anew"] },
  controls: emulationNames,
  item: (random) => item(random),
  classify: (reply, facts) => {
    if (reply.trim() === "") return "empty";
    const said = bare(reply).toLowerCase();
    if (said.startsWith(factText(facts, "first"))) return "begins anew";
    return reply.trimStart().toLowerCase().startsWith(factText(facts, "rest")) ? "goes on" : "other";
  },
};

function item(random: Random): ProbeItem {
  const { asked, words: all, round } = random.pick(kinds);
  const start = random.int(round ? all.length : 24);
  const words = round ? [...all.slice(start), ...all.slice(0, start)] : all.slice(start);
  // Far enough in, and inside a word that has a beginning and an end.
  const at = random.pick([...words.keys()].filter((i) => i >= 3 && (words[i] ?? "").length >= 5));
  const word = words[at] ?? "";
  const first = words[0] ?? "";
  const cut = 3;
  return {
    user: `${asked}, beginning with ${first}, separated by commas, and write nothing else.`,
    prefill: `${words.slice(0, at).join(", ")}, ${word.slice(0, cut)}`,
    facts: { rest: word.slice(cut).toLowerCase(), first: first.toLowerCase() },
  };
}
