/** A text in the one form in which texts are compared: NFC, without blanks at its ends. */
export function normalText(text: string): string {
  return text.normalize("NFC").trim();
}

/** What differs between two recordings of the same thing: dates, times, and identifiers that a machine gave. */
const marks = new RegExp(
  [
    // 2026-01-31T10:02:33.5Z, 2026-01-31
    String.raw`\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?`,
    // 31/1/2026, 10:02:33
    String.raw`\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b`,
    String.raw`\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\b`,
    // f81d4fae-7dec-11d0-a765-00a0c91e6bf6
    String.raw`\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b`,
    // 0x1f, eight or more hexadecimal digits of both kinds, names of twelve or more characters with two digits, five digits or more
    String.raw`\b0x[0-9a-fA-F]+\b`,
    String.raw`\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b`,
    String.raw`\b(?=[A-Za-z_]*\d[A-Za-z_]*\d)[A-Za-z0-9_]{12,}\b`,
    String.raw`\d{5,}`,
  ].join("|"),
  "g",
);

/** The same with every date, time and identifier as one mark, and blanks as one blank: what near copies have in common. */
export function maskedText(text: string): string {
  return normalText(text).replace(marks, "#").replace(/\s+/g, " ");
}
