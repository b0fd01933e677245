import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ResponseCache } from "./ledger.ts";
import { openDatabase } from "./sqlite.ts";

const found = z.object({ reply: z.string() });

/** Answers of paid calls in the user's data folder; several processes may use it at once. */
export async function openResponseCache(home: string): Promise<ResponseCache> {
  mkdirSync(home, { recursive: true });
  const database = await openDatabase(join(home, "responses.sqlite"));
  database.exec(
    `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
     CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL)`,
  );
  const get = database.prepare("SELECT reply FROM replies WHERE key = ?");
  const set = database.prepare("INSERT OR REPLACE INTO replies (key, reply) VALUES (?, ?)");
  return {
    get: (key) => {
      const row = found.safeParse(get.get(key));
      return row.success ? JSON.parse(row.data.reply) : undefined;
    },
    set: (key, reply) => {
      set.run(key, JSON.stringify(reply));
    },
    close: () => database.close(),
  };
}
