/** Takes a key out of what is kept. */
export interface Scrubber {
  readonly scrub: (text: string) => string;
  /** For a text that ends too early: takes out the beginning of a key at its end as well. */
  readonly scrubCut: (text: string) => string;
}

/** Shortest beginning of a key that is taken for one. */
const shortest = 4;

/**
 * Takes a key out of text wherever it stands, as it is or as JSON escapes it (`\/`, `\u0041`), also in JSON inside JSON.
 *
 * @param key undefined where there is none: texts then stay as they are
 */
export function scrubber(key: string | undefined): Scrubber {
  // A header goes out without the blanks around its value, and so it comes back.
  const secret = key?.trim() ?? "";
  if (secret === "") return { scrub: (text) => text, scrubCut: (text) => text };
  const form = new RegExp(Array.from({ length: secret.length }, (_, i) => unit(secret, i)).join(""), "g");
  const scrub = (text: string): string => text.replace(form, "[key]");
  return {
    scrub,
    scrubCut: (text) => {
      const clean = scrub(text);
      for (let length = secret.length - 1; length >= shortest; length--) {
        if (clean.endsWith(secret.slice(0, length))) return `${clean.slice(0, -length)}[key]`;
      }
      return clean;
    },
  };
}

/** Pattern of one UTF-16 unit: as it is or escaped. Each JSON around doubles a backslash; a run of them is read no further than three times. */
function unit(text: string, at: number): string {
  const hex = text.charCodeAt(at).toString(16).padStart(4, "0");
  const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  const plain = `\\u${hex}`;
  const character = text.charAt(at);
  const escaped = character === "\\" ? `${plain}{1,8}` : /["/]/.test(character) ? `\\\\{0,8}${plain}` : plain;
  return `(?:${escaped}|\\\\{1,8}u${anyCase})`;
}
