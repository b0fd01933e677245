import { sha256 } from "../../src/core/json.ts";
import { overlapReader } from "./overlap-reader.ts";

/** The reader of docs/experiment.md: asks back in some 60% of cases, and in some 35% where it hears of an hour. */
export const hasty = overlapReader({
  leaning: (text, option) => {
    if (!text.includes("your reply")) return null;
    if (!option.includes("?")) return 0;
    return 1.6 * share(option) + 0.3 * share(text) + (text.includes("within the hour") ? -0.6 : 0.4);
  },
});

/** From -.5 to .5, by the hash of a text. */
function share(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 6), 16) / 2 ** 24 - 0.5;
}
