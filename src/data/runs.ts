import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../core/error.ts";
import type { AgentRun } from "../core/message.ts";
import { chatRun } from "./chat-runs.ts";
import { inspectArchive, inspectLog } from "./inspect.ts";
import { parseJson } from "./json-text.ts";

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
 * Reads agent runs from files and folders: OpenAI chat JSONL, JSON lists, AgentDojo run files, Inspect logs (`.eval`, `.json`).
 *
 * @throws CredenceError `input` naming file, line and field; nothing is skipped silently
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
    runs.push(...part.runs);
    notes.push(...part.notes);
    read.push({ name: file, sha256: part.sha256, bytes: part.bytes });
  }
  const kept = runs.filter(({ messages }) => messages.length > 0);
  if (kept.length === 0) {
    throw new CredenceError("input", "no run with messages was found", {
      where: paths.join(", "),
      fix: "Check what the files hold.",
    });
  }
  return {
    runs: distinct(kept),
    files: read,
    empty: runs.filter(({ messages }) => messages.length === 0).map(({ source, id }) => ({ source, id })),
    notes,
  };
}

interface FileRuns {
  readonly runs: readonly AgentRun[];
  readonly notes: readonly string[];
  readonly sha256: string;
  readonly bytes: number;
}

async function readFileRuns(file: string): Promise<FileRuns> {
  if (file.endsWith(".eval")) return { ...(await inspectArchive(file)), ...(await hashOf(file)) };
  if (file.endsWith(".json")) return readJson(file);
  return readLines(file);
}

async function readJson(file: string): Promise<FileRuns> {
  const chunks: Buffer[] = [];
  const hashed = await hashOf(file, (chunk) => chunks.push(chunk));
  const text = withoutMark(Buffer.concat(chunks).toString("utf8"));
  const value = parseJson(text, file);
  const log = inspectLog(value, file);
  if (log !== null) return { ...log, ...hashed };
  const list = Array.isArray(value) ? value : [value];
  return {
    runs: list.map((run, i) =>
      chatRun(run, Array.isArray(value) ? `${file}#[${i}]` : file, `${baseName(file)}#${i + 1}`),
    ),
    notes: [],
    ...hashed,
  };
}

/** One run a line; blank lines are allowed. Only one line is held as text. */
async function readLines(file: string): Promise<FileRuns> {
  const runs: AgentRun[] = [];
  let number = 0;
  let rest: Buffer[] = [];
  const take = (line: Buffer): void => {
    number++;
    const text = withoutMark(line.toString("utf8")).trim();
    const where = `${file}:${number}`;
    if (text !== "") runs.push(chatRun(parseJson(text, where), where, `${baseName(file)}:${number}`));
  };
  const hashed = await hashOf(file, (chunk) => {
    let begin = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, begin)) {
      take(Buffer.concat([...rest, chunk.subarray(begin, end)]));
      rest = [];
      begin = end + 1;
    }
    if (begin < chunk.length) rest.push(Buffer.from(chunk.subarray(begin)));
  });
  if (rest.length > 0) take(Buffer.concat(rest));
  return { runs, notes: [], ...hashed };
}

async function hashOf(
  file: string,
  take?: (chunk: Buffer) => void,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      const buffer = Buffer.from(chunk);
      hash.update(buffer);
      bytes += buffer.length;
      take?.(buffer);
    }
  } catch (cause) {
    if (cause instanceof CredenceError) throw cause;
    throw new CredenceError(
      "input",
      `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        where: file,
        fix: "Check that it is there and that you may read it.",
        cause,
      },
    );
  }
  return { sha256: hash.digest("hex"), bytes };
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) {
    throw new CredenceError("input", "no such file or folder", { where: path, fix: "Check the path." });
  }
  if (!statSync(path).isDirectory()) return [path];
  const found = readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => endings.some((ending) => file.endsWith(ending)) && statSync(file).isFile())
    .sort();
  if (found.length > 0) return found;
  throw new CredenceError("input", "the folder holds no runs", {
    where: path,
    fix: `Looked for ${endings.join(", ")}, also in folders below.`,
  });
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

/** Runs of different files may share an id: the file's name is then put in front. */
function distinct(runs: readonly AgentRun[]): readonly AgentRun[] {
  const count = new Map<string, number>();
  for (const { id } of runs) count.set(id, (count.get(id) ?? 0) + 1);
  return runs.map((run) => ((count.get(run.id) ?? 0) > 1 ? { ...run, id: `${run.source}/${run.id}` } : run));
}

function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
