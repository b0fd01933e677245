import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { diskError } from "./disk-error.ts";
import { isDamaged, openDatabase, sqliteBusy, sqliteErrorCode } from "./sqlite.ts";

/** A lock that is held; the kernel lets go of it when the process dies, however it dies. */
export interface Lock {
  release(): Promise<void>;
}

/** What to lock and how long to wait for it. */
export interface LockRequest {
  /** Path without ending: `.sqlite` carries the lock, `.json` says who holds it. */
  readonly path: string;
  /** What is locked, for the message: "run monitor-20260101-ab12". */
  readonly what: string;
  readonly waitSeconds: number;
  /** Written for others to read; null where holding lasts for milliseconds only. */
  readonly holder: { readonly at: string } | null;
}

const holderSchema = z.object({ pid: z.number(), host: z.string(), at: z.string() });

/**
 * Takes a lock between processes: an exclusive transaction on a database file, which no process can leave behind.
 *
 * @throws CredenceError `locked` naming the holder's process, host and since when; `disk` when the file cannot be made
 */
export async function takeLock(request: LockRequest): Promise<Lock> {
  const { path, what, holder } = request;
  const database = await begin(request);
  if (holder !== null) {
    await writeFile(`${path}.json`, `${JSON.stringify({ pid: process.pid, host: hostname(), at: holder.at })}\n`).catch(
      (error: unknown) => {
        database.close();
        throw diskError(error, `the lock on ${what} could not be written`, path);
      },
    );
  }
  let held = true;
  return {
    release: async () => {
      if (!held) return;
      held = false;
      if (holder !== null) await rm(`${path}.json`, { force: true });
      database.close();
    },
  };
}

async function begin({ path, what, waitSeconds }: LockRequest): Promise<DatabaseSync> {
  const file = `${path}.sqlite`;
  let database: DatabaseSync | null = null;
  try {
    database = await openDatabase(file);
    database.exec(`PRAGMA busy_timeout = ${Math.round(waitSeconds * 1000)}`);
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database?.close();
    const code = sqliteErrorCode(error);
    if (code !== null && (code & 0xff) === sqliteBusy) throw await lockedError(path, what);
    if (isDamaged(error)) {
      throw new CredenceError("disk", `the lock file of ${what} is damaged`, {
        where: file,
        fix: "Delete it if no other process is using it.",
        cause: error,
      });
    }
    throw diskError(error, `the lock on ${what} could not be taken`, file);
  }
}

async function lockedError(path: string, what: string): Promise<CredenceError> {
  const holder = await readHolder(`${path}.json`);
  const who = holder === null ? "another process" : `process ${holder.pid} on ${holder.host} (since ${holder.at})`;
  return new CredenceError("locked", `${what} is in use by ${who}`, {
    where: `${path}.sqlite`,
    fix: "Wait until it has ended, or stop it; nothing has to be deleted.",
  });
}

async function readHolder(file: string): Promise<z.infer<typeof holderSchema> | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
