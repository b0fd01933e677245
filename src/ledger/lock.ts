import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { diskError } from "./disk-error.ts";
import { isDamaged, openDatabase, sqliteBusy, sqliteError } from "./sqlite.ts";

/** Held until released, or until the process is gone, however it went: the kernel drops it. */
export interface Lock {
  release(): void;
}

const holder = z.object({ pid: z.number(), host: z.string(), since: z.string() });

/**
 * Takes the one lock of a file name: an exclusive transaction on a SQLite database kept open.
 *
 * @param waitSeconds how long to wait for another holder; 0 asks once
 * @throws CredenceError `locked` naming who holds it; `disk` when the lock file cannot be made or is damaged
 */
export async function takeLock(file: string, waitSeconds = 0): Promise<Lock> {
  const note = `${file}.holder`;
  const held = await openDatabase(file, (database) => {
    database.exec(`PRAGMA busy_timeout = ${Math.round(waitSeconds * 1000)}`);
    database.exec("BEGIN EXCLUSIVE");
    return database;
  }).catch((cause: unknown) => {
    throw refusal(file, note, cause);
  });
  sayWhoHolds(note);
  return {
    release: () => {
      if (!held.isOpen) return;
      rmSync(note, { force: true });
      held.close();
    },
  };
}

function refusal(file: string, note: string, cause: unknown): CredenceError {
  if (sqliteError(cause) === sqliteBusy) {
    return new CredenceError("locked", `another process is writing here${heldBy(note)}`, {
      where: file,
      fix: "Wait for it to end, or stop it; reading needs no lock.",
      cause,
    });
  }
  if (!isDamaged(cause)) return diskError(cause, "the lock could not be taken", file);
  return new CredenceError("disk", "the lock file is damaged", {
    where: file,
    fix: "Delete it, once you are sure that no other process is writing here.",
    cause,
  });
}

/** The note only serves the message to others: without it the lock holds all the same. */
function sayWhoHolds(note: string): void {
  try {
    rmSync(note, { force: true });
    writeFileSync(
      note,
      JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }),
    );
  } catch {
    // A full disk: what is written next will say so.
  }
}

function heldBy(note: string): string {
  try {
    const { pid, host, since } = holder.parse(JSON.parse(readFileSync(note, "utf8")));
    return `: process ${pid} on ${host}, since ${since}`;
  } catch {
    return "";
  }
}
