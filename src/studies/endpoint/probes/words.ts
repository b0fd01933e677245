import type { Random } from "../../../stats/distributions/random.ts";

const onsets = "b br d dr f g gr k kl l m n p pl r s st t tr v z".split(" ");
const vowels = "a e i o u".split(" ");
const codas = "l m n r s sk nt x".split(" ");

/** A made-up word of so many syllables: in no vocabulary as a whole, so that nothing but its beginning foretells its end. */
export function madeUpWord(random: Random, syllables: number): string {
  let word = "";
  for (let i = 0; i < syllables; i++) word += random.pick(onsets) + random.pick(vowels);
  return word + random.pick(codas);
}

/** A made-up word with a capital. */
export function madeUpName(random: Random): string {
  return capital(madeUpWord(random, 2));
}

/** One of many wordings: a word or phrase of each list, one after the other. A server that knows one wording must not pass by it. */
export function worded(random: Random, ...lists: readonly (readonly string[])[]): string {
  return lists.map((list) => random.pick(list)).join(" ");
}

/** Ways to ask for nothing else. */
export const nothingElse: readonly string[] = [
  "and write nothing else",
  "and nothing beside it",
  "with nothing before or after it",
  "without a word of your own",
];

/** A word with a capital. */
export function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
