const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns a text takes in a terminal: two for a wide East Asian character or emoji, one for anything else seen. */
export function columnsOf(text: string): number {
  if (/^[\u0020-\u007e–—−…·✓✗≈○│─]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of segmenter.segment(text)) columns += wide.test(segment) ? 2 : 1;
  return columns;
}

/** Breaks one line of text into lines of at most `width` columns, between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const length = columnsOf(word);
    if (line !== "" && used + 1 + length <= room) {
      line += ` ${word}`;
      used += 1 + length;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = length <= room ? [word] : chopped(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
    used = columnsOf(line);
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines;
}

/** Pads to a width in columns. */
export function padded(text: string, width: number, right: boolean): string {
  const blanks = " ".repeat(Math.max(0, width - columnsOf(text)));
  return right ? blanks + text : text + blanks;
}

/** Breaks a line every `width` columns, blanks kept: for text whose layout matters. */
export function chopped(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let used = 0;
  for (const { segment } of segmenter.segment(word)) {
    const columns = wide.test(segment) ? 2 : 1;
    if (used + columns > width) {
      pieces.push(piece);
      piece = "";
      used = 0;
    }
    piece += segment;
    used += columns;
  }
  pieces.push(piece);
  return pieces;
}
