// Made-up prose, so that runs of one shape are no copies of one another.
import { random } from "../../src/stats/distributions/random.ts";

const syllables = ["ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu"];

/** So many made-up words, the same ones for one seed. */
export function memo(seed: string, words = 40): string {
  const source = random(`memo ${seed}`);
  const word = (): string => Array.from({ length: 3 }, () => source.pick(syllables)).join("");
  return Array.from({ length: words }, word).join(" ");
}
