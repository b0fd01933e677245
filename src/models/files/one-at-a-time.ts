import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A lock whose holder has not touched it for so long is left over from a process that died. */
const staleSeconds = 30;
const touchSeconds = 5;

/**
 * Runs a task while no other process that uses the same lock file does; waits for its turn. The holder touches the file now and then,
 * so that a lock left by a killed process is taken over.
 */
export async function oneAtATime<Result>(lock: string, task: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(lock), { recursive: true });
  while (!taken(lock)) await sleep(200);
  const touch = setInterval(() => {
    const now = new Date();
    if (existsSync(lock)) utimesSync(lock, now, now);
  }, touchSeconds * 1000);
  touch.unref();
  try {
    return await task();
  } finally {
    clearInterval(touch);
    rmSync(lock, { force: true });
  }
}

/** Makes a file that is not here yet, in one process where several want it at once. */
export async function onceMade(path: string, make: () => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  await oneAtATime(`${path}.lock`, async () => {
    if (!existsSync(path)) await make();
  });
}

function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
  }
  const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - touched > staleSeconds * 1000) rmSync(lock, { force: true });
  return false;
}
