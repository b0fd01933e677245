import type { JsonObject } from "../../../core/json.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { emulationNames } from "../conversation.ts";
import { bare, factText, type PrefillProbe, type ProbeItem } from "./probe.ts";
import { madeUpWord } from "./words.ts";

function item(random: Random): ProbeItem {
  const [first, middle, last] = [madeUpWord(random, 1), madeUpWord(random, 3), madeUpWord(random, 1)];
  const code = `${first}-${middle}-${10 + random.int(90)}-${last}`;
  const cut = first.length + 1 + Math.floor(middle.length / 2);
  return {
    user: `Repeat this code exactly once, with nothing before or after it: ${code}`,
    prefill: code.slice(0, cut),
    facts: { code, rest: code.slice(cut) },
  };
}

/** Probe 1: a made-up code cut in the middle of a word. Whoever begins anew begins at the code's beginning. */
export const copy: PrefillProbe = {
  id: "copy",
  about: "a made-up code is to be repeated; the prefill breaks off inside it",
  cap: 32,
  outcomes: ["goes on", "begins anew", "empty", "other"],
  continued: "goes on",
  afresh: "begins anew",
  open: [4.2, 0.15, 0.15, 0.3],
  repeated: true,
  controls: emulationNames,
  item,
  classify: (reply, facts) => {
    const [code, rest] = [factText(facts, "code"), factText(facts, "rest")];
    if (reply.trim() === "") return "empty";
    if (reply.trimStart().startsWith(rest.slice(0, 4))) return "goes on";
    return bare(reply).startsWith(code.slice(0, 4)) ? "begins anew" : "other";
  },
};

/** Probe 8: the same with a single token of output, too few to say the prefill again and more. */
export const oneToken: PrefillProbe = {
  id: "one-token",
  about: "the same with one token of output: whoever has to say the prefill again gets no further",
  cap: 1,
  outcomes: ["goes on", "nothing new", "other"],
  continued: "goes on",
  afresh: "nothing new",
  open: [4, 0.3, 0.5],
  firstToken: true,
  controls: emulationNames,
  item,
  classify: (reply, facts) => oneTokenOutcome(bare(reply).trimEnd(), facts),
};

function oneTokenOutcome(said: string, facts: JsonObject): string {
  const [code, rest] = [factText(facts, "code"), factText(facts, "rest")];
  if (said === "" || code.startsWith(said)) return "nothing new";
  return rest.startsWith(said) ? "goes on" : "other";
}
