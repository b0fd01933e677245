import { closeSync, type Dirent, existsSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { CredenceError } from "../core/error.ts";
import type { AgentRun } from "../core/message.ts";
import { chatRun, fileRunName } from "./chat-runs.ts";
import { inspectArchive, inspectLog } from "./inspect.ts";
import { parseJson } from "./json-text.ts";
import { type FileHash, readHashed, readLines, readWhole, textOf } from "./text-file.ts";

/** What was read. */
export interface RunsRead {
  readonly runs: readonly AgentRun[];
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  /** Runs without messages: counted, named and left out. */
  readonly empty: readonly { readonly source: string; readonly id: string }[];
  readonly notes: readonly string[];
}

const endings = [".jsonl", ".ndjson", ".json", ".eval"];

/**
 * Reads agent runs from files and folders: OpenAI chat, Anthropic and ShareGPT JSONL, JSON lists, AgentDojo run files, Inspect logs
 * (`.eval`, `.json`).
 *
 * @throws CredenceError `input` naming file, line and field; nothing is skipped silently
 * @example const { runs, empty, notes } = await readRuns(["logs/", "runs.jsonl"]);
 */
export async function readRuns(paths: readonly string[]): Promise<RunsRead> {
  if (paths.length === 0) {
    throw new CredenceError("usage", "no runs were named", {
      fix: `Name files or folders with ${endings.join(", ")}.`,
    });
  }
  const files = [...new Set(paths.flatMap(filesAt))];
  const runs: AgentRun[] = [];
  const read: { name: string; sha256: string; bytes: number }[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const part = await readFileRuns(file);
    notDouble(part.runs);
    for (const run of part.runs) runs.push(run);
    notes.push(...part.notes);
    read.push({ name: file, sha256: part.hash.sha256, bytes: part.hash.bytes });
  }
  const kept = runs.filter(({ messages }) => messages.length > 0);
  if (kept.length === 0) {
    const empty = runs.length === 0 ? "" : ` (${runs.length} have none)`;
    throw new CredenceError("input", `no run with messages was found${empty}`, {
      where: paths.join(", "),
      fix: "Check what the files hold.",
    });
  }
  return {
    runs: distinct(kept),
    files: read,
    empty: runs.filter(({ messages }) => messages.length === 0).map(({ source, id }) => ({ source, id })),
    notes: [...notes, ...failedNotes(kept)],
  };
}

interface FileRuns {
  readonly runs: readonly AgentRun[];
  readonly notes: readonly string[];
  readonly hash: FileHash;
}

async function readFileRuns(file: string): Promise<FileRuns> {
  if (file.endsWith(".eval") || beginsAsZip(file))
    return { ...(await inspectArchive(file)), hash: await readHashed(file) };
  return file.endsWith(".json") ? readJson(file) : readRunLines(file);
}

async function readJson(file: string): Promise<FileRuns> {
  const { bytes, hash } = await readWhole(file);
  const text = textOf(bytes, file);
  // Some write one run a line and call it .json.
  if (/^\s*\{[^\n]*\}[ \t\r]*\n\s*\{/.test(text.slice(0, 2 ** 24))) return readRunLines(file);
  const value = parseJson(text, file);
  const log = inspectLog(value, file);
  if (log !== null) return { ...log, hash };
  const runs = Array.isArray(value)
    ? value.map((run, i) => chatRun(run, `${file}#[${i}]`, `${basename(file)}#${i + 1}`))
    : [chatRun(value, file, fileRunName(value, basename(file)))];
  return { runs, notes: [], hash };
}

/** One run a line; blank lines are allowed. */
async function readRunLines(file: string): Promise<FileRuns> {
  const runs: AgentRun[] = [];
  const hash = await readLines(file, (line, number) => {
    const where = `${file}:${number}`;
    runs.push(chatRun(parseJson(line, where), where, `${basename(file)}:${number}`));
  });
  return { runs, notes: [], hash };
}

/** An archive under any name is an archive: its first bytes say so. */
function beginsAsZip(file: string): boolean {
  try {
    const descriptor = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(4);
      return readSync(descriptor, bytes, 0, 4, 0) === 4 && bytes.readUInt32LE(0) === 0x04034b50;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Reading it for good says what is wrong.
    return false;
  }
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) {
    throw new CredenceError("input", "no such file or folder", { where: path, fix: "Check the path." });
  }
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(({ name }) => endings.some((ending) => name.endsWith(ending)))
    .filter((entry) => !isFolder(entry))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  if (found.length > 0) return found;
  throw new CredenceError("input", "the folder holds no runs", {
    where: path,
    fix: `Looked for ${endings.join(", ")}, also in folders below.`,
  });
}

/** A link that leads nowhere counts as a file, so that reading it reports it. */
function isFolder(entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
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
