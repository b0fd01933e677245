import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { contentHash, type Json, sha256 } from "../core/json.ts";
import { diskError } from "./disk-error.ts";
import { blobsIn, writeWhole } from "./files.ts";
import type { JournalWrites } from "./group-commit.ts";
import { privateFolder } from "./home.ts";
import { openJournal } from "./journal.ts";
import type { Registration, RunRecord } from "./ledger.ts";
import { type Lock, takeLock } from "./lock.ts";
import { registrationSchema } from "./registration.ts";
import { sealedFiles, sealFile, sealText } from "./seal.ts";
import { snapshotIn } from "./snapshot.ts";

/** What a run's folder needs from around it. */
export interface RunSurroundings {
  /** Called whenever what the index says of a run may have changed. */
  readonly onChange: (run: RunRecord) => Promise<void>;
  readonly clock: () => Date;
  /** Stands between journal and disk, in tests. */
  readonly journalWrites?: (writes: JournalWrites) => JournalWrites;
}

const runFile = z.object({ hash: z.string(), registration: z.json() });

/** Length of a run's id, in hexadecimal digits of its hash. */
const idDigits = 12;

/**
 * Begins a run in a folder that is new or empty: takes its lock, writes its registration, opens its journal.
 *
 * @throws CredenceError `input` when something is in the folder, `locked` when another process just began there, `disk`
 */
export async function createRun(
  folder: string,
  registration: Registration,
  around: RunSurroundings,
): Promise<RunRecord> {
  await mkdir(folder, { recursive: true, mode: privateFolder }).catch((error: unknown) => {
    throw diskError(error, "the folder for the run cannot be made", folder);
  });
  await refuseUsed(folder);
  const lock = await lockOf(folder);
  try {
    // Another process may have begun and ended here since the first look.
    await refuseUsed(folder);
    const copy: Json = JSON.parse(JSON.stringify(registration));
    const stored = { hash: contentHash(copy), registration: copy };
    await writeWhole(join(folder, "run.json"), `${JSON.stringify(stored, null, 2)}\n`);
    return await openLocked(folder, lock, around);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Opens a run's folder. To write, its lock is taken first. */
export async function openRun(
  folder: string,
  mode: "read" | "write",
  around: RunSurroundings,
): Promise<RunRecord> {
  await readRegistration(folder);
  const lock = mode === "write" ? await lockOf(folder) : null;
  try {
    return await openLocked(folder, lock, around);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Reads `run.json` and checks that it is what was registered. */
export async function readRegistration(
  folder: string,
): Promise<{ readonly id: string; readonly registration: Registration; readonly hash: string }> {
  const file = join(folder, "run.json");
  let stored: z.infer<typeof runFile>;
  try {
    stored = runFile.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new CredenceError("input", "no run here: its run.json is missing or broken", {
      where: file,
      fix: "List the runs with 'credence runs'.",
      cause,
    });
  }
  if (contentHash(stored.registration) !== stored.hash) {
    throw new CredenceError(
      "input",
      "the registration was changed after the run began: its hash does not fit",
      {
        where: file,
        fix: "Restore run.json from a copy; a changed plan is another run.",
      },
    );
  }
  const parsed = registrationSchema.safeParse(stored.registration);
  if (parsed.success) {
    return { id: stored.hash.slice(0, idDigits), registration: parsed.data, hash: stored.hash };
  }
  throw new CredenceError("input", `a registration of another form: ${z.prettifyError(parsed.error)}`, {
    where: file,
    fix: "Read this run with the version of credence that wrote it.",
  });
}

/** A run that has copies of inputs or findings had a journal. Without it nothing is measured a second time under its name. */
function refuseLostJournal(folder: string, where: string): void {
  if (!["inputs", "findings.json", sealFile].some((name) => existsSync(join(folder, name)))) return;
  throw new CredenceError("input", "the run's journal is gone, and with it all that was measured", {
    where,
    fix: "Restore outcomes.jsonl from a copy, or start a new run: this one is not measured again under its name.",
  });
}

/** A lock without a run is what a process leaves that was killed before it registered: the folder is still unused. */
async function refuseUsed(folder: string): Promise<void> {
  const present = (await readdir(folder)).filter((name) => !/^lock\.sqlite|\.part$/.test(name));
  if (present.length === 0) return;
  throw new CredenceError("input", "the folder for the run is not empty", {
    where: folder,
    fix: present.includes("run.json")
      ? `It holds a run: go on with it by 'credence resume ${folder}', or choose another folder with --out.`
      : "Choose another folder with --out.",
  });
}

function lockOf(folder: string): Promise<Lock> {
  return takeLock(join(folder, "lock.sqlite"));
}

async function openLocked(folder: string, lock: Lock | null, around: RunSurroundings): Promise<RunRecord> {
  const { id, registration, hash } = await readRegistration(folder);
  const mode = lock === null ? "read" : "write";
  const journalFile = join(folder, "outcomes.jsonl");
  if (mode === "read" && !existsSync(journalFile)) {
    throw new CredenceError("input", "the run has no journal: it was cut off before it began", {
      where: journalFile,
      fix: "Start the run again, in another folder.",
    });
  }
  if (mode === "write" && !existsSync(journalFile)) refuseLostJournal(folder, journalFile);
  const journal = await openJournal(journalFile, {
    mode,
    run: hash,
    clock: around.clock,
    ...(around.journalWrites === undefined ? {} : { replaceWrites: around.journalWrites }),
  });
  const blobs = blobsIn(join(folder, "blobs"));
  let closed = false;
  const run: RunRecord = {
    id,
    folder,
    registration,
    hash,
    session: journal.session,
    notes: journal.notes,
    integrity: journal.integrity,
    get status() {
      return journal.status;
    },
    get outcomes() {
      return journal.outcomes;
    },
    has: journal.has,
    outcome: async (key) => journal.outcome(key),
    records: journal.records,
    append: journal.append,
    chain: journal.chain,
    chained: journal.chained,
    setStatus: async (status) => {
      await journal.setStatus(status);
      await around.onChange(run);
    },
    snapshot: snapshotIn(join(folder, "inputs"), journal),
    copies: journal.copies,
    putBlob: blobs.put,
    getBlob: blobs.get,
    writeFile: async (name, content) => {
      await writeWhole(join(folder, name), content);
      if (name === "findings.json") await around.onChange(run);
    },
    readFile: async (name) => {
      const file = join(folder, name);
      return existsSync(file) ? readFile(file, "utf8") : undefined;
    },
    seal: async () => {
      const { lines, mark } = journal.integrity;
      const text = sealText({
        version: 1,
        run: hash,
        journal: { lines, mark },
        files: await sealedFiles(folder),
      });
      await writeWhole(join(folder, sealFile), text);
      return sha256(text);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      try {
        await journal.close();
      } finally {
        lock?.release();
      }
    },
  };
  return run;
}
