import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { RunSummary } from "./ledger.ts";
import { runStatus } from "./records.ts";
import { openDatabase } from "./sqlite.ts";

/** All known runs, in a database that may be deleted at any time. */
export interface RunIndex {
  put(run: RunSummary): void;
  /** Newest first. */
  all(): readonly RunSummary[];
  clear(): void;
  close(): void;
}

const row = z.object({
  id: z.string(),
  folder: z.string(),
  study: z.string(),
  status: runStatus,
  at: z.string(),
  models: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  verdicts: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
});

/** Opens the index; one that cannot be read is thrown away, and `fresh` says that it must be filled again. */
export async function openRunIndex(file: string): Promise<{ readonly index: RunIndex; readonly fresh: boolean }> {
  mkdirSync(dirname(file), { recursive: true });
  const known = existsSync(file);
  try {
    return { index: indexOn(await prepared(file)), fresh: !known };
  } catch {
    for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
    return { index: indexOn(await prepared(file)), fresh: true };
  }
}

async function prepared(file: string): Promise<DatabaseSync> {
  const database = await openDatabase(file);
  try {
    database.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;
       CREATE TABLE IF NOT EXISTS runs (folder TEXT PRIMARY KEY, id TEXT, study TEXT, status TEXT, at TEXT, models TEXT, verdicts TEXT)`,
    );
    database.prepare("SELECT id, folder, study, status, at, models, verdicts FROM runs LIMIT 1").all();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function indexOn(database: DatabaseSync): RunIndex {
  const put = database.prepare("INSERT OR REPLACE INTO runs (folder, id, study, status, at, models, verdicts) VALUES (?, ?, ?, ?, ?, ?, ?)");
  return {
    put: ({ folder, id, study, status, at, models, verdicts }) => {
      put.run(folder, id, study, status, at, JSON.stringify(models), JSON.stringify(verdicts));
    },
    all: () =>
      database
        .prepare("SELECT id, folder, study, status, at, models, verdicts FROM runs ORDER BY at DESC, folder")
        .all()
        .map((found) => row.parse(found)),
    clear: () => database.exec("DELETE FROM runs"),
    close: () => database.close(),
  };
}
