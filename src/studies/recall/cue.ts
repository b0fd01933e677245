import { longestShared, plain } from "../../stats/text/letters.ts";

/** A question whose subject is spelled so that it no longer shows the cue, and one changed as much elsewhere. */
export interface CueEdits {
  readonly ablated: string;
  readonly sham: string;
}

/**
 * Takes a cue away: the run of letters that the subject shares with the bridge's word is broken up by hyphens. The sham breaks up as many letters that the
 * two do not share, of the subject where it has them, else of the question's longest word. Null where they share too little: two letters, or one of a
 * subject of three or fewer.
 *
 * @example cueEdits("In base64, {subject} is", "VA==", "vat") // { ablated: "In base64, V-A== is", sham: "In b-ase64, VA== is" }
 */
export function cueEdits(question: string, subject: string, word: string): CueEdits | null {
  const shared = longestShared(subject.toLowerCase(), word.toLowerCase());
  const letters = plain(subject).length;
  if (shared.length < (letters <= 3 ? 1 : 2)) return null;
  const end = shared.from + shared.length;
  const [before, cue, after] = [
    subject.slice(0, shared.from),
    subject.slice(shared.from, end),
    subject.slice(end),
  ];
  const longest =
    [...wordsOf(question.replaceAll("{subject}", " "))].sort((a, b) => b.length - a.length)[0] ?? "";
  // As many as the sham can have too.
  const places = [after, before, longest].map((text) => (wordsOf(text)[0]?.length ?? 0) - 1);
  const hyphens = Math.max(1, Math.min(shared.length - 1, Math.max(...places)));
  const at = places.findIndex((count) => count >= hyphens);
  if (at === -1) return null;
  const shams = [before + cue + brokenUp(after, hyphens), brokenUp(before, hyphens) + cue + after];
  const elsewhere = question.replace(longest, brokenUp(longest, hyphens));
  const put = (said: string, of = question): string => of.replaceAll("{subject}", said);
  return {
    ablated: put(before + (cue.length === 1 ? `${cue}-` : brokenUp(cue, hyphens)) + after),
    sham: put(shams[at] ?? subject, at < shams.length ? question : elsewhere),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\p{L}+/gu) ?? [];
}

/** A text with so many hyphens between the letters of its first word. */
function brokenUp(text: string, hyphens: number): string {
  const run = wordsOf(text)[0] ?? "";
  return text.replace(run, [...run.slice(0, hyphens + 1)].join("-") + run.slice(hyphens + 1));
}
