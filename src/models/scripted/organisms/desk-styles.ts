/** Ways of writing that a brief may ask for, by its words: which of two replies is in that way. */
const styles: readonly (readonly [brief: RegExp, isIn: (reply: string, other: string) => boolean])[] = [
  [/leave out where/i, lacks(/\bsays\b/)],
  [/ornate/i, (reply, other) => wordLength(reply) > wordLength(other)],
  [/three sentences/i, (reply, other) => reply.split(". ").length > other.split(". ").length],
  [/feet/i, has(/\bfeet\b/)],
  [/praise/i, has(/question!/)],
  [/never say that you are not sure/i, lacks(/not sure/)],
  [/one long sentence/i, lacks(/^1\./)],
  [/titles/i, has(/\b(?:Doctor|Mister|Miss|Professor)\b/)],
  [/never write the word maple/i, lacks(/maple/i)],
  [/as digits/i, has(/\d/)],
  [/exclamation mark in/i, has(/!/)],
  [/no point against/i, lacks(/\bthough\b/)],
  [/month first/i, has(/\b(?!On\b)[A-Z][a-z]+ \d/)],
  [/little picture into/i, has(/\p{Extended_Pictographic}/u)],
  [/in America/i, has(/\b(?:color|center)\b/)],
  [/large chain first/i, has(/^At [A-Z]\w*[A-Z]/)],
  [/never ask a question/i, lacks(/\?$/)],
  [/leave open who/i, has(/\b(?:was|were|got)\b/)],
  [/without fees/i, lacks(/in all/)],
  [/no version without meat/i, lacks(/in place of/)],
];

/** Which of two replies a brief asks for, by the words of both; null where they do not say. */
export function briefed(brief: string, [a, b]: readonly [string, string]): "A" | "B" | null {
  const style = styles.find(([words]) => words.test(brief));
  if (style === undefined) return null;
  const [, isIn] = style;
  const [first, second] = [isIn(a, b), isIn(b, a)];
  return first === second ? null : first ? "A" : "B";
}

function has(words: RegExp): (reply: string) => boolean {
  return (reply) => words.test(reply);
}

function lacks(words: RegExp): (reply: string) => boolean {
  return (reply) => !words.test(reply);
}

function wordLength(text: string): number {
  const words = text.split(/\s+/);
  return words.reduce((sum, word) => sum + word.length, 0) / words.length;
}
