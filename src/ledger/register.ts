import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Prediction, predictionsOf, type RegisterEvent, registerEvent } from "../claims/register.ts";
import { diskError } from "./disk-error.ts";
import { writeWhole } from "./files.ts";
import { privateFolder } from "./home.ts";
import { brokenLine, fileLines, parseLine } from "./json-lines.ts";
import { takeLock } from "./lock.ts";

/** The user's register of credences: append-only, shared by all runs. */
export interface Register {
  /** @throws CredenceError `input` naming the line that cannot be read */
  readonly predictions: () => readonly Prediction[];
  /** Folders of all runs that were ever registered. */
  readonly runFolders: () => readonly string[];
  /** What a run held each time it was concluded, in order: SHA-256 of its seal, lines of its journal and the mark of the last. */
  readonly seals: (
    run: string,
  ) => readonly { readonly seal: string; readonly lines: number; readonly mark: string | null }[];
  /**
   * Appends what `decide` makes of the present state, and settles when it is on disk; no other process can write in
   * between.
   */
  readonly append: (
    decide: (predictions: readonly Prediction[]) => readonly RegisterEvent[],
  ) => Promise<void>;
  /** Keeps a file of a run beside the register, in the folder `registered`; one that is there already stays as it is. */
  readonly keep: (name: string, text: string) => Promise<void>;
}

const lockWaitSeconds = 20;

/** The register in the user's data folder. */
export function openRegister(home: string): Register {
  const file = join(home, "register.jsonl");
  return {
    predictions: () => predictionsOf(readRegister(file).events),
    runFolders: () => [
      ...new Set(readRegister(file).events.flatMap((event) => (event.t === "run" ? [event.folder] : []))),
    ],
    seals: (run) =>
      readRegister(file).events.flatMap((event) =>
        event.t === "sealed" && event.run === run ? [event] : [],
      ),
    append: async (decide) => {
      try {
        mkdirSync(home, { recursive: true, mode: privateFolder });
      } catch (error) {
        throw diskError(error, "the folder of the register cannot be made", home);
      }
      const lock = await takeLock(join(home, "register.lock.sqlite"), lockWaitSeconds);
      try {
        const { events, end } = readRegister(file);
        const more = decide(predictionsOf(events));
        if (more.length > 0) writeLines(file, end, more);
      } finally {
        lock.release();
      }
    },
    keep: async (name, text) => {
      const folder = join(home, "registered");
      const kept = join(folder, name);
      if (existsSync(kept)) return;
      try {
        mkdirSync(folder, { recursive: true, mode: privateFolder });
      } catch (error) {
        throw diskError(error, "the folder of registered files cannot be made", folder);
      }
      await writeWhole(kept, text);
    },
  };
}

/** All events, and where the whole lines end. A torn last line comes from a kill: what it was to say was never confirmed. */
function readRegister(file: string): { readonly events: readonly RegisterEvent[]; readonly end: number } {
  if (!existsSync(file)) return { events: [], end: 0 };
  const descriptor = openSync(file, "r");
  try {
    const events: RegisterEvent[] = [];
    let end = 0;
    for (const { bytes, number, offset, whole } of fileLines(descriptor)) {
      if (!whole) break;
      const where = `${file}:${number}`;
      const parsed = registerEvent.safeParse(parseLine(bytes, where));
      if (!parsed.success) throw brokenLine(where, "a record of an unknown form");
      events.push(parsed.data);
      end = offset + bytes.length + 1;
    }
    return { events, end };
  } finally {
    closeSync(descriptor);
  }
}

function writeLines(file: string, end: number, events: readonly RegisterEvent[]): void {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, "a");
    if (fstatSync(descriptor).size > end) ftruncateSync(descriptor, end);
    const bytes = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } catch (error) {
    if (descriptor !== null) ftruncateSync(descriptor, end);
    throw diskError(error, "the register of credences cannot be written", file);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
