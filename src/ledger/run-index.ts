import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { reasonOf } from "../core/error.ts";
import { privateFolder } from "./home.ts";
import type { RunSummary } from "./ledger.ts";
import { runStatus } from "./records.ts";
import { openDatabase } from "./sqlite.ts";

/** All known runs, in a database that may be deleted at any time. */
interface RunIndex {
  put(run: RunSummary): void;
  /** Newest first. */
  all(): readonly RunSummary[];
  clear(): void;
  close(): void;
}

/** An open index, and whether it must be filled. */
export interface OpenedIndex {
  readonly index: RunIndex;
  readonly fresh: boolean;
  /** Why it is not the one that was there before; null when it is. */
  readonly note: string | null;
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

/**
 * Opens the index. One that cannot be read is thrown away; where none can be kept (no room, no permission) it lives in
 * memory, so that no run fails because of it.
 */
export async function openRunIndex(file: string): Promise<OpenedIndex> {
  const known = existsSync(file);
  try {
    return { index: await indexIn(file), fresh: !known, note: null };
  } catch (error) {
    try {
      for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`])
        rmSync(name, { force: true });
      return {
        index: await indexIn(file),
        fresh: true,
        note: `the index of runs was broken and is made anew (${reasonOf(error)})`,
      };
    } catch (again) {
      const note = `the index of runs cannot be kept and is made anew each time (${reasonOf(again)})`;
      return { index: await indexIn(":memory:"), fresh: true, note };
    }
  }
}

async function indexIn(file: string): Promise<RunIndex> {
  if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
  return openDatabase(file, indexOn);
}

function indexOn(database: DatabaseSync): RunIndex {
  database.exec(
    `PRAGMA busy_timeout = 5000;
     CREATE TABLE IF NOT EXISTS runs (folder TEXT PRIMARY KEY, id TEXT, study TEXT, status TEXT, at TEXT, models TEXT, verdicts TEXT)`,
  );
  const sound = z
    .object({ quick_check: z.literal("ok") })
    .safeParse(database.prepare("PRAGMA quick_check").get());
  if (!sound.success) throw new Error("its pages are damaged");
  const put = database.prepare(
    "INSERT OR REPLACE INTO runs (folder, id, study, status, at, models, verdicts) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const all = database.prepare(
    "SELECT id, folder, study, status, at, models, verdicts FROM runs ORDER BY at DESC, folder",
  );
  return {
    put: ({ folder, id, study, status, at, models, verdicts }) => {
      put.run(folder, id, study, status, at, JSON.stringify(models), JSON.stringify(verdicts));
    },
    all: () => all.all().map((found) => row.parse(found)),
    clear: () => database.exec("DELETE FROM runs"),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
