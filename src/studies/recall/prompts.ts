import { random } from "../../stats/distributions/random.ts";

/** Ways to ask what a word brings to mind, each with the same about nothing in particular. Bridges are searched on these and tested on others. */
const associations = [
  { of: (word: string) => `${word} makes me think of`, ofNothing: "It makes me think of" },
  {
    of: (word: string) => `When I hear the word ${word}, I think of`,
    ofNothing: "When I hear that word, I think of",
  },
];

/** What a word brings to mind: beginnings that another word finishes. */
export function cuesOf(word: string): readonly string[] {
  return associations.map(({ of }) => of(word));
}

/** The same where no word is named. */
export const neutralCues: readonly string[] = associations.map(({ ofNothing }) => ofNothing);

/** A context that brings something to mind. */
export function keptInMind(said: string): string {
  return `Think of ${said}.\n`;
}

/** A context that gives something another meaning. */
export function redefined(said: string, object: string): string {
  return `From now on, ${said} stands for ${object}.\n`;
}

/** A context that says a fact anew. */
export function saidAnew(question: string, object: string): string {
  return `From now on: ${question} ${object}.\n`;
}

const consonants = [..."bdfgklmnprstvz"];
const vowels = [..."aeiou"];

/** A text of the same form without meaning: as many words of as many letters. */
export function gibberishFor(said: string): string {
  const source = random(`gibberish ${said}`);
  return said.replace(/\p{L}+/gu, (word) =>
    [...word].map((_, at) => source.pick(at % 2 === 0 ? consonants : vowels)).join(""),
  );
}
