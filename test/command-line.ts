// Runs the real command line in a child process with a fresh home.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { inShell } from "./shell.ts";

const launcher = resolve(import.meta.dirname, "../bin/credence.js");

/** What a finished command line left behind. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly error: string;
}

/** A folder of one's own to run in; its `home` holds register, index and response cache. */
export interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  run(...words: string[]): Promise<Ended>;
  /** Starts without waiting, as for a kill; several may run at once. */
  start(...words: string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> };
}

const inherited = (name: string): Record<string, string> => {
  const value = process.env[name];
  return value === undefined ? {} : { [name]: value };
};

/** Makes a place; it is removed after the test. Model files stay in the user's cache, so that tests do not fetch them twice. */
export function place(t: TestContext, env: Readonly<Record<string, string>> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), "credence-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const all = {
    PATH: process.env.PATH ?? "",
    HOME: homedir(),
    CREDENCE_HOME: join(folder, "home"),
    ...inherited("CREDENCE_CACHE"),
    ...inherited("NODE_COMPILE_CACHE"),
    NO_COLOR: "1",
    // Two test files run at once: threads that wait for each other would be the slower for it.
    CREDENCE_THREADS: "1",
    ...env,
  };
  const start: Place["start"] = (...words) => {
    const child = spawn(process.execPath, [launcher, ...words], {
      cwd: folder,
      env: all,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let error = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      error += text;
    });
    const ended = new Promise<Ended>((settle, fail) => {
      child.on("error", fail);
      child.on("close", (code, signal) => settle({ code, signal, out, error }));
    });
    return { child, ended };
  };
  return { folder, env: all, start, run: (...words) => start(...words).ended };
}

/**
 * The same, but that its command lines run in one process that the tests of a file share: for tests of what a command says and writes,
 * and not of how a process starts, ends or is killed. Starting one takes longer than most of what they ask for.
 */
export function sharedPlace(t: TestContext, env: Readonly<Record<string, string>> = {}): Place {
  const own = place(t, env);
  return { ...own, run: (...words) => inShell(own, words) };
}
