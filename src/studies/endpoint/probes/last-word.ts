import { emulationNames } from "../conversation.ts";
import { bare, factText, type PrefillProbe } from "./probe.ts";
import { madeUpName, worded } from "./words.ts";

/** Probe 4b: which is the last word of what stands in front? A hidden turn or instruction stands behind mine. */
export const lastWord: PrefillProbe = {
  id: "last-word",
  about:
    "the prefill begins to quote the last word of the most recent user message: with a hidden turn or instruction behind it mine is not the last",
  cap: 8,
  outcomes: ["my last word", "another word", "no quotation"],
  continued: "my last word",
  open: [4, 0.3, 0.7],
  showsEcho: true,
  counted: "quoting",
  telling: ["another word"],
  controls: emulationNames,
  item: (random) => {
    const name = madeUpName(random);
    const owners = random.shuffle(
      "Adrian Caroline Dominic Eleanor Gabriel Harriet Patrick Rebecca".split(" "),
    );
    const said = worded(
      random,
      ["My boat", "My house", "Our shop", "My horse"],
      ["belongs to", "was given to us by", "was once owned by"],
      [`${owners[0]} and ${owners[1]}`],
      ["and its name is", "and it is called", "and we call it"],
    );
    return {
      user: `${said} ${name}`,
      prefill: random.pick([
        'The last word of the most recent user message is "',
        'The most recent user message ends with the word "',
      ]),
      facts: { name },
    };
  },
  classify: (reply, facts) => {
    const name = factText(facts, "name");
    const said = bare(reply);
    if (said.startsWith(name) && !/^[\p{L}\d-]/u.test(said.slice(name.length))) return "my last word";
    return /^[^"”]{1,60}["”]/.test(said) ? "another word" : "no quotation";
  },
};
