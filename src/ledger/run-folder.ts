import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { contentHash, type Json } from "../core/json.ts";
import { blobsIn, writeWhole } from "./files.ts";
import { type JournalWrites, openJournal } from "./journal.ts";
import type { Registration, RunRecord } from "./ledger.ts";
import { takeLock } from "./lock.ts";
import { registrationSchema } from "./registration.ts";
import { snapshotIn } from "./snapshot.ts";

/** Called whenever what the index says of a run may have changed. */
export type OnChange = (run: RunRecord) => Promise<void>;

const runFile = z.object({ hash: z.string(), registration: z.json() });

/** Makes a run's folder and writes its registration; the folder must be new or empty. */
export async function createRunFolder(folder: string, registration: Registration): Promise<void> {
  const present = existsSync(folder) ? await readdir(folder) : [];
  if (present.length > 0) {
    throw new CredenceError("input", "the folder for the run is not empty", {
      where: folder,
      fix: present.includes("run.json")
        ? `It holds a run: go on with it by 'credence resume ${folder}', or choose another folder with --out.`
        : "Choose another folder with --out.",
    });
  }
  await mkdir(folder, { recursive: true });
  const copy: Json = JSON.parse(JSON.stringify(registration));
  await writeWhole(
    join(folder, "run.json"),
    `${JSON.stringify({ hash: contentHash(copy), registration: copy }, null, 2)}\n`,
  );
}

/** Reads `run.json` and checks that it is what was registered. */
export async function readRegistration(
  folder: string,
): Promise<{ readonly registration: Registration; readonly hash: string }> {
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
    throw new CredenceError("input", "the registration was changed after the run began: its hash does not fit", {
      where: file,
      fix: "Restore run.json from a copy; a changed plan is another run.",
    });
  }
  const parsed = registrationSchema.safeParse(stored.registration);
  if (parsed.success) return { registration: parsed.data, hash: stored.hash };
  throw new CredenceError("input", `a registration of another form: ${z.prettifyError(parsed.error)}`, {
    where: file,
    fix: "Read this run with the version of credence that wrote it.",
  });
}

/** Opens a run's folder. To write, its lock is taken first. */
export async function openRunFolder(
  folder: string,
  mode: "read" | "write",
  onChange: OnChange,
  journalWrites?: (writes: JournalWrites) => JournalWrites,
): Promise<RunRecord> {
  const { registration, hash } = await readRegistration(folder);
  const lock = mode === "write" ? await takeLock(join(folder, "lock.sqlite")) : null;
  const journalFile = join(folder, "outcomes.jsonl");
  if (mode === "read" && !existsSync(journalFile)) {
    throw new CredenceError("input", "the run has no journal: it was cut off before it began", {
      where: journalFile,
      fix: `Begin it: credence resume ${folder}`,
    });
  }
  const journal = await openJournal(journalFile, mode, journalWrites).catch((error: unknown) => {
    lock?.release();
    throw error;
  });
  const blobs = blobsIn(join(folder, "blobs"));
  const run: RunRecord = {
    id: hash.slice(0, 12),
    folder,
    registration,
    hash,
    session: journal.session,
    notes: journal.notes,
    get status() {
      return journal.status;
    },
    get outcomes() {
      return journal.index.keys;
    },
    has: journal.has,
    outcome: async (key) => journal.outcome(key),
    records: journal.records,
    append: journal.append,
    chain: journal.chain,
    chained: journal.chained,
    setStatus: async (status) => {
      await journal.setStatus(status);
      await onChange(run);
    },
    snapshot: snapshotIn(join(folder, "inputs")),
    putBlob: blobs.put,
    getBlob: blobs.get,
    writeFile: async (name, content) => {
      await writeWhole(join(folder, name), content);
      if (name === "findings.json") await onChange(run);
    },
    readFile: async (name) => {
      const file = join(folder, name);
      return existsSync(file) ? readFile(file, "utf8") : undefined;
    },
    close: async () => {
      await journal.close();
      lock?.release();
    },
  };
  return run;
}
