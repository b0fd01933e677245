import { wordsIn } from "../../stats/text/letters.ts";

/**
 * Why a context may not be shown beside an object, or null. It must hold neither the object nor what a tokenizer may cut from it: no word of the object
 * in any case, no short object as it is written within a word, and no word that begins as a longer word of the object begins.
 *
 * @example saidBefore("VAT", "T") // the object "T" stands in it
 * @example saidBefore("value added tax", "T") // null
 */
export function saidBefore(context: string, object: string): string | null {
  const words = wordsIn(context);
  for (const word of wordsIn(object)) {
    if (words.includes(word)) return `the object's word "${word}" stands in it`;
    if (word.length >= 4 && context.toLowerCase().includes(word)) return `"${word}" stands in it`;
    const start = word.slice(0, 4);
    const like = word.length >= 3 ? words.find((one) => one.startsWith(start)) : undefined;
    if (like !== undefined) return `"${like}" begins as the object does`;
  }
  if (object.length <= 3 && context.includes(object)) return `the object "${object}" stands in it`;
  return null;
}

/** Neither the object nor the subject may be named; a subject of one or two characters cannot be avoided within words. */
export function mayBeSaid(
  context: string,
  { subject, object }: { readonly subject: string; readonly object: string },
): boolean {
  if (saidBefore(context, object) !== null) return false;
  const words = wordsIn(context);
  return (
    !wordsIn(subject).some((word) => word.length >= 3 && words.includes(word)) &&
    !words.includes(subject.toLowerCase())
  );
}
