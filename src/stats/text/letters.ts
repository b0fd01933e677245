/** The same function with its answers kept: a search asks about the same few hundred texts again and again. */
export function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const kept = new Map<string, Result>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = of(text);
    if (kept.size < mostKept) kept.set(text, made);
    return made;
  };
}
const mostKept = 100_000;

/** Only letters and digits, in lower case, without accents. */
export const plain: (text: string) => string = remembered((text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, ""),
);

/** Words of a text in lower case. */
export const wordsIn: (text: string) => readonly string[] = remembered(
  (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
);

/** Longest run of characters that stands in both, and where in the first one; the first such. */
export function longestShared(a: string, b: string): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < a.length; from++) {
    for (let length = best.length + 1; from + length <= a.length; length++) {
      if (!b.includes(a.slice(from, from + length))) break;
      best = { from, length };
    }
  }
  return best;
}

/** Insertions, deletions and substitutions between two texts (Levenshtein 1966), or `most` + 1 where it takes more. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + same));
    }
    before = row;
  }
  return Math.min(before[b.length] ?? 0, most + 1);
}

/** Letters that sound alike in English as one, vowels left out after the first: a small kin of Soundex (Russell 1918) and Metaphone. */
export const soundOf: (text: string) => string = remembered((text) => {
  const letters = plain(text)
    .replace(/ph/g, "f")
    .replace(/ck|q|c(?![eiy])/g, "k")
    .replace(/c|z/g, "s")
    .replace(/[dt]h?/g, "t")
    .replace(/[bp]/g, "p")
    .replace(/[gj]/g, "j")
    .replace(/[vw]/g, "f");
  return (
    letters.slice(0, 1) +
    letters
      .slice(1)
      .replace(/[aeiouyh]/g, "")
      .replace(/(.)\1+/g, "$1")
  );
});

/** The end of a word that rimes: from its last vowels on; empty where nothing follows or stands before them. */
export function rimeOf(text: string): string {
  return /.[^aeiouy]*?([aeiouy]+[^aeiouy]+e?)$/.exec(plain(text))?.[1] ?? "";
}
