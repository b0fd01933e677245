import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A child that says one word a line. */
export interface Child {
  /** Every line it said, also those said just before it was killed. */
  readonly said: readonly string[];
  /** Settles once it has said a line that begins like this, or is over. */
  hears(start: string): Promise<void>;
  kill(): void;
  readonly over: Promise<void>;
}

/** Starts a script of this folder; `shell` may put a command in front, such as a limit. */
export function child(script: string, args: readonly (string | number)[], shell = ""): Child {
  const words = [process.execPath, join(import.meta.dirname, script), ...args.map(String)];
  const started =
    shell === ""
      ? spawn(words[0] ?? "", words.slice(1), { stdio: ["ignore", "pipe", "inherit"] })
      : spawn("sh", ["-c", `${shell}; exec "$@"`, "sh", ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  const waiting: { readonly start: string; readonly heard: () => void }[] = [];
  const lines = createInterface({ input: started.stdout });
  lines.on("line", (line) => {
    said.push(line);
    for (const { start, heard } of waiting) if (line.startsWith(start)) heard();
  });
  const over = Promise.all([
    new Promise((resolve) => started.on("exit", resolve)),
    new Promise((resolve) => lines.on("close", resolve)),
  ]).then(() => {
    for (const { heard } of waiting) heard();
  });
  return {
    said,
    over,
    kill: () => {
      started.kill("SIGKILL");
    },
    hears: async (start) => {
      if (said.some((line) => line.startsWith(start))) return;
      await Promise.race([over, new Promise<void>((heard) => waiting.push({ start, heard }))]);
    },
  };
}
