import { emulationNames } from "../conversation.ts";
import { bare, factText, inside, type PrefillProbe } from "./probe.ts";
import { nothingElse, worded } from "./words.ts";

const people: readonly string[] = [
  "Abigail Adrian Beatrice Benjamin Caroline Charles Deborah Dominic Edward Eleanor Florence Frederick Gabriel",
  "Gregory Harriet Henrietta Ignatius Isabella Jonathan Josephine Katherine Kenneth Lawrence Leonard Madeline",
  "Margaret Nathaniel Nicholas Olivia Oswald Patrick Quentin Rebecca Sebastian Theodore Ursula Veronica William",
].flatMap((line) => line.split(" "));

/**
 * A list of ordinary names, begun in another order than was asked for and broken off inside one. A weak model goes on with it too, for what is left of the
 * name stands in the question; told to begin with so long a list, it does not say it again without a fault.
 */
export const names: PrefillProbe = {
  id: "names",
  about: "a list of names is to be repeated; the prefill has them in another order and breaks off inside one",
  cap: 8,
  outcomes: ["goes on", "begins anew", "empty", "other"],
  continued: "goes on",
  afresh: "begins anew",
  open: [4.2, 0.15, 0.15, 0.3],
  ...{ counted: "contrary", telling: ["begins anew"] },
  controls: emulationNames,
  item: (random) => {
    const list = random.shuffle(people).slice(0, 18 + random.int(8));
    const begun = [...list.slice(2), ...list.slice(0, 2)];
    const at = 8 + random.int(list.length - 12);
    const name = begun[at] ?? "";
    const cut = 3 + random.int(name.length - 4);
    const asked = worded(
      random,
      ["Repeat", "Copy", "Write", "Type"],
      ["these names", "the following names", "this list of names"],
      ["in the same order", "just as they stand"],
      ["with commas between them", "separated by commas"],
      nothingElse,
    );
    return {
      user: `${asked}: ${list.join(", ")}`,
      prefill: `${[...begun.slice(0, at), ""].join(", ")}${name.slice(0, cut)}`,
      facts: { first: list[0] ?? "", rest: name.slice(cut) },
    };
  },
  classify: (reply, facts) => {
    const [first, rest] = [factText(facts, "first"), factText(facts, "rest")];
    if (reply.trim() === "") return "empty";
    if (bare(reply).startsWith(first)) return "begins anew";
    if (inside(reply) || reply.trimStart().startsWith(rest)) return "goes on";
    return reply.includes(first) ? "begins anew" : "other";
  },
};
