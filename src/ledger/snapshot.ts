import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../core/error.ts";
import { writeWhole } from "./files.ts";
import { brokenLine, fileLines, parseLine } from "./json-lines.ts";
import type { Snapshot } from "./ledger.ts";

/** Where the hashes of copies are kept: the journal. */
export interface CopyHashes {
  fixInput(name: string, hash: string): Promise<void>;
  /** Undefined where none was fixed. */
  inputHash(name: string): string | undefined;
}

const rowsAtOnce = 500;

/** Named streams of JSON lines in a folder. Their hashes stand in the journal: a copy that was changed is an error. */
export function snapshotIn(folder: string, hashes: CopyHashes): Snapshot {
  const place = (name: string): string => join(folder, `${name}.jsonl`);
  return {
    write: async (name, rows) => {
      const hash = createHash("sha256");
      await writeWhole(
        place(name),
        textOf(rows, (text) => hash.update(text)),
      );
      await hashes.fixInput(name, hash.digest("hex"));
    },
    async *read(name) {
      const file = place(name);
      if (!existsSync(file)) {
        throw new CredenceError("input", "the run has no copy of its inputs", {
          where: file,
          fix: "The run was cut off before it began: start it again.",
        });
      }
      const hash = createHash("sha256");
      const descriptor = openSync(file, "r");
      try {
        for (const { bytes, number, whole } of fileLines(descriptor)) {
          const where = `${file}:${number}`;
          if (!whole) throw brokenLine(where, "it does not end");
          hash.update(bytes).update("\n");
          yield parseLine(bytes, where);
        }
      } finally {
        closeSync(descriptor);
      }
      const fixed = hashes.inputHash(name);
      if (fixed !== undefined && hash.digest("hex") !== fixed) {
        throw new CredenceError(
          "input",
          "the run's copy of its inputs was changed: its hash does not fit the journal",
          {
            where: file,
            fix: "Restore the file from a copy of the run.",
          },
        );
      }
    },
  };
}

async function* textOf(
  rows: Iterable<unknown> | AsyncIterable<unknown>,
  seen: (text: string) => void,
): AsyncGenerator<string> {
  let lines: string[] = [];
  const text = (): string => {
    const joined = lines.map((line) => `${line}\n`).join("");
    lines = [];
    seen(joined);
    return joined;
  };
  for await (const row of rows) {
    lines.push(JSON.stringify(row));
    if (lines.length === rowsAtOnce) yield text();
  }
  yield text();
}
