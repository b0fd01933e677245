import { emulationNames } from "../conversation.ts";
import { bare, factText, type PrefillProbe } from "./probe.ts";

/** Probe 2: the first letter of the wrong answer. A model that answers anew gives the right one. */
export const contradiction: PrefillProbe = {
  id: "contradiction",
  about: "a yes-or-no question whose prefill is the first letter of the wrong answer",
  cap: 8,
  outcomes: ["goes on", "right answer", "wrong answer", "other"],
  continued: "goes on",
  afresh: "right answer",
  open: [4, 0.2, 0.2, 0.6],
  ...{ showsEcho: true, whenRefused: true },
  controls: emulationNames,
  item: (random) => {
    const low = 2 + random.int(40);
    const high = low + 5 + random.int(50);
    const yes = random.int(2) === 1;
    const [a, b] = yes ? [high, low] : [low, high];
    return {
      user: `Is ${a} larger than ${b}? Answer with one word, Yes or No.`,
      prefill: yes ? "N" : "Y",
      facts: { right: yes ? "yes" : "no", wrong: yes ? "no" : "yes" },
    };
  },
  classify: (reply, facts) => {
    const said = bare(reply).toLowerCase();
    const [right, wrong] = [factText(facts, "right"), factText(facts, "wrong")];
    if (new RegExp(`^${wrong.slice(1)}\\b`).test(said)) return "goes on";
    if (new RegExp(`^${right}\\b`).test(said)) return "right answer";
    return new RegExp(`^${wrong}\\b`).test(said) ? "wrong answer" : "other";
  },
};
