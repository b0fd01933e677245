import { emulationNames } from "../conversation.ts";
import { bare, factText, type PrefillProbe } from "./probe.ts";
import { madeUpName } from "./words.ts";

/**
 * Probe 6: the blank between two words. Inside a turn the next word brings its blank along; a new turn begins without one. Where the
 * server trims its replies the blank says nothing, and the controls show it.
 */
export const blank: PrefillProbe = {
  id: "blank",
  about:
    "the prefill ends between two words: inside a turn the next word brings its blank along, a new turn begins without one",
  cap: 12,
  outcomes: ["name after a blank", "name without a blank", "whole sentence", "other"],
  continued: "name after a blank",
  afresh: "name without a blank",
  open: [4, 0.2, 0.2, 0.6],
  trimmed: "name without a blank",
  ...{ showsEcho: true, firstToken: true, whenRefused: true, repeated: true },
  controls: emulationNames,
  item: (random) => {
    const name = madeUpName(random);
    return {
      user: `Complete this with the name only: My boat is called ${name}, so the name of my boat is`,
      prefill: "The name of my boat is",
      facts: { name },
    };
  },
  classify: (reply, facts) => {
    const name = factText(facts, "name");
    if (new RegExp(`^\\s+["'*]*${name}`).test(reply)) return "name after a blank";
    if (bare(reply).startsWith(name)) return "name without a blank";
    return /^(the name|my boat|your boat)/i.test(bare(reply)) ? "whole sentence" : "other";
  },
};
