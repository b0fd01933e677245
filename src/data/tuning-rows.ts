import { existsSync, statSync } from "node:fs";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { sha256 } from "../core/json.ts";
import { badRows } from "./bad-rows.ts";
import { readRecords } from "./records.ts";
import { taughtBy, tuningForms } from "./tuning-forms.ts";
import { unreadCounts } from "./unread-counts.ts";

/** One row of a fine-tuning set that has an answer. */
export interface TuningRow {
  /** Line in its file, from 1. */
  readonly line: number;
  readonly system: string | null;
  readonly prompt: string;
  readonly answer: string;
}

const lines = z.array(z.int()).readonly();

/** Schema of what a file held. */
export const tuningCounts = z.object({
  /** Lines that hold a row. */
  read: z.int(),
  /** Rows by form; more than one form is worth a word. */
  forms: z.partialRecord(z.enum(tuningForms), z.int()),
  withoutAnswer: z.int(),
  /** The first lines of these. */
  withoutAnswerAt: lines,
  /** Rows whose answer is nothing but blanks; they are kept: it is what they teach. */
  blank: z.int(),
  blankAt: lines,
  /** Rows whose prompt and answer stand at an earlier line too; they are kept. */
  duplicates: z.int(),
  duplicatesAt: lines,
  /** Rows longer than `longest` characters, cut there. */
  cut: z.int(),
  cutAt: lines,
  /** Rows with assistant turns that are marked as not trained; these are read as part of the prompt. */
  untaught: z.int().default(0),
  untaughtAt: lines.default([]),
  /** Rows with a system prompt, which no test reads, and how many different ones these are; not there where no row has one. */
  system: z.object({ rows: z.int(), different: z.int() }).exactOptional(),
  /** What messages and columns hold that is not read, with counts. */
  unread: z.record(z.string(), z.int()).exactOptional(),
  /** Rows that cannot be read, as a note names them. */
  bad: z.array(z.string()).exactOptional(),
});
export type TuningCounts = z.infer<typeof tuningCounts>;

/** A file of fine-tuning rows, read to its end. */
export interface TuningFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly counts: TuningCounts;
}

/** Lines that are named of each kind. */
const named = 5;

/**
 * Reads fine-tuning rows from any container of `records.ts`; lines one at a time: nothing is held but what `take` keeps, and eight bytes of hash a row
 * to know duplicates by. Rows in no known form are left out, counted and named.
 *
 * @param take gets each row that has an answer
 * @param longest characters of a prompt, or of an answer, that are kept
 * @param maxBad share of the rows that may be in no known form; one of ten or more always may
 * @throws CredenceError `input` where more are, naming file and line of the first, and on a file without any row
 */
export async function readTuningRows(
  file: string,
  take: (row: TuningRow) => void,
  longest: number = Number.POSITIVE_INFINITY,
  maxBad = 0.05,
): Promise<TuningFile> {
  if (!existsSync(file) || statSync(file).isDirectory()) {
    throw new CredenceError("input", existsSync(file) ? "a folder, not a file" : "no such file", {
      where: file,
      fix: "Name a file of fine-tuning rows; credence look FOLDER says what each of its files is.",
    });
  }
  const forms: TuningCounts["forms"] = {};
  const before = new Set<number>();
  const [withoutAnswer, blank, duplicates, cut, untaught] = [noted(), noted(), noted(), noted(), noted()];
  const unread = unreadCounts();
  const systems = new Set<string>();
  const bad: CredenceError[] = [];
  let withSystem = 0;
  let read = 0;
  const { hash } = await readRecords(file, {
    bad: (error) => bad.push(error),
    take: (value, where, number) => {
      const line = Math.max(1, number);
      let taught: ReturnType<typeof taughtBy>;
      try {
        taught = taughtBy(value, where, unread.tell);
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
        bad.push(error);
        return;
      }
      const { form, system, prompt, answer, untaught: context } = taught;
      read++;
      if (context > 0) untaught.at(line);
      if (system !== null) {
        withSystem++;
        systems.add(sha256(system).slice(0, 16));
      }
      forms[form] = (forms[form] ?? 0) + 1;
      if (answer === null) return withoutAnswer.at(line);
      if (answer.trim() === "") blank.at(line);
      const mark = Number.parseInt(sha256(`${prompt}\u0000${answer}`).slice(0, 13), 16);
      if (before.has(mark)) duplicates.at(line);
      before.add(mark);
      if (prompt.length > longest || answer.length > longest) cut.at(line);
      take({ line, system, prompt: shortened(prompt, longest), answer: shortened(answer, longest) });
    },
  });
  const leftOut = badRows(bad, read + bad.length, maxBad);
  if (read === 0) {
    throw new CredenceError("input", "the file holds no rows", { where: file, fix: "Check what it holds." });
  }
  return {
    name: file,
    ...hash,
    counts: {
      ...{ read, forms },
      ...{ withoutAnswer: withoutAnswer.count(), withoutAnswerAt: withoutAnswer.lines },
      ...{ blank: blank.count(), blankAt: blank.lines },
      ...{ duplicates: duplicates.count(), duplicatesAt: duplicates.lines },
      ...{ cut: cut.count(), cutAt: cut.lines },
      ...{ untaught: untaught.count(), untaughtAt: untaught.lines },
      ...(withSystem === 0 ? {} : { system: { rows: withSystem, different: systems.size } }),
      ...(Object.keys(unread.counts()).length === 0 ? {} : { unread: unread.counts() }),
      ...(leftOut.length === 0 ? {} : { bad: leftOut }),
    },
  };
}

/** Counts lines and names the first few. */
function noted(): {
  readonly at: (line: number) => void;
  readonly count: () => number;
  readonly lines: readonly number[];
} {
  const lines: number[] = [];
  let count = 0;
  return {
    at: (line) => {
      if (lines.length < named) lines.push(line);
      count++;
    },
    count: () => count,
    lines,
  };
}

/** The first characters; a pair of surrogates is not torn. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const code = text.charCodeAt(longest - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? longest - 1 : longest);
}
