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

/** The same with a capital. */
export function madeUpName(random: Random): string {
  const word = madeUpWord(random, 2);
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
