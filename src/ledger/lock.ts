import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { z } from "zod";
import { CredenceError } from "../core/error.ts";
import { openDatabase } from "./sqlite.ts";

/** Held until released, or until the process is gone, however it went: the kernel drops it. */
export interface Lock {
  release(): void;
}

const holder = z.object({ pid: z.number(), host: z.string(), since: z.string() });

/**
 * Takes the one lock of a file name: an exclusive transaction on a SQLite database kept open.
 *
 * @param waitSeconds how long to wait for another holder; 0 asks once
 * @throws CredenceError `locked` naming who holds it
 */
export async function takeLock(file: string, waitSeconds = 0): Promise<Lock> {
  const database = await openDatabase(file);
  const note = `${file}.holder`;
  try {
    database.exec(`PRAGMA busy_timeout = ${Math.round(waitSeconds * 1000)}`);
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new CredenceError("locked", `another process is writing here${heldBy(note)}`, {
      where: file,
      fix: "Wait for it to end, or stop it; reading needs no lock.",
      cause,
    });
  }
  writeFileSync(note, JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() }));
  return {
    release: () => {
      rmSync(note, { force: true });
      database.close();
    },
  };
}

function heldBy(note: string): string {
  try {
    const { pid, host, since } = holder.parse(JSON.parse(readFileSync(note, "utf8")));
    return `: process ${pid} on ${host}, since ${since}`;
  } catch {
    return "";
  }
}
