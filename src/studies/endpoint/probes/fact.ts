import { emulationNames } from "../conversation.ts";
import { factText, inside, type PrefillProbe } from "./probe.ts";
import { nothingElse, worded } from "./words.ts";

/** Country → its capital; each of six letters or more. */
const capitals: Readonly<Record<string, string>> = {
  ...{ Austria: "Vienna", Belgium: "Brussels", Canada: "Ottawa", Colombia: "Bogota", Cuba: "Havana" },
  ...{ Denmark: "Copenhagen", Finland: "Helsinki", Germany: "Berlin", Greece: "Athens", Hungary: "Budapest" },
  ...{ Ireland: "Dublin", Kenya: "Nairobi", Lebanon: "Beirut", Nepal: "Kathmandu", Poland: "Warsaw" },
  ...{ Portugal: "Lisbon", Romania: "Bucharest", Russia: "Moscow", Spain: "Madrid", Sweden: "Stockholm" },
};

/** The wrong answer to a question of knowledge, broken off inside its one word: an answer made anew begins with the right one. */
export const fact: PrefillProbe = {
  id: "fact",
  about: "the name of a capital is asked for; the prefill breaks off inside another's",
  cap: 8,
  outcomes: ["goes on", "begins anew", "empty", "other"],
  continued: "goes on",
  afresh: "begins anew",
  open: [4.2, 0.15, 0.15, 0.3],
  ...{ counted: "contrary", telling: ["begins anew"] },
  controls: emulationNames,
  item: (random) => {
    const [[country = "", city = ""] = [], [, other = ""] = []] = random
      .shuffle(Object.entries(capitals))
      .slice(0, 2);
    const cut = 3 + random.int(other.length - 4);
    const asked = random.pick([
      `What is the capital of ${country}? Answer with its name`,
      `Which city is the capital of ${country}? Write its name`,
      `Name the capital of ${country}. Give the name`,
    ]);
    return {
      user: `${worded(random, [asked], nothingElse)}.`,
      prefill: other.slice(0, cut),
      facts: { city, rest: other.slice(cut) },
    };
  },
  classify: (reply, facts) => {
    const [city, rest] = [factText(facts, "city"), factText(facts, "rest")];
    if (reply.trim() === "") return "empty";
    if (inside(reply) || reply.trimStart().startsWith(rest)) return "goes on";
    // A model that does not know it says another name, and nothing else.
    return reply.includes(city) || /^\W*\p{Lu}\p{L}+\W*$/u.test(reply) ? "begins anew" : "other";
  },
};
