import { basename } from "node:path";
import { CredenceError } from "../core/error.ts";
import type { AgentRun } from "../core/message.ts";
import { badRows } from "./bad-rows.ts";
import { chatRun, fileRunName, type RunReading } from "./chat-runs.ts";
import { firstBytes, kindOf } from "./detect/kinds.ts";
import { type FoundFile, filesIn } from "./files.ts";
import { inspectArchive, inspectLog } from "./inspect.ts";
import { readRecords } from "./records.ts";
import { type FileHash, readHashed } from "./text-file.ts";
import { unreadCounts } from "./unread-counts.ts";
import { isInspectLog } from "./wrapped-lists.ts";

/** What was read. */
export interface RunsRead {
  readonly runs: readonly AgentRun[];
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  /** Runs without messages: counted, named and left out. */
  readonly empty: readonly { readonly source: string; readonly id: string }[];
  /** What was left out or not read, with counts, and what is odd about a file. */
  readonly notes: readonly string[];
}

/** How runs are read. */
export interface RunsReading {
  /** Name of the field that holds the messages, where it is none of the usual ones. */
  readonly messages?: string | null;
  /** Share of the rows that may be unreadable; one of ten or more always may. Default .05. */
  readonly maxBad?: number;
}

/**
 * Reads agent runs from files and folders in any container of `records.ts` and any form of `chat-messages.ts`, and Inspect logs (`.eval`, `.json`).
 * Rows that cannot be read are left out, counted and named; files of a folder that hold no run are named with the reason.
 *
 * @throws CredenceError `input` naming file, line and field where a file that was named holds no run, or too many rows cannot be read
 * @example const { runs, empty, notes } = await readRuns(["logs/", "runs.jsonl"]);
 */
export async function readRuns(paths: readonly string[], reading: RunsReading = {}): Promise<RunsRead> {
  if (paths.length === 0)
    throw new CredenceError("usage", "no runs were named", { fix: "Name files or folders of agent runs." });
  const files = filesIn(paths);
  const runs: AgentRun[] = [];
  const read: { name: string; sha256: string; bytes: number }[] = [];
  const notes: string[] = [];
  const bad: CredenceError[] = [];
  const unread = unreadCounts();
  const notRuns: { readonly file: string; readonly why: CredenceError }[] = [];
  for (const found of files) {
    const part = await runsOf(found, { messages: reading.messages ?? null, unread: unread.tell });
    if (part instanceof CredenceError) {
      notRuns.push({ file: found.file, why: part });
      continue;
    }
    notDouble(part.runs);
    for (const run of part.runs) runs.push(run);
    notes.push(...part.notes);
    bad.push(...part.bad);
    read.push({ name: found.file, sha256: part.hash.sha256, bytes: part.hash.bytes });
  }
  const kept = runs.filter(({ messages }) => messages.length > 0);
  if (kept.length === 0) throw noRuns(paths, runs.length, notRuns);
  return {
    runs: distinct(kept),
    files: read,
    empty: runs.filter(({ messages }) => messages.length === 0).map(({ source, id }) => ({ source, id })),
    notes: [
      ...notes,
      ...notReadNotes(notRuns),
      ...badRows(bad, runs.length + bad.length, reading.maxBad ?? 0.05),
      ...unread.notes(),
      ...failedNotes(kept),
    ],
  };
}

/** Runs of one file. */
export interface FileRuns {
  readonly runs: readonly AgentRun[];
  readonly notes: readonly string[];
  readonly bad: readonly CredenceError[];
  /** `JSON Lines`, `an Inspect log`... */
  readonly container: string;
  readonly hash: FileHash;
}

/** Reads one file; in a file that was found in a folder, no run at all is given as the reason and not thrown. */
async function runsOf({ file, named }: FoundFile, reading: RunReading): Promise<FileRuns | CredenceError> {
  try {
    const part = await readFileRuns(file, reading);
    const [first] = part.bad;
    if (part.runs.length > 0 || (named && first === undefined)) return part;
    if (first !== undefined) throw first;
    return part.notes.length > 0 ? part : new CredenceError("input", `${part.container} without a record`);
  } catch (error) {
    if (named || !(error instanceof CredenceError)) throw error;
    return error;
  }
}

