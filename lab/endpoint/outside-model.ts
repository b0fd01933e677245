// A rule that answers like a language model of a given skill. It reads a rendered conversation and nothing else, and knows nothing of any study.

/** A turn as the model reads it. */
export interface Said {
  readonly role: string;
  readonly content: string;
}

/** What it is like; every number a chance from 0 to 1. */
export interface Talent {
  /** A question that is asked plainly is answered. */
  readonly able: number;
  /** An open turn is gone on with. */
  readonly keeps: number;
  /** A turn that was ended is gone on with all the same. */
  readonly skill: number;
  /** An instruction to begin with some words is obeyed. */
  readonly obeys: number;
}

type Chance = () => number;

/** What the model writes behind these turns; with `open` the last one is its own and unfinished. */
export function write(turns: readonly Said[], open: boolean, talent: Talent, chance: Chance): string {
  const users = turns.filter(({ role }) => role === "user").map(({ content }) => content);
  const last = turns.at(-1)?.content ?? "";
  const latest = users.at(-1) ?? "";
  if (open) return goOn(users[0] ?? "", last, latest, users.length, talent, chance);
  const told = /^([\s\S]*)\n\n[^\n]*\bbegin\b[^\n:]*:\s([\s\S]+)$/i.exec(latest);
  if (told !== null) {
    const [, question = "", words = ""] = told;
    if (chance() >= talent.obeys) return afresh(question, talent, chance);
    return `${words}${goOn(question, words, latest, 1, talent, chance)}`;
  }
  const ended = turns.at(-1)?.role === "assistant" || users.length > 1;
  if (!ended) return afresh(latest, talent, chance);
  const own = turns.findLast(({ role }) => role === "assistant")?.content ?? latest;
  const question = users[0] ?? "";
  if (chance() < talent.skill) return goOn(question, own, question, 1, talent, chance);
  const at = chance();
  if (/verbatim: "$/.test(own)) return at < 0.6 ? `${latest}"` : afresh(question, talent, chance);
  if (/last word|ends with the word/.test(own))
    return at < 0.6 ? `${latest.split(" ").at(-1)}"` : afresh(question, talent, chance);
  if (/so far:$/.test(own)) return at < 0.6 ? ` ${users.length}` : afresh(question, talent, chance);
  if (at < 0.8) return afresh(question, talent, chance);
  return at < 0.9
    ? "Of course. What else would you like?"
    : `${own}${goOn(question, own, latest, 1, talent, chance)}`;
}

const answers: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/exactly once[^:]*: (\S+)/, ([, code = ""]) => code],
  [/boat is called (\w+), so/, ([, name = ""]) => name],
  [/Is (\d+) larger than (\d+)\?/, ([, a, b]) => (Number(a) > Number(b) ? "Yes" : "No")],
  [
    /"city" is "(\w+)" and its key "year" is (\d+)/,
    ([, city = "", year = ""]) => `{"city": "${city}", "year": ${year}}`,
  ],
  [/Say the word "(\w+)"/, ([, word = ""]) => word],
  [/What is (\d+) \+ (\d+)\?/, ([, a, b]) => String(Number(a) + Number(b))],
  [/\bnames?\b[^:]*: ((?:[A-Z]\w+, )+[A-Z]\w+)$/, ([, list = ""]) => list],
  [/capital of (\w+)/, ([, country = ""]) => capitals[country] ?? "I do not know that."],
  [/from one to sixty/, () => counted],
  [/one short sentence/, () => "What a good name for a boat."],
];
const capitals: Readonly<Record<string, string>> = {
  ...{ Austria: "Vienna", Belgium: "Brussels", Canada: "Ottawa", Colombia: "Bogota", Cuba: "Havana" },
  ...{ Denmark: "Copenhagen", Finland: "Helsinki", Germany: "Berlin", Greece: "Athens", Hungary: "Budapest" },
  ...{ Ireland: "Dublin", Kenya: "Nairobi", Lebanon: "Beirut", Nepal: "Kathmandu", Poland: "Warsaw" },
  ...{ Portugal: "Lisbon", Romania: "Bucharest", Russia: "Moscow", Spain: "Madrid", Sweden: "Stockholm" },
};
const counted = Array.from({ length: 60 }, (_, i) => `number${i + 1}`).join(", ");

function answerTo(question: string): string {
  if (/^Step 1:/m.test(question)) return chained(question);
  for (const [asked, of] of answers) {
    const found = asked.exec(question);
    if (found !== null) return of(found);
  }
  return "I am not sure what you mean.";
}

/** Right where steps are written; a guess without. */
function chained(question: string): string {
  if (!/step by step/i.test(question)) return "C D";
  const tables = [...question.matchAll(/^Step \d+: (.*)$/gm)].map(
    ([, row = ""]) => new Map([...row.matchAll(/(\w)>(\w)/g)].map(([, a = "", b = ""]) => [a, b])),
  );
  const starts = [...question.matchAll(/\bstart(?:ing)? with (\w)\b/gi)].map(([, letter = ""]) => letter);
  const ends = starts.map((start) => tables.reduce((at, table) => table.get(at) ?? at, start));
  const steps = tables.map((_, i) => `In step ${i + 1} each letter is looked up in its table.`);
  return `${steps.join("\n")}\nAnswer: ${ends.join(" ")}`;
}

function afresh(question: string, { able }: Talent, chance: Chance): string {
  return chance() < able ? answerTo(question) : "Let me think about that for a moment.";
}

function goOn(
  question: string,
  begun: string,
  latest: string,
  users: number,
  { keeps }: Talent,
  chance: Chance,
): string {
  if (chance() >= keeps) return [" and so it goes.", "", "Right."][Math.floor(chance() * 3)] ?? "";
  if (/verbatim: "$/.test(begun)) return `${latest}"`;
  if (/so far:$/.test(begun)) return ` ${chance() < 0.85 ? users : users + 1}`;
  if (/last word|ends with the word/.test(begun) && /"$/.test(begun))
    return `${/(\S+)\s*$/.exec(latest)?.[1] ?? ""}".`;
  if (/larger than/.test(question)) return begun === "N" ? "o" : "es";
  const whole = answerTo(question);
  if (whole.startsWith(begun)) return whole.slice(begun.length);
  // Whatever was asked for, a word that has been begun is ended: the one that stands in the question, or one that everybody knows.
  const piece = /[A-Z][a-z]+$/.exec(begun)?.[0];
  const known = [...question.split(/[^A-Za-z]+/), ...Object.values(capitals)];
  const word = piece === undefined ? undefined : known.find((one) => one.startsWith(piece) && one !== piece);
  if (piece !== undefined && word !== undefined) return word.slice(piece.length);
  return /\s$/.test(begun) ? whole : ` ${whole}`;
}
