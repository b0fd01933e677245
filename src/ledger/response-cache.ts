import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { reasonOf } from "../core/error.ts";
import type { Json } from "../core/json.ts";
import { privateFolder } from "./home.ts";
import type { ResponseCache } from "./ledger.ts";
import { isDamaged, openDatabase } from "./sqlite.ts";

const found = z.object({ reply: z.string() });

/** The cache as it is; null where nothing was kept yet. Makes no file. */
export async function responsesKept(home: string): Promise<ResponseCache | null> {
  return existsSync(join(home, file)) ? openResponseCache(home) : null;
}

const file = "responses.sqlite";

/**
 * Answers of paid calls, and scores of models that run here, in the user's data folder; several processes may use it at once. What is set within one turn of
 * the event loop is committed together. It only saves money: where it cannot be opened or written, `note` is told once
 * and the run goes on without it. A damaged one is put aside, not deleted.
 */
export async function openResponseCache(
  home: string,
  note: (text: string) => void = () => {},
): Promise<ResponseCache> {
  const database = await opened(home, join(home, file), note);
  const pending = new Map<string, Json>();
  if (database === null)
    return { get: (key) => pending.get(key), set: (key, reply) => pending.set(key, reply), close: () => {} };

  const get = database.prepare("SELECT reply FROM replies WHERE key = ?");
  const set = database.prepare("INSERT OR REPLACE INTO replies (key, reply) VALUES (?, ?)");
  let scheduled: NodeJS.Immediate | null = null;
  let writable = true;

  const flush = (): void => {
    scheduled = null;
    if (pending.size === 0 || !writable) return;
    try {
      database.exec("BEGIN IMMEDIATE");
      for (const [key, reply] of pending) set.run(key, JSON.stringify(reply));
      database.exec("COMMIT");
      pending.clear();
    } catch (error) {
      // What is pending stays in memory for this process.
      writable = false;
      if (database.isTransaction) database.exec("ROLLBACK");
      note(`replies are no longer kept for later runs (${reasonOf(error)})`);
    }
  };
  return {
    get: (key) => {
      const fresh = pending.get(key);
      if (fresh !== undefined) return fresh;
      try {
        const row = found.safeParse(get.get(key));
        return row.success ? JSON.parse(row.data.reply) : undefined;
      } catch {
        // An answer that cannot be read is asked for again.
        return undefined;
      }
    },
    set: (key, reply) => {
      pending.set(key, reply);
      if (writable) scheduled ??= setImmediate(flush);
    },
    close: () => {
      if (!database.isOpen) return;
      if (scheduled !== null) clearImmediate(scheduled);
      flush();
      database.close();
    },
  };
}

async function opened(
  home: string,
  file: string,
  note: (text: string) => void,
): Promise<DatabaseSync | null> {
  try {
    mkdirSync(home, { recursive: true, mode: privateFolder });
    return await prepared(file);
  } catch (error) {
    if (isDamaged(error)) {
      try {
        const aside = `${file}.damaged-${Date.now()}`;
        renameSync(file, aside);
        for (const name of [`${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
        note(`the kept replies cannot be read and were put aside as ${aside} (${reasonOf(error)})`);
        return await prepared(file);
      } catch (again) {
        note(`replies are not kept for later runs (${reasonOf(again)})`);
        return null;
      }
    }
    note(`replies are not kept for later runs (${reasonOf(error)})`);
    return null;
  }
}

function prepared(file: string): Promise<DatabaseSync> {
  return openDatabase(file, (database) => {
    database.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
       CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL)`,
    );
    return database;
  });
}
