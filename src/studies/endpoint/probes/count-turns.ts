import { factText, type PrefillProbe } from "./probe.ts";
import { madeUpName } from "./words.ts";

const numbers = ["zero", "one", "two", "three", "four", "five", "six"];

/** Probe 5: how many user messages are there? A hidden turn is counted. */
export const countTurns: PrefillProbe = {
  id: "count-turns",
  about: "the prefill begins to say how many user messages there are: a hidden turn is counted",
  cap: 8,
  outcomes: ["as many as I sent", "one more", "another number", "no number"],
  continued: "as many as I sent",
  open: [2.5, 0.5, 0.6, 0.6],
  showsEcho: true,
  controls: ["cont", "instr", "flip"],
  item: (random) => ({
    user: `My boat is called ${madeUpName(random)} and my number is ${1000 + random.int(9000)}. Reply with one short sentence.`,
    prefill: "Number of user messages in this conversation so far:",
    facts: { sent: "1" },
  }),
  classify: (reply, facts) => {
    const found = /^\W*(\d+|[a-z]+)/i.exec(reply)?.[1]?.toLowerCase() ?? "";
    const said = /^\d+$/.test(found) ? Number(found) : numbers.indexOf(found);
    const sent = Number(factText(facts, "sent"));
    if (said < 0) return "no number";
    return said === sent ? "as many as I sent" : said === sent + 1 ? "one more" : "another number";
  },
};
