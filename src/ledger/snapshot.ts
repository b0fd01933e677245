import { createReadStream, existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { CredenceError } from "../core/error.ts";
import type { Snapshot } from "./ledger.ts";

/** Named streams of JSON lines in a folder. */
export function snapshotIn(folder: string): Snapshot {
  const place = (name: string): string => join(folder, `${name}.jsonl`);
  return {
    write: async (name, rows) => {
      const file = place(name);
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(`${file}.part`, "w");
      try {
        let lines: string[] = [];
        for await (const row of rows) {
          lines.push(JSON.stringify(row));
          if (lines.length < 500) continue;
          await handle.appendFile(`${lines.join("\n")}\n`);
          lines = [];
        }
        if (lines.length > 0) await handle.appendFile(`${lines.join("\n")}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.part`, file);
    },
    async *read(name) {
      const file = place(name);
      if (!existsSync(file)) {
        throw new CredenceError("input", "the run has no copy of its inputs", {
          where: file,
          fix: "The run was cut off before it began: start it again.",
        });
      }
      for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
        const row: unknown = JSON.parse(line);
        yield row;
      }
    },
  };
}
