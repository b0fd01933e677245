/** Scripts that put no blanks between words. */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const plain = /[a-z0-9']+/g;
const runs = /[\p{L}\p{M}\p{N}']+/gu;
const unspacedRuns = new RegExp(`[${unspaced}][${unspaced}\\p{M}]*|[^${unspaced}]+`, "gu");
const anyUnspaced = new RegExp(`[${unspaced}]`, "u");
const beyondAscii = /[^\u0000-\u007f]/;

/**
 * Words of a text in any script, in lower case: runs of letters, marks, digits and apostrophes after NFC; where a script puts no blanks
 * between words, every pair of neighbouring characters, or the one there is. Of English text these are the runs of a to z, digits and
 * apostrophes.
 * `Don't pay 20 € to Ærø, 支払う` is `don't pay 20 to ærø 支払 払う`.
 */
export function wordsOf(text: string): readonly string[] {
  if (!beyondAscii.test(text)) return text.toLowerCase().match(plain) ?? [];
  const found = text.normalize("NFC").toLowerCase().match(runs) ?? [];
  return anyUnspaced.test(text) ? found.flatMap(piecesOf) : found;
}

function piecesOf(run: string): readonly string[] {
  if (!anyUnspaced.test(run)) return [run];
  return (run.match(unspacedRuns) ?? []).flatMap((piece) =>
    anyUnspaced.test(piece) ? pairsOf(piece) : [piece],
  );
}

function pairsOf(piece: string): readonly string[] {
  const characters = [...piece];
  return characters.length < 3 ? [piece] : characters.slice(1).map((next, i) => `${characters[i]}${next}`);
}

const strange = /[\p{Co}\p{Cn}\p{Cs}\ufffd]/gu;
const letters = /\p{L}/gu;

/**
 * How many letters a text has, and how many of these no word can hold: characters that stand for letters but are none, such as those that
 * a wrong encoding leaves behind, or of no script that Unicode knows.
 */
export function lettersOf(text: string): { readonly all: number; readonly unread: number } {
  const unread = beyondAscii.test(text) ? (text.match(strange)?.length ?? 0) : 0;
  return { all: (text.match(letters)?.length ?? 0) + unread, unread };
}
