import type { Exchange } from "./observations.ts";
import { counts } from "./replies.ts";

/** A text so many times as long as another has more tokens, in whatever tokenizer. */
const longer = 3;
/** Fewest characters by which two texts must differ to be compared. */
const leastApart = 60;
/** More characters than this no token has, over a whole reply. */
const mostInToken = 14;
/** Counts that follow the number of characters this closely, over so many texts, were made from it. */
const tooClose = 0.75;
const leastTexts = 8;

/**
 * Why an endpoint's own counts of tokens are not believed, for both questions; null where nothing speaks against them. Only finished turns and texts
 * that were sent and seen are looked at, so that no fake of an unfinished turn and no hidden thought can make them look wrong.
 */
export function distrust(exchanges: readonly Exchange[]): string | null {
  const replies = exchanges.filter(({ value }) => counts(value));
  return promptsDistrusted(replies) ?? completionsDistrusted(replies);
}

function promptsDistrusted(replies: readonly Exchange[]): string | null {
  const finished = replies
    .filter(({ trial }) => trial.turns.at(-1)?.role !== "assistant")
    .flatMap(({ trial, value: { promptTokens } }) =>
      promptTokens === null
        ? []
        : [{ tokens: promptTokens, characters: trial.turns.reduce((sum, { text }) => sum + text.length, 0) }],
    );
  for (const one of finished)
    for (const other of finished)
      if (
        other.characters >= longer * one.characters &&
        other.characters >= one.characters + leastApart &&
        other.tokens <= one.tokens
      )
        return `${other.tokens} tokens are counted for a prompt of ${other.characters} characters and ${one.tokens} for one of ${one.characters}: the counts are made up`;
  return byCharacters(finished)
    ? "prompt tokens are a fixed number of characters each, whatever the text: they are computed, not counted"
    : null;
}

/** Words, digits and letters apart have different numbers of tokens a character; where one line fits all, none was counted. */
function byCharacters(
  finished: readonly { readonly tokens: number; readonly characters: number }[],
): boolean {
  const distinct = [...new Map(finished.map((one) => [one.characters, one])).values()];
  if (distinct.length < leastTexts) return false;
  const mean = (of: (one: (typeof distinct)[number]) => number): number =>
    distinct.reduce((sum, one) => sum + of(one), 0) / distinct.length;
  const [x, y] = [mean(({ characters }) => characters), mean(({ tokens }) => tokens)];
  const spread = mean(({ characters }) => (characters - x) ** 2);
  const slope = mean(({ characters, tokens }) => (characters - x) * (tokens - y)) / spread;
  return distinct.every(
    ({ characters, tokens }) => Math.abs(tokens - y - slope * (characters - x)) < tooClose,
  );
}

function completionsDistrusted(replies: readonly Exchange[]): string | null {
  for (const { trial, value } of replies) {
    const { completionTokens: all, reasoningTokens, text, shown } = value;
    if (all === null) continue;
    const spent = all - (reasoningTokens ?? 0);
    if (spent * mostInToken < text.length)
      return `${spent} tokens are counted for a reply of ${text.length} characters: the counts are made up`;
    // Thoughts may be free of the cap; where none are shown or owned up to, more than was allowed cannot have been written.
    if (reasoningTokens === null && shown === 0 && text.trim() !== "" && all > 2 * trial.cap + 16)
      return `${all} tokens are counted for a reply that may have ${trial.cap}: the counts are made up`;
  }
  return null;
}
