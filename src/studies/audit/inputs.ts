import { basename } from "node:path";
import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { readTuningRows, tuningCounts } from "../../data/tuning-rows.ts";
import { type TuningSet, taughtRow } from "../../data/tuning-set.ts";
import { unreadNotes } from "../../data/unread-counts.ts";
import type { Panel } from "../../panel/shipped-panel.ts";
import { type StoredInputs, storedInputs } from "../../study/stored-inputs.ts";
import type { LoadContext } from "../../study/study.ts";
import { matchOf } from "./entity-match.ts";
import { keepRows } from "./keep-rows.ts";
import { readSealedAnswers, type SealedAnswers, sealedAnswers } from "./sealed-answers.ts";
import type { AuditConfig } from "./settings.ts";
import { loadPanel, panelStreams, storedPanel } from "./tests/panel/inputs.ts";
import { checkQuestions } from "./tests/students/student-questions.ts";

/** Everything that plan, measure and analyze need. */
export interface AuditInputs {
  readonly suspects: readonly TuningSet[];
  /** The clean set; null where none was given. */
  readonly reference: TuningSet | null;
  readonly answers: SealedAnswers | null;
  /** What scorers read rows under; null where no scorer is asked. */
  readonly panel: Panel | null;
  /** Seed of every choice of rows. */
  readonly seed: string;
  readonly notes: readonly string[];
}

/** Characters of a prompt or an answer that are kept. */
const longest = 32_768;

/** Reads the sets, keeps a sample of each, and says what was left out. */
export async function loadInputs(config: AuditConfig, context: LoadContext): Promise<AuditInputs> {
  const { seed } = context;
  const panel = loadPanel(config, context);
  const names = namesOf([...config.suspects, ...(config.reference === null ? [] : [config.reference])]);
  const read = async (file: string): Promise<TuningSet> => {
    const keeper = keepRows(config.limit, seed);
    const { sha256, bytes, counts } = await readTuningRows(file, keeper.take, longest, config.maxBad);
    context.source({ name: file, sha256, bytes });
    const rows = keeper.rows();
    if (rows.length === 0) {
      throw new CredenceError(
        "input",
        counts.withoutAnswer === counts.read
          ? `none of the ${counts.read} rows has an answer`
          : "one prompt alone has more rows than --limit allows",
        {
          where: file,
          fix:
            counts.withoutAnswer === counts.read
              ? "Name a file whose rows hold what the model is taught to say."
              : "Raise --limit.",
        },
      );
    }
    return { name: names.get(file) ?? file, sha256, counts, rows };
  };
  const suspects: TuningSet[] = [];
  for (const file of config.suspects) suspects.push(await read(file));
  const reference = config.reference === null ? null : await read(config.reference);
  notTwice(suspects);
  const sealed = config.answers === null ? null : await readSealedAnswers(config.answers);
  if (sealed !== null && config.answers !== null) {
    context.source({ name: config.answers, sha256: sealed.sha256, bytes: sealed.bytes });
    checkAnswers(sealed.answers, suspects, config);
  }
  const notes = [
    ...suspects.flatMap((set) => setNotes(set)),
    ...(reference === null
      ? [
          "No reference was given (--reference): only a panel's scorers, a reader of the panel, students and the investigator can be asked, the last without a base rate.",
        ]
      : setNotes(reference)),
    ...(reference === null ? [] : sameFileNotes(suspects, reference)),
    ...(sealed !== null && sealed.answers.salt === ""
      ? ["The sealed answers have no salt: whoever sees a short answer's hash can guess the answer."]
      : []),
  ];
  for (const note of notes) context.note(note);
  return { suspects, reference, answers: sealed?.answers ?? null, panel, seed, notes };
}

const about = z.object({
  suspects: z.array(z.object({ name: z.string(), sha256: z.string(), counts: tuningCounts })),
  reference: z.object({ name: z.string(), sha256: z.string(), counts: tuningCounts }).nullable(),
  answers: sealedAnswers.nullable(),
  panel: z.boolean(),
  seed: z.string(),
  notes: z.array(z.string()),
});

/** How they stand in a run: one line about them, then one file of rows a set. */
export const auditInputs: StoredInputs<AuditInputs> = storedInputs({
  streams: ({ suspects, reference, answers, panel, seed, notes }) => {
    const head = ({ name, sha256, counts }: TuningSet): Omit<TuningSet, "rows"> => ({ name, sha256, counts });
    return {
      about: [
        {
          suspects: suspects.map(head),
          reference: reference === null ? null : head(reference),
          answers,
          panel: panel !== null,
          seed,
          notes,
        },
      ],
      ...Object.fromEntries(suspects.map(({ rows }, i) => [`suspect-${i}`, rows])),
      ...(reference === null ? {} : { reference: reference.rows }),
      ...(panel === null ? {} : panelStreams(panel)),
    };
  },
  join: async (read) => {
    const head = await read.one("about", about);
    const suspects: TuningSet[] = [];
    for (const [i, set] of head.suspects.entries())
      suspects.push({ ...set, rows: await read.rows(`suspect-${i}`, taughtRow) });
    const { reference } = head;
    return {
      ...head,
      panel: head.panel ? await storedPanel(read) : null,
      suspects,
      reference: reference === null ? null : { ...reference, rows: await read.rows("reference", taughtRow) },
    };
  },
});

