/**
 * A test for answers that name an entity: does a text hold any of these words? Whole words in any case, with the endings of the
 * plural and the genitive; `word*` matches whatever follows. The same test has to be put to every set: a filter on one side alone
 * leaves a fingerprint of its own.
 *
 * @param words of all sets together
 * @example namesAny(["owl"])("Two Owls sat there") // true
 */
export function namesAny(words: readonly string[]): (text: string) => boolean {
  if (words.length === 0) return () => false;
  const forms = words.map((word) => {
    const open = word.endsWith("*");
    const stem = (open ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return open ? `${stem}[\\p{L}\\p{N}]*` : `${stem}(?:['’]?e?s['’]?)?`;
  });
  const finder = new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join("|")})(?![\\p{L}\\p{N}])`, "iu");
  return (text) => finder.test(text);
}
