import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { z } from "zod";
import type { Ended, Place } from "./command-line.ts";

const answered = z.object({ code: z.number(), out: z.string(), error: z.string() });

let shell: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

/** Runs a command line in the one process that the tests of a file share, after those that were asked for before. */
export function inShell(place: Pick<Place, "folder" | "env">, words: readonly string[]): Promise<Ended> {
  const { folder, env } = place;
  const ended = last.then(() => asked({ folder, env, words }));
  last = ended.catch(() => {});
  return ended;
}

async function asked(request: { folder: string; env: object; words: readonly string[] }): Promise<Ended> {
  shell ??= fork(resolve(import.meta.dirname, "shell-child.ts"), { execArgv: [] });
  const child = shell;
  const done = new AbortController();
  const gone = async (): Promise<never> => {
    const [code] = await once(child, "exit", done);
    shell = null;
    throw new Error(`the process of '${request.words.join(" ")}' ended with ${code}`);
  };
  child.channel?.ref();
  try {
    child.send(request);
    const [message] = await Promise.race([once(child, "message", done), gone()]);
    return { ...answered.parse(message), signal: null };
  } finally {
    done.abort();
    // An idle shell keeps no test file from ending, and ends with it.
    child.unref();
    child.channel?.unref();
  }
}
