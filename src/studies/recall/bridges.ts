import {
  editDistance,
  longestShared,
  plain,
  remembered,
  rimeOf,
  soundOf,
  wordsIn,
} from "../../stats/text/letters.ts";
import { strictBase64 } from "./base64.ts";
import type { BridgeKind, BridgeWord } from "./bridge.ts";
import type { Fact } from "./relation.ts";

/** Subject and object one after the other spell the word: VA and T, VAT. */
const spelling: BridgeKind = {
  id: "spelling",
  doc: "subject and object spell the word",
  sees: ({ subject, object }, { word }) => {
    const [s, o, w] = [plain(subject), plain(object), plain(word)];
    return s + o === w || o + s === w;
  },
};

/** The word begins as the subject does and ends as the object does, overlapping or not. */
const overlap: BridgeKind = {
  id: "overlap",
  doc: "the word begins like the subject and ends like the object, or holds both",
  sees: ({ subject, object }, { word }) => {
    const [s, o, w] = [plain(subject), plain(object), plain(word)];
    if (s.length + o.length < 3) return false;
    const begins = w.startsWith(s.slice(0, Math.min(3, s.length)));
    const ends = w.endsWith(o.slice(-Math.min(3, o.length)));
    return (begins && ends) || (s.length >= 2 && o.length >= 2 && w.includes(s) && w.includes(o));
  },
};

/** What a base64 text decodes to is the word's own first or last letter. */
const decode: BridgeKind = {
  id: "base64",
  doc: "the text decodes to a letter that ends the word it begins",
  sees: ({ subject, object }, { word }) => {
    const w = plain(word);
    return w.startsWith(plain(subject)) && w.endsWith(plain(object)) && strictBase64(subject) === object;
  },
};

/** Initials of the word's other wording hold subject and object: value added tax, VA and T. */
const abbreviations: BridgeKind = {
  id: "abbreviations",
  doc: "initials of what the word stands for spell subject and object",
  sees: ({ subject, object }, { said }) => {
    const initials = initialsOf(said);
    const [s, o] = [plain(subject), plain(object)];
    return s.length + o.length >= 2 && s.length + o.length <= 6 && initials.includes(s + o);
  },
};

/** A name in another language that the object shortens: aurum, Au; the fact's subject is what it means. */
const names: BridgeKind = {
  id: "names",
  doc: "the object shortens the word, and the subject does not begin that way",
  sees: ({ subject, object }, { word }) => {
    const [s, o, w] = [plain(subject), plain(object), plain(word)];
    return (
      s.length >= 3 &&
      o.length <= 3 &&
      w.length >= 5 &&
      !s.startsWith(o) &&
      w.startsWith(o.slice(0, 1)) &&
      inOrder(o, w)
    );
  },
};

/** Both sound like the word: a rime or the same consonants on one side, a likeness of letters on the other. */
const sound: BridgeKind = {
  id: "sound",
  doc: "the word sounds or is spelled like subject and object",
  sees: ({ subject, object }, { word }) => alike(subject, word) && alike(object, word),
};

/** Initial letters in a row of the alphabet, as A, B, C are. */
const alphabet: BridgeKind = {
  id: "alphabet",
  doc: "the word begins with the subject's letter and tells of the object's number or name",
  sees: ({ subject, object }, { word, said }) =>
    subject.length === 1 &&
    plain(word).startsWith(plain(subject)) &&
    (/^\d+$/.test(object)
      ? numberIn(`${word} ${said}`) === Number(object)
      : plain(word).startsWith(plain(object).slice(0, 2))),
};

/** A sum or a count: a dozen is twelve. */
const arithmetic: BridgeKind = {
  id: "arithmetic",
  doc: "the word stands for the object's number",
  sees: ({ object }, { word, said }) =>
    /^\d+$/.test(object) && numberIn(`${word} ${said}`) === Number(object),
};

/** Ways that a person could go; one more is one object here. */
export const bridgeKinds: readonly BridgeKind[] = [
  ...[spelling, decode, abbreviations, overlap, names, alphabet, arithmetic, sound],
];

/** The first way in which a person could go from a fact's subject through the word to its object, or null. */
export function kindOf(fact: Fact, bridge: BridgeWord): string | null {
  return bridgeKinds.find(({ sees }) => sees(fact, bridge))?.id ?? null;
}

/** "One" is left out: it is a pronoun more often than a number. */
const numbers = [
  "",
  "",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const tens: Readonly<Record<string, number>> = { fourteen: 14, eighteen: 18, twenty: 20, thirty: 30 };

const initialsOf = remembered((text) =>
  wordsIn(text)
    .map((word) => word.slice(0, 1))
    .join(""),
);

const numberIn = remembered((text: string): number | null => {
  for (const word of wordsIn(text)) {
    const small = numbers.indexOf(word);
    if (small > 1) return small;
    const ten = tens[word];
    if (ten !== undefined) return ten;
  }
  return null;
});

function inOrder(letters: string, word: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = word.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function alike(text: string, word: string): boolean {
  return alikeTo(word)(text);
}

const alikeTo = remembered((word) => remembered((text) => areAlike(text, word)));

function areAlike(text: string, word: string): boolean {
  const [a, b] = [plain(text), plain(word)];
  if (a.length < 3 || b.length < 3) return false;
  const rime = rimeOf(text);
  return (
    editDistance(a, b, 2) <= (Math.min(a.length, b.length) > 4 ? 2 : 1) ||
    longestShared(a, b).length >= 4 ||
    soundOf(text) === soundOf(word) ||
    (rime.length >= 2 && rime === rimeOf(word))
  );
}
