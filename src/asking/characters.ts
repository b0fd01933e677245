/** English and JSON have about this many characters a token; tokenizers differ, hence the range. */
export const charactersPerToken = { least: 2.8, usual: 3.5, most: 4.5 } as const;

/** Tokens of a text of at least and at most so many characters, [least, most]. */
export function guessedTokens(least: number, most: number = least): readonly [number, number] {
  return [Math.floor(least / charactersPerToken.most), Math.ceil(most / charactersPerToken.least)];
}
