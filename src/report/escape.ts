// Format characters (bidi controls, zero width, tags), unassigned halves of pairs, line and paragraph separators, and
// whatever else a renderer may show as nothing. Emoji keep their variation selectors.
const invisible = /(?![\ufe0e\ufe0f])[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const names: Readonly<Record<number, string>> = {
  0: "NUL",
  7: "BEL",
  8: "BS",
  11: "VT",
  12: "FF",
  13: "CR",
  27: "ESC",
  127: "DEL",
};

/**
 * Text from anywhere, safe to look at: control characters and characters that reorder, hide or vanish become their
 * names (`‹ESC›`, `‹U+202E›`). Newlines and tabs stay.
 *
 * @example plainText("\u001b[31mred") // "‹ESC›[31mred"
 */
export function plainText(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(control, named).replace(invisible, named);
}

/** `plainText` on one line: every run of blanks and newlines is one blank. */
export function oneLine(text: string): string {
  return plainText(text)
    .replace(/[\t\n ]+/g, " ")
    .trim();
}

/** Text as HTML text or as a quoted attribute: safe to look at, and no markup. */
export function escapeHtml(text: string): string {
  return escapeMarkup(plainText(text));
}

/** Escapes the five characters that are markup, and nothing else. */
function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Cuts at a count of characters, with an ellipsis. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `‹${names[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}›`;
}
