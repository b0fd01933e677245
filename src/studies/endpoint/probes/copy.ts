import type { JsonObject } from "../../../core/json.ts";
import type { Random } from "../../../stats/distributions/random.ts";
import { emulationNames } from "../conversation.ts";
import { bare, factText, inside, type PrefillProbe, type ProbeItem } from "./probe.ts";
import { capital, madeUpName, madeUpWord, nothingElse, worded } from "./words.ts";

function item(random: Random): ProbeItem {
  const [first, middle] = [madeUpName(random), capital(madeUpWord(random, 3))];
  const code = `${first}-${middle}-${10 + random.int(90)}-${madeUpName(random)}`;
  return cutAt(random, code, first.length + 1 + Math.floor(middle.length / 2));
}

/** The same with a code of so many characters or a few more, cut inside its last word but one. */
function longItem(random: Random, characters: number): ProbeItem {
  let code = "";
  while (code.length < characters) code += `${capital(madeUpWord(random, 1 + random.int(2)))}-`;
  const middle = capital(madeUpWord(random, 3));
  return cutAt(
    random,
    `${code}${middle}-${10 + random.int(90)}-${madeUpName(random)}`,
    code.length + Math.floor(middle.length / 2),
  );
}

function cutAt(random: Random, code: string, cut: number): ProbeItem {
  const asked = worded(
    random,
    ["Repeat", "Copy", "Write", "Type"],
    ["this", "the following"],
    ["code", "label", "string"],
    ["exactly once,"],
    nothingElse,
  );
  return {
    user: `${asked}: ${code}`,
    prefill: code.slice(0, cut),
    facts: { code, rest: code.slice(cut) },
  };
}

/** A code to repeat, whatever its length. */
const codes = {
  cap: 8,
  outcomes: ["goes on", "begins anew", "empty", "other"],
  continued: "goes on",
  afresh: "begins anew",
  open: [4.2, 0.15, 0.15, 0.3],
  ...{ counted: "turn", telling: ["begins anew"] },
  controls: emulationNames,
  classify: (reply: string, facts: JsonObject): string => {
    const [code, rest] = [factText(facts, "code"), factText(facts, "rest")];
    if (reply.trim() === "") return "empty";
    if (reply.trimStart().startsWith(rest.slice(0, 4))) return "goes on";
    if (bare(reply).startsWith(code.slice(0, 4))) return "begins anew";
    if (inside(reply)) return "goes on";
    // Behind some words of its own, too: the code's first part is never what is left of it.
    return reply.includes(`${code.split("-")[0]}-`) ? "begins anew" : "other";
  },
} as const satisfies Partial<PrefillProbe>;

/** Probe 1: a made-up code cut in the middle of a word. Whoever begins anew begins at the code's beginning. */
export const copy: PrefillProbe = {
  ...codes,
  id: "copy",
  about: "a made-up code is to be repeated; the prefill breaks off inside a word of it",
  repeated: true,
  item,
};

/** The same where the unfinished turn is a long one: a server may honour short ones alone. */
export const longCopy: PrefillProbe = {
  ...codes,
  id: "long-copy",
  about: "the same with a code of some 100 to 300 characters",
  item: (random) => longItem(random, 90 + random.int(200)),
};

/** The same with a longer turn still. */
export const longestCopy: PrefillProbe = {
  ...codes,
  id: "longest-copy",
  about: "the same with some 450 to 1,200 characters",
  item: (random) => longItem(random, 450 + random.int(750)),
};

/** Probe 8: the same with a single token of output, too few to say the prefill again and more. */
export const oneToken: PrefillProbe = {
  id: "one-token",
  about: "the same with one token of output: whoever has to say the prefill again gets no further",
  cap: 1,
  outcomes: ["goes on", "nothing new", "empty", "other"],
  continued: "goes on",
  afresh: "nothing new",
  open: [4, 0.2, 0.15, 0.5],
  firstToken: true,
  ...{ counted: "turn", telling: ["nothing new"] },
  controls: emulationNames,
  item,
  classify: (reply, facts) => oneTokenOutcome(reply, bare(reply).trimEnd(), facts),
};

function oneTokenOutcome(reply: string, said: string, facts: JsonObject): string {
  const [code, rest] = [factText(facts, "code"), factText(facts, "rest")];
  if (said === "") return "empty";
  if (code.startsWith(said)) return "nothing new";
  return rest.startsWith(said) || inside(reply) ? "goes on" : "other";
}
