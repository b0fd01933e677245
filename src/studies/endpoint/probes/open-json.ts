import { emulationNames } from "../conversation.ts";
import { bare, factText, inside, type PrefillProbe } from "./probe.ts";

const cities =
  "Lisbon Nairobi Toronto Helsinki Santiago Brisbane Kathmandu Valencia Marrakesh Rotterdam".split(" ");

/** Probe 3: a JSON object that is open in the middle of a string. Whoever begins anew opens it again. */
export const openJson: PrefillProbe = {
  id: "open-json",
  about: "a JSON object is asked for; the prefill has opened it and stops inside a string",
  cap: 8,
  outcomes: ["goes on", "opens it again", "empty", "other"],
  continued: "goes on",
  afresh: "opens it again",
  open: [4.2, 0.15, 0.15, 0.3],
  ...{ whenRefused: true, repeated: true },
  ...{ counted: "turn", telling: ["opens it again"] },
  controls: emulationNames,
  item: (random) => {
    const city = random.pick(cities);
    const year = 1500 + random.int(500);
    return {
      user: `Write one JSON object and nothing else. Its key "city" is "${city}" and its key "year" is ${year}.`,
      prefill: `{"city": "${city.slice(0, 3)}`,
      facts: { rest: city.slice(3) },
    };
  },
  classify: (reply, facts) => {
    if (reply.trim() === "") return "empty";
    if (reply.trimStart().startsWith(factText(facts, "rest").slice(0, 3)) || inside(reply)) return "goes on";
    return bare(reply).startsWith("{") ? "opens it again" : "other";
  },
};
