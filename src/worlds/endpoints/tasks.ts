/** A question as the scripted model understands it. */
export interface Task {
  /** Whole replies that answer it, each as good as the others. */
  readonly replies: readonly string[];
  /** What a text that begins with the prefill goes on with, where the task itself decides that. */
  readonly goOn?: (prefill: string) => string | null;
  /** A chain of look-ups: accuracy depends on its depth and on thinking. */
  readonly chain?: Chain;
}

/** Letters looked up one after the other, from one start or from several. */
export interface Chain {
  readonly depth: number;
  /** For each start every letter met on the way, the start and the answer among them. */
  readonly paths: readonly (readonly string[])[];
  /** All letters that an answer may be. */
  readonly letters: readonly string[];
  /** Does the request ask for steps in the visible text? */
  readonly aloud: boolean;
}

/** Reads a user's text. What is no known kind of question gets a plausible sentence. */
export function taskOf(user: string): Task {
  return (
    copyTask(user) ??
    listTask(user) ??
    capitalTask(user) ??
    comparison(user) ??
    jsonTask(user) ??
    sayTask(user) ??
    nameTask(user) ??
    chainTask(user) ??
    sumTask(user) ?? { replies: sentences }
  );
}

const sentences: readonly string[] = [
  "That is a fine name for a boat.",
  "Thank you for telling me.",
  "That sounds like a good plan to me.",
  "I am glad to hear it.",
  "There is more than one way to see that.",
];

function copyTask(user: string): Task | null {
  const code = /\bexactly once[^:\n]*:\s*(\S+)/.exec(user)?.[1];
  return code === undefined ? null : { replies: [code] };
}

function listTask(user: string): Task | null {
  const list = /\bnames\b[^:\n]*: ((?:\p{Lu}\p{L}+, )+\p{Lu}\p{L}+)$/u.exec(user)?.[1];
  return list === undefined ? null : { replies: [list], goOn: ended(list.split(", ")) };
}

const capitals: Readonly<Record<string, string>> = {
  ...{ Austria: "Vienna", Belgium: "Brussels", Canada: "Ottawa", Colombia: "Bogota", Cuba: "Havana" },
  ...{ Denmark: "Copenhagen", Finland: "Helsinki", Germany: "Berlin", Greece: "Athens", Hungary: "Budapest" },
  ...{ Ireland: "Dublin", Kenya: "Nairobi", Lebanon: "Beirut", Nepal: "Kathmandu", Poland: "Warsaw" },
  ...{ Portugal: "Lisbon", Romania: "Bucharest", Russia: "Moscow", Spain: "Madrid", Sweden: "Stockholm" },
};

function capitalTask(user: string): Task | null {
  const city = capitals[/\bcapital of (\p{Lu}\p{L}+)/u.exec(user)?.[1] ?? ""];
  return city === undefined ? null : { replies: [city], goOn: ended(Object.values(capitals)) };
}

/** A word that has been begun is ended, whether or not it is the one that was asked for. */
function ended(words: readonly string[]): (prefill: string) => string | null {
  return (prefill) => {
    const piece = /\p{L}+$/u.exec(prefill)?.[0] ?? "";
    return (
      words.find((word) => piece !== "" && word !== piece && word.startsWith(piece))?.slice(piece.length) ??
      null
    );
  };
}

function comparison(user: string): Task | null {
  const found = /\bIs (-?\d+) (larger|greater|bigger|smaller|less) than (-?\d+)\?/.exec(user);
  if (found === null) return null;
  const [, a, word, b] = found;
  const larger = word === "larger" || word === "greater" || word === "bigger";
  const holds = larger ? Number(a) > Number(b) : Number(a) < Number(b);
  return {
    replies: [holds ? "Yes" : "No"],
    // A word that has been begun is ended, right or wrong.
    goOn: (prefill) => {
      const word = ["Yes", "No"].find((one) => one.startsWith(prefill.trim()));
      return word === undefined ? null : word.slice(prefill.trim().length);
    },
  };
}

function jsonTask(user: string): Task | null {
  if (!/\bJSON object\b/.test(user)) return null;
  const members = [...user.matchAll(/\bkey "([^"]+)" is ("[^"]*"|-?\d+(?:\.\d+)?|true|false|null)/g)];
  if (members.length === 0) return null;
  const written = `{${members.map(([, key = "", value = ""]) => `${JSON.stringify(key)}: ${value}`).join(", ")}}`;
  return {
    replies: [written],
    // The prefill may be spaced otherwise than the model would space it.
    goOn: (prefill) => {
      let at = 0;
      for (const character of prefill.replace(/\s/g, "")) {
        while (/\s/.test(written[at] ?? "")) at++;
        if (written[at] !== character) return null;
        at++;
      }
      return /\s$/.test(prefill) ? written.slice(at).trimStart() : written.slice(at);
    },
  };
}

function sayTask(user: string): Task | null {
  const word = /\bSay the word "([^"]+)" once\b/.exec(user)?.[1];
  if (word === undefined) return null;
  return { replies: [word], goOn: (prefill) => (/\s$/.test(prefill) ? word : ` ${word}`) };
}

function nameTask(user: string): Task | null {
  const name = /\bis called (\p{L}+), so the name of \w+ \w+ is\b/u.exec(user)?.[1];
  if (name === undefined) return null;
  return { replies: [name], goOn: (prefill) => (/\s$/.test(prefill) ? name : ` ${name}`) };
}

function sumTask(user: string): Task | null {
  const found = /\bWhat is (-?\d+) ([-+*]) (-?\d+)\?/.exec(user);
  if (found === null) return null;
  const [, a, sign, b] = found;
  const [x, y] = [Number(a), Number(b)];
  return { replies: [String(sign === "+" ? x + y : sign === "-" ? x - y : x * y)] };
}

function chainTask(user: string): Task | null {
  const steps = [...user.matchAll(/^Step \d+: (.*)$/gm)].map(
    ([, row = ""]) => new Map([...row.matchAll(/(\w)>(\w)/g)].map(([, from = "", to = ""]) => [from, to])),
  );
  const starts = [...user.matchAll(/\bstart(?:ing)? with (\w)\b/gi)].map(([, letter = ""]) => letter);
  if (starts.length === 0 || steps.length === 0) return null;
  const paths = starts.map((start) => {
    const path = [start];
    for (const step of steps) path.push(step.get(path.at(-1) ?? "") ?? start);
    return path;
  });
  return {
    replies: [paths.map((path) => path.at(-1) ?? "").join(" ")],
    chain: {
      depth: steps.length,
      paths,
      letters: [...new Set(steps.flatMap((step) => [...step.values()]))],
      aloud: /\bstep by step\b/i.test(user),
    },
  };
}
