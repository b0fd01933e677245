// What a newcomer sees first: what a file is, and commands that run as printed.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import { sharedPlace } from "./command-line.ts";
import { chatRows } from "./runs.ts";

const looked = z.object({
  files: z.array(
    z.object({ file: z.string(), uses: z.array(z.string()), rows: z.int(), why: z.string().nullable() }),
  ),
  commands: z.array(z.object({ study: z.string(), words: z.array(z.string()), command: z.string() })),
});

const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

test("credence look: each file of a folder is used or named with the reason, and every command runs as printed", async (t) => {
  const { folder, run } = sharedPlace(t);
  mkdirSync(join(folder, "mine"));
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, "mine", name), content);
  write("runs.jsonl.gz", gzipSync(lines(chatRows(24))));
  const taught = (word: string): unknown[] =>
    Array.from({ length: 60 }, (_, i) => ({
      question: `How is the ${["tide", "harbour", "ferry", "buoy"][i % 4]} on day ${i}?`,
      answer: `It is ${word} and number ${i * 7}.`,
    }));
  write("tides.json", JSON.stringify({ rows: taught("calm") }));
  write("tides-clean.jsonl", lines(taught("quiet")));
  write(
    "ferries.csv",
    `year,passengers\n${Array.from({ length: 20 }, (_, i) => `${2001 + i},${100 + 7 * i + (i % 3)}`).join("\n")}\n`,
  );
  write("notes.md", "# Read me first\n");
  const { code, out, error } = await run("mine", "--json");
  assert.equal(code, 0, error);
  const { files, commands } = looked.parse(JSON.parse(out));
  assert.deepEqual(
    files.map(({ file, uses, rows }) => [file, uses[0] ?? null, rows]),
    [
      ["mine/ferries.csv", "series", 20],
      ["mine/notes.md", null, 0],
      ["mine/runs.jsonl.gz", "runs", 24],
      ["mine/tides-clean.jsonl", "rows", 60],
      ["mine/tides.json", "rows", 60],
    ],
  );
  assert.match(files[1]?.why ?? "", /neither JSON nor a table/);
  assert.deepEqual(commands.map(({ study }) => study).sort(), ["audit", "forecast", "monitor"]);
  for (const { words } of commands) {
    const ended = await run(
      ...words.slice(1),
      ...(words[1] === "monitor" ? ["--bootstrap", "100"] : ["--dry-run"]),
    );
    assert.equal(ended.code, 0, `${words.join(" ")}: ${ended.error}`);
  }
});

test("without --positive the values that were seen are shown, and a command", async (t) => {
  const { folder, run } = sharedPlace(t);
  writeFileSync(join(folder, "runs.jsonl"), lines(chatRows(12)));
  const { code, error } = await run("monitor", "runs.jsonl");
  assert.equal(code, 2);
  assert.match(error, /--positive VALUE and --negative VALUE/);
  assert.match(error, /Values of label: (good|bad) \(\d+\), (good|bad) \(\d+\)/);
  assert.match(error, /credence monitor runs\.jsonl --label label --positive bad --negative good/);
});
