import { sha256 } from "../core/json.ts";

// Every line of a journal carries a mark: a hash over the mark of the line before and its own text. Whoever changes, takes out or puts in a line
// has to make all later marks anew; the last of them stands in the run's seal and in the register.

const digits = 16;
const marked = /^(.*),"h":"([0-9a-f]{16})"\}$/s;

/** The mark before the first line. */
export const noMark = "";

/** A line with its mark, and the mark. `line` is the text of a JSON object that is not empty. */
export function withMark(previous: string, line: string): { readonly line: string; readonly mark: string } {
  const mark = markOf(previous, line);
  return { line: `${line.slice(0, -1)},"h":"${mark}"}`, mark };
}

/** The mark that a line carries, and whether it is that of its text after the line before; null where it carries none. */
export function readMark(
  previous: string,
  text: string,
): { readonly mark: string; readonly fits: boolean } | null {
  const [, content, mark] = marked.exec(text) ?? [];
  if (content === undefined || mark === undefined) return null;
  return { mark, fits: markOf(previous, `${content}}`) === mark };
}

function markOf(previous: string, line: string): string {
  return sha256(`${previous}\n${line}`).slice(0, digits);
}