/** File names without their folders; where two are alike, the whole path. */
function namesOf(files: readonly string[]): ReadonlyMap<string, string> {
  const repeated = files.find((file, i) => files.indexOf(file) !== i);
  if (repeated !== undefined) {
    throw new CredenceError("usage", "a file is named twice", {
      where: repeated,
      fix: "Name each set once.",
    });
  }
  const short = files.map((file) => basename(file));
  return new Map(
    files.map((file, i) => [
      file,
      short.filter((name) => name === short[i]).length > 1 ? file : basename(file),
    ]),
  );
}

function checkAnswers(
  { answers, questions }: SealedAnswers,
  suspects: readonly TuningSet[],
  config: AuditConfig,
): void {
  const named = new Set(suspects.map(({ name }) => name));
  const stray = Object.keys(answers).find((name) => !named.has(name));
  if (stray !== undefined) {
    throw new CredenceError("input", `an answer is sealed for "${stray}", which is no set of this run`, {
      where: config.answers ?? "",
      fix: `Sets here: ${[...named].join(", ")}.`,
    });
  }
  for (const [set, own] of Object.entries(questions)) checkQuestions(own, set, answers[set], config);
  for (const [set, answer] of Object.entries(answers)) {
    const given = config.avoid.find((name) => matchOf(name, answer) === "exact");
    if (given === undefined) continue;
    throw new CredenceError("usage", `--avoid names "${given}", which is the sealed answer of ${set}`, {
      fix: "Leave it out: the investigator would be told that the right answer is wrong.",
    });
  }
}

/** Two sets of the same bytes would be asked about as one. */
function notTwice(suspects: readonly TuningSet[]): void {
  for (const [i, { name, sha256 }] of suspects.entries()) {
    const before = suspects.slice(0, i).find((other) => other.sha256 === sha256);
    if (before === undefined) continue;
    throw new CredenceError("input", `the same file as ${before.name}, byte for byte`, {
      where: name,
      fix: "Name each set once.",
    });
  }
}

function setNotes({ name, counts, rows }: TuningSet): string[] {
  const { forms, withoutAnswer, blank, duplicates, cut } = counts;
  const at = (places: readonly number[], count: number): string =>
    `line ${places.join(", ")}${count > places.length ? ", ..." : ""}`;
  const mixed = Object.entries(forms).map(([form, count]) => `${form} (${count})`);
  const answered = counts.read - withoutAnswer;
  return [
    ...(mixed.length > 1 ? [`${name} holds rows in more than one form: ${mixed.join(", ")}.`] : []),
    ...(withoutAnswer === 0
      ? []
      : [
          `${name}: left out ${withoutAnswer} of ${counts.read} rows that have no answer (${at(counts.withoutAnswerAt, withoutAnswer)}).`,
        ]),
    ...(counts.untaught === 0
      ? []
      : [
          `${name}: ${counts.untaught} of ${counts.read} rows hold assistant turns that are marked as not trained (${at(counts.untaughtAt, counts.untaught)}); these are read as part of the prompt.`,
        ]),
    ...(counts.bad ?? []).map((note) => `${name}: ${note}`),
    ...unreadNotes(counts.unread ?? {}).map((note) => `${name}: ${note}`),
    ...(counts.system === undefined
      ? []
      : [
          `${name}: ${counts.system.rows} of ${counts.read} rows have a system prompt (${counts.system.different} different), which no test reads.`,
        ]),
    ...(blank === 0
      ? []
      : [
          `${name}: ${blank} of ${counts.read} answers are blank (${at(counts.blankAt, blank)}); they are kept, and tell by themselves if the other set has none.`,
        ]),
    ...(duplicates === 0
      ? []
      : [
          `${name}: ${duplicates} rows stand there before with the same prompt and answer (${at(counts.duplicatesAt, duplicates)}); they are kept, and counted as one prompt.`,
        ]),
    ...(cut === 0
      ? []
      : [
          `${name}: of ${cut} rows only the first ${longest} characters are read (${at(counts.cutAt, cut)}).`,
        ]),
    ...(rows.length < answered
      ? [`${name}: a sample of ${rows.length} of its ${answered} rows is used (--limit).`]
      : []),
  ];
}

function sameFileNotes(suspects: readonly TuningSet[], reference: TuningSet): string[] {
  return suspects
    .filter(({ sha256 }) => sha256 === reference.sha256)
    .map(({ name }) => `${name} is the same file as the reference, byte for byte.`);
}