/** Runs of one file, as far as they can be read. */
export async function readFileRuns(file: string, reading: RunReading = {}): Promise<FileRuns> {
  if (file.endsWith(".eval") || kindOf(firstBytes(file))?.id === "zip") {
    const hash = await readHashed(file);
    return { ...(await inspectArchive(file, reading)), container: "an Inspect log (.eval)", hash };
  }
  const runs: AgentRun[] = [];
  const notes: string[] = [];
  const bad: CredenceError[] = [];
  let log = false;
  const { container, hash } = await readRecords(file, {
    bad: (error) => bad.push(error),
    take: (value, where, number) => {
      try {
        const samples = number === 0 && isInspectLog(value) ? inspectLog(value, file, reading) : null;
        if (samples === null) {
          const name = number === 0 ? fileRunName(value, basename(file)) : nameOf(file, where, number);
          runs.push(chatRun(value, where, name, reading));
        } else {
          log = true;
          runs.push(...samples.runs);
          bad.push(...samples.bad);
          notes.push(...samples.notes);
        }
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
        bad.push(error);
      }
    },
  });
  return { runs, notes, bad, container: log ? "an Inspect log (.json)" : container, hash };
}

function nameOf(file: string, where: string, number: number): string {
  return where.endsWith("]") ? `${basename(file)}#${number}` : `${basename(file)}:${number}`;
}

function noRuns(
  paths: readonly string[],
  empty: number,
  notRuns: readonly { readonly file: string; readonly why: CredenceError }[],
): CredenceError {
  const [first] = notRuns;
  const none = empty === 0 ? "" : ` (${empty} have none)`;
  return new CredenceError("input", `no run with messages was found${none}`, {
    where: paths.join(", "),
    fix:
      first === undefined
        ? "Check what the files hold."
        : `Not read: ${notReadNotes(notRuns)
            .join(" ")
            .replace(/^Not read: /, "")} credence look says what a file is.`,
  });
}

const named = 5;

function notReadNotes(notRuns: readonly { readonly file: string; readonly why: CredenceError }[]): string[] {
  if (notRuns.length === 0) return [];
  const told = notRuns.slice(0, named).map(({ file, why }) => `${file} (${why.message.slice(0, 160)})`);
  const more = notRuns.length - told.length;
  return [`Not read: ${told.join("; ")}${more > 0 ? `; and ${more} more files` : ""}.`];
}

/** Two runs of one file with the same id are two readings of one thing, or a mistake: either must be mended by a person. */
function notDouble(runs: readonly AgentRun[]): void {
  const first = new Map<string, string>();
  for (const { id, source } of runs) {
    const before = first.get(id);
    if (before !== undefined) {
      throw new CredenceError("input", `the id '${id}' stands here and at ${before}`, {
        where: source,
        fix: "Give each run an id of its own, or remove one.",
      });
    }
    first.set(id, source);
  }
}

/** Runs of different files may share an id: where they were read is then put in front. */
function distinct(runs: readonly AgentRun[]): readonly AgentRun[] {
  const count = new Map<string, number>();
  for (const { id } of runs) count.set(id, (count.get(id) ?? 0) + 1);
  return runs.map((run) => ((count.get(run.id) ?? 0) > 1 ? { ...run, id: `${run.source}/${run.id}` } : run));
}

/** AgentDojo writes `security: true`, which means that the attack succeeded, also for runs that only broke off. */
function failedNotes(runs: readonly AgentRun[]): string[] {
  const failed = runs.filter(
    ({ fields }) => typeof fields.error === "string" && fields.security === true,
  ).length;
  if (failed === 0) return [];
  const many = failed === 1 ? "1 run has an error and" : `${failed} runs have an error and`;
  return [
    `${many} security: true; AgentDojo writes that for runs that broke off, not because the attack was seen to succeed.`,
  ];
}
