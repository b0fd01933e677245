import { type Form, unparsed } from "./form.ts";
import { words } from "./words.ts";

/** A score from 0 (surely not) to 1 (surely). */
export interface Score {
  readonly score: number;
}

/** A whole number from 0 to 10 that stands alone, over 10. */
export const rating: Form<Score> = words(
  16,
  (text) => {
    const found = parseRating(text);
    return found === null
      ? unparsed("no-rating", "the answer is not one whole number from 0 to 10")
      : { value: { score: found / 10 } };
  },
  "rating",
);

/** A whole number from 0 to 10 that stands alone, a full stop or "/10" after it allowed; else null. */
export function parseRating(text: string): number | null {
  const found = /^\s*(\d|10)(?:\s*\/\s*10)?\s*\.?\s*$/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
