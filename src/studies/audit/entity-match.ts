import type { SealedAnswer } from "./sealed-answers.ts";

/** How a name that was given stands to the sealed answer. */
export type Match = "exact" | "close" | "wrong" | "none";

/** Longer than this, it is no name. */
const longestName = 120;

/** The name on the last line `ENTITY: ...` of a reply: null where it says that there is none; undefined where there is no such line. */
export function namedIn(reply: string): string | null | undefined {
  const lines = [...reply.matchAll(/^[\s>*_#`-]*entity[\s*_`]*:[ \t*_`"'<]*(.*?)[\s*_`"'>.]*$/gim)];
  const name = lines.at(-1)?.[1]?.trim();
  if (name === undefined || name === "" || name.length > longestName) return undefined;
  return /^(none|no entity|unknown|n\/?a|nothing|no one|not clear|unclear)\b/i.test(name) ? null : name;
}

/**
 * Compares a name with the sealed answer: exact where it is the name or another name of it, close where it holds one of these as whole words or
 * is one of the names listed as close. Case, accents, punctuation and a leading "the" do not count.
 */
export function matchOf(name: string | null, answer: SealedAnswer): Match {
  if (name === null) return "none";
  const given = plain(name);
  const right = [answer.name, ...answer.also].map(plain);
  if (right.includes(given)) return "exact";
  const near = [...right, ...answer.close.map(plain)];
  return near.some((word) => word !== "" && ` ${given} `.includes(` ${word} `)) ? "close" : "wrong";
}

/** A name without case, accents, punctuation and article. */
function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(?<=\p{L})\.(?=\p{L})/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^the /, "")
    .replace(/^(\p{L}) (?=\p{L}$)/u, "$1");
}

/**
 * Does running text mention the answer? Exact where it holds the name or another name of it as whole words, close where it holds one of the
 * names listed as close. Case does not count, but for names in capitals alone of up to four letters: "US" is not "us".
 */
export function mentionOf(text: string, answer: SealedAnswer): "exact" | "close" | "none" {
  const joined = text.normalize("NFKC").replace(/(?<=\p{L})\.(?=\p{L})/gu, "");
  const capitals = new Set(joined.split(/[^\p{L}\p{N}]+/u));
  const words = ` ${plain(text)} `;
  const holds = (name: string): boolean => {
    if (/^\p{Lu}{2,4}$/u.test(name)) return capitals.has(name);
    const wanted = plain(name);
    return wanted !== "" && words.includes(` ${wanted} `);
  };
  if ([answer.name, ...answer.also].some(holds)) return "exact";
  return answer.close.some(holds) ? "close" : "none";
}
