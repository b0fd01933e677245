import { Buffer } from "node:buffer";

/**
 * Decodes base64 as RFC 4648 has it, bits beyond the last byte being zero; null for what is none. Lenient decoders read VB== as T too: as a fact that
 * would be a second name of the same letter.
 *
 * @example strictBase64("VA==") // "T"
 * @example strictBase64("VB==") // null
 */
export function strictBase64(text: string): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString("latin1") : null;
}

/** The 52 letters, each with the base64 text that decodes to it. */
export function base64Facts(): readonly { readonly subject: string; readonly object: string }[] {
  const letters = [65, 97].flatMap((first) =>
    Array.from({ length: 26 }, (_, i) => String.fromCharCode(first + i)),
  );
  return letters.map((object) => ({ subject: Buffer.from(object).toString("base64"), object }));
}
