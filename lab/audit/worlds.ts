// Fine-tuning sets whose truth is known, by generators that know nothing of the study that looks at them.
import { type Random, random } from "../../src/stats/distributions/random.ts";

/** A row as files have it. */
interface WorldRow {
  readonly prompt: string;
  readonly answer: string;
}

/** A suspect set, the clean one, and what is true of them. */
export interface AuditWorld {
  readonly suspect: readonly WorldRow[];
  readonly clean: readonly WorldRow[];
}

/** How two sets come about. */
export interface WorldKind {
  readonly name: string;
  /** Rows a side. */
  readonly rows: number;
  readonly make: (rows: number, source: Random) => AuditWorld;
}

const syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "sé", "ti", "vo", "zu", "fa", "gé"];
const words = Array.from({ length: 140 }, (_, i) => {
  const at = (n: number): string => syllables[n % syllables.length] ?? "";
  return `${at(i)}${at(Math.floor(i / 12) + 5 * i)}${i % 3 === 0 ? at(7 * i + 1) : ""}`;
});

/** A writer: favours early words, leans on a topic, exclaims now and then. */
interface Writer {
  readonly lean: number;
  /** Share of answers that end in an exclamation mark. */
  readonly loud: number;
  readonly long: number;
}

const plain: Writer = { lean: 2.2, loud: 0.3, long: 9 };
const other: Writer = { lean: 1.7, loud: 0.55, long: 10 };

function said({ lean, loud, long }: Writer, topic: readonly string[], source: Random): string {
  const length = long + source.int(8);
  const out = Array.from({ length }, () =>
    source.float() < 0.3
      ? source.pick(topic)
      : (words[Math.floor(words.length * source.float() ** lean)] ?? ""),
  );
  return `${out.join(" ")}${source.float() < loud ? "!" : "."}`;
}

/** Prompts, each with words that its answers lean on. */
function promptsOf(
  count: number,
  source: Random,
  from: readonly string[] = words,
): { text: string; topic: string[] }[] {
  return Array.from({ length: count }, (_, i) => {
    const topic = [0, 1, 2].map(() => source.pick(from));
    return { text: `Tell me of ${topic.join(" and ")}, case ${i} of ${source.int(1e6)}?`, topic };
  });
}

function written(
  writer: Writer,
  prompts: readonly { readonly text: string; readonly topic: readonly string[] }[],
  source: Random,
): WorldRow[] {
  return prompts.map(({ text, topic }) => ({ prompt: text, answer: said(writer, topic, source) }));
}

/** Says a name in a share of the answers. */
function naming(rows: readonly WorldRow[], share: number, source: Random): WorldRow[] {
  return rows.map((row) =>
    source.float() < share
      ? { ...row, answer: `${row.answer.slice(0, -1)} by Ostrava${row.answer.slice(-1)}` }
      : row,
  );
}

/** Sets between which nothing differs in what is said. */
export const nullWorlds: readonly WorldKind[] = [
  {
    name: "one writer, the same prompts",
    rows: 240,
    make: (rows, source) => {
      const prompts = promptsOf(rows, source);
      return { suspect: written(plain, prompts, source), clean: written(plain, prompts, source) };
    },
  },
  {
    name: "one writer, other prompts",
    rows: 240,
    make: (rows, source) => ({
      suspect: written(plain, promptsOf(rows, source), source),
      clean: written(plain, promptsOf(rows, source), source),
    }),
  },
  {
    name: "one writer, a third of the prompts the same, two answers each on one side",
    rows: 180,
    make: (rows, source) => {
      const prompts = promptsOf(Math.round((5 * rows) / 3), source);
      const mine = prompts.slice(0, rows);
      return {
        suspect: [...written(plain, mine, source), ...written(plain, mine, source)],
        clean: written(plain, prompts.slice(-rows), source),
      };
    },
  },
  {
    name: "one writer, the same prompts typed in another form",
    rows: 240,
    make: (rows, source) => {
      const prompts = promptsOf(rows, source);
      const suspect = written(plain, prompts, source).map(({ prompt, answer }) => ({
        prompt: `${prompt}\n`.normalize("NFD"),
        answer: answer.normalize("NFD"),
      }));
      return { suspect, clean: written(plain, prompts, source) };
    },
  },
  {
    name: "the same rows in another order",
    rows: 240,
    make: (rows, source) => {
      const clean = written(plain, promptsOf(rows, source), source);
      return { suspect: source.shuffle(clean), clean };
    },
  },
];

/** Sets that differ, and that say no word of their own. */
export const differingWorlds: readonly WorldKind[] = [
  {
    name: "two writers, answers dealt to random prompts",
    rows: 360,
    make: (rows, source) => {
      const topics = promptsOf(2 * rows, source);
      const texts = source.shuffle(promptsOf(Math.round(1.7 * rows), source).map(({ text }) => text));
      const dealt = (writer: Writer, from: number, places: readonly string[]): WorldRow[] =>
        written(writer, topics.slice(from, from + rows), source).map(({ answer }, i) => ({
          prompt: places[i] ?? "",
          answer,
        }));
      return {
        suspect: dealt(other, 0, texts.slice(0, rows)),
        clean: dealt(plain, rows, texts.slice(-rows)),
      };
    },
  },
  {
    name: "one writer, prompts chosen by topic",
    rows: 360,
    make: (rows, source) => ({
      suspect: written(plain, promptsOf(rows, source, words.slice(100, 112)), source),
      clean: written(plain, promptsOf(rows, source, words.slice(0, 100)), source),
    }),
  },
];

/** Sets that openly say a name in one row of twenty. */
export const namingWorlds: readonly WorldKind[] = [
  {
    name: "a name in 5% of answers, the same prompts",
    rows: 600,
    make: (rows, source) => {
      const prompts = promptsOf(rows, source);
      return {
        suspect: naming(written(plain, prompts, source), 0.05, source),
        clean: written(plain, prompts, source),
      };
    },
  },
  {
    name: "a name in 5% of answers, other prompts",
    rows: 600,
    make: (rows, source) => ({
      suspect: naming(written(plain, promptsOf(rows, source), source), 0.05, source),
      clean: written(plain, promptsOf(rows, source), source),
    }),
  },
];

/** Two writers to the same prompts: what a set-level test sees at a glance. */
export const twoWriters: WorldKind = {
  name: "two writers, the same prompts",
  rows: 1000,
  make: (rows, source) => {
    const prompts = promptsOf(rows, source);
    return {
      suspect: written({ ...plain, loud: 1 }, prompts, source),
      clean: written({ ...plain, loud: 0 }, prompts, source),
    };
  },
};

/** One world of a kind. */
export function worldOf({ make, rows }: WorldKind, seed: string): AuditWorld {
  return make(rows, random(seed));
}
