import { createHash } from "node:crypto";
import { closeSync, createReadStream, existsSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../core/json.ts";
import { fileLines } from "./json-lines.ts";
import type { RunRecord } from "./ledger.ts";
import { noMark, readMark } from "./line-chain.ts";
import type { Register } from "./register.ts";
import { type Seal, seal, sealedFiles, sealFile } from "./seal.ts";

/** What became of one part of a run since it was written. `unknown`: nothing stands against which it could be held. */
export interface Checked {
  readonly what: string;
  readonly state: "holds" | "changed" | "unknown";
  readonly says: string;
}

/**
 * Holds a run against its own hashes and against what the register saw of it: registration, copies of inputs, every line of the journal, findings and
 * reports. A folder that agrees with itself alone could have been made anew as a whole; with the register it is witnessed.
 *
 * @param inputs copy of an input → its SHA-256, as the journal has it
 */
export async function checkRun(
  run: Pick<RunRecord, "folder" | "hash" | "id" | "integrity" | "status">,
  inputs: ReadonlyMap<string, string>,
  register: Pick<Register, "seals">,
): Promise<Checked[]> {
  const { folder, integrity } = run;
  const out: Checked[] = [
    { what: "plan", state: "holds", says: `run.json is what was registered (${run.hash.slice(0, 12)})` },
  ];
  for (const [name, hash] of inputs)
    out.push(await copyChecked(join(folder, "inputs", `${name}.jsonl`), name, hash));
  out.push(...journalChecked(integrity));
  const found = await sealOf(folder);
  const seals = register.seals(run.id);
  const sealed = found === null || found === "broken" ? null : found;
  const markAt = marksAt(
    folder,
    new Set([...seals.map(({ lines }) => lines), sealed?.content.journal.lines ?? 0]),
  );
  if (found === null) {
    const done = run.status === "complete" || run.status === "stopped";
    out.push({
      what: "seal",
      state: "unknown",
      says: done
        ? "there is no seal.json: the run was concluded by an early version, or it was taken out"
        : "the run is not concluded",
    });
  } else if (found === "broken")
    out.push({ what: "seal", state: "changed", says: "seal.json cannot be read" });
  else out.push(...(await sealChecked(run, found.content, markAt)));
  out.push(...witnessed(integrity, sealed?.hash ?? null, seals, markAt));
  return out;
}

async function copyChecked(file: string, name: string, hash: string): Promise<Checked> {
  const what = `input ${name}`;
  if (!existsSync(file)) return { what, state: "changed", says: "its copy is gone" };
  return (await hashOf(file)) === hash
    ? { what, state: "holds", says: `its copy is what was read (${hash.slice(0, 12)})` }
    : { what, state: "changed", says: "its copy was changed" };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

function journalChecked({ lines, mark, faults }: RunRecord["integrity"]): Checked[] {
  if (faults.length > 0)
    return faults.map(({ line, what }) => ({ what: `journal, line ${line}`, state: "changed", says: what }));
  return [
    mark === null
      ? {
          what: "journal",
          state: "unknown",
          says: `${lines} lines without marks: an early version wrote them`,
        }
      : { what: "journal", state: "holds", says: `${lines} lines, each with its mark (the last ${mark})` },
  ];
}

/** The mark that a line of the journal carries; null for one without, and for none that there is. */
type MarkAt = (line: number) => string | null;

/** Looks up the marks of these lines, in one walk. */
function marksAt(folder: string, wanted: ReadonlySet<number>): MarkAt {
  const marks = new Map<number, string | null>();
  const descriptor = openSync(join(folder, "outcomes.jsonl"), "r");
  try {
    for (const { bytes, number } of fileLines(descriptor))
      if (wanted.has(number))
        marks.set(number, readMark(noMark, Buffer.from(bytes).toString("utf8"))?.mark ?? null);
  } finally {
    closeSync(descriptor);
  }
  return (line) => marks.get(line) ?? null;
}

async function sealOf(
  folder: string,
): Promise<{ readonly content: Seal; readonly hash: string } | "broken" | null> {
  const file = join(folder, sealFile);
  if (!existsSync(file)) return null;
  const text = await readFile(file, "utf8");
  try {
    return { content: seal.parse(JSON.parse(text)), hash: sha256(text) };
  } catch {
    return "broken";
  }
}

async function sealChecked(
  { folder, hash, integrity }: Pick<RunRecord, "folder" | "hash" | "integrity">,
  content: Seal,
  markAt: MarkAt,
): Promise<Checked[]> {
  if (content.run !== hash) return [{ what: "seal", state: "changed", says: "it is that of another run" }];
  const now = await sealedFiles(folder);
  const names = [...new Set([...Object.keys(content.files), ...Object.keys(now)])].toSorted();
  const files = names.map((name): Checked => {
    const [then, here] = [content.files[name], now[name]];
    if (then === undefined)
      return { what: name, state: "unknown", says: "it was put in after the run was concluded" };
    if (here === undefined) return { what: name, state: "changed", says: "it is gone" };
    return then === here
      ? { what: name, state: "holds", says: "as it was written" }
      : { what: name, state: "changed", says: "it was changed after it was written" };
  });
  const { lines, mark } = content.journal;
  if (integrity.lines < lines || markAt(lines) !== mark)
    files.unshift({
      what: "journal",
      state: "changed",
      says:
        integrity.lines < lines
          ? `it had ${lines} lines when the run was concluded, and has ${integrity.lines}`
          : `its first ${lines} lines are not those of the run when it was concluded`,
    });
  return files;
}

function witnessed(
  { lines: written }: RunRecord["integrity"],
  sealed: string | null,
  seals: ReturnType<Register["seals"]>,
  markAt: MarkAt,
): Checked[] {
  const what = "register";
  const last = seals.at(-1);
  if (last === undefined)
    return sealed === null
      ? []
      : [
          {
            what,
            state: "unknown",
            says: "consistent, not witnessed: this register did not see the run concluded",
          },
        ];
  if (sealed === last.seal) return [{ what, state: "holds", says: "it saw the run concluded like this" }];
  const before = seals.some(({ lines, mark }) => lines <= written && mark !== markAt(lines));
  return [
    {
      what,
      state: "changed",
      says: before
        ? "it saw another journal of this run"
        : "it saw another seal of this run: findings or reports were made anew elsewhere, or changed",
    },
  ];
}
