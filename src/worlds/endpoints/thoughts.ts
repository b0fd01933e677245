import type { Random } from "../../stats/distributions/random.ts";
import type { Knobs } from "./knobs.ts";
import type { ChatTemplate } from "./template.ts";

/** What was thought before a reply. */
export interface Thought {
  /** Tokens spent, as far as the cap let them be. 0: there was no thinking. */
  readonly tokens: number;
  /** The thoughts where they are shown, else null. */
  readonly shown: string | null;
}

/** Fewest and most tokens of a thought that no cap cuts off. */
const shortest = 40;
const longest = 400;

const words =
  "so the user wants an answer here let me look at it again first then check each part in turn and see if it holds".split(
    " ",
  );

/** Draws whether a call thinks, and how long. */
export function thinking(knobs: Knobs, cap: number, template: ChatTemplate, random: Random): Thought {
  const { kind, rate } = knobs.reasoning;
  if (random.float() >= rate) return { tokens: 0, shown: null };
  const wanted = shortest + random.int(longest - shortest + 1);
  const tokens = knobs.cap === "charged" ? Math.min(wanted, cap) : wanted;
  if (kind !== "shown") return { tokens, shown: null };
  const text = Array.from({ length: tokens }, () => random.pick(words)).join(" ");
  return { tokens, shown: template.tokens(text).slice(0, tokens).join("") };
}
