import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { predictionsOf, type Prediction, registerEvent, type RegisterEvent } from "../claims/register.ts";
import { CredenceError } from "../core/error.ts";
import { takeLock } from "./lock.ts";

/** The user's register of credences: append-only, shared by all runs. */
export interface Register {
  readonly predictions: () => readonly Prediction[];
  /** Folders of all runs that were ever registered. */
  readonly runFolders: () => readonly string[];
  /** Appends what `decide` makes of the present state; no other process can write in between. */
  readonly append: (decide: (predictions: readonly Prediction[]) => readonly RegisterEvent[]) => Promise<void>;
}

/** The register in the user's data folder. */
export function openRegister(home: string): Register {
  const file = join(home, "register.jsonl");
  const predictions = (): readonly Prediction[] => predictionsOf(eventsIn(file));
  return {
    predictions,
    runFolders: () => [
      ...new Set(eventsIn(file).flatMap((event) => (event.t === "run" ? [event.folder] : []))),
    ],
    append: async (decide) => {
      mkdirSync(home, { recursive: true });
      const lock = await takeLock(join(home, "register.lock.sqlite"), 20);
      try {
        const events = decide(predictions());
        if (events.length > 0) writeLines(file, events);
      } finally {
        lock.release();
      }
    },
  };
}

function eventsIn(file: string): RegisterEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  const ended = lines.at(-1) === "";
  return lines.flatMap((line, number): RegisterEvent[] => {
    if (line === "") return [];
    try {
      return [registerEvent.parse(JSON.parse(line))];
    } catch (cause) {
      // A last line that does not end was torn by a kill: what it was to say was never confirmed.
      if (number === lines.length - 1 && !ended) return [];
      throw new CredenceError("input", "the register of credences has a line of an unknown form", {
        where: `${file}:${number + 1}`,
        fix: "Mend or remove that line; every other one stands.",
        cause,
      });
    }
  });
}

function writeLines(file: string, events: readonly RegisterEvent[]): void {
  const torn = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8"));
  const descriptor = openSync(file, "a");
  try {
    writeSync(descriptor, `${torn ? "\n" : ""}${events.map((event) => JSON.stringify(event)).join("\n")}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
