import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { readTuningRows, type TuningRow } from "./tuning-rows.ts";

function fileWith(t: TestContext, ...lines: readonly unknown[]): string {
  const folder = mkdtempSync(join(tmpdir(), "tuning-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "rows.jsonl");
  const text = (line: unknown): string => (typeof line === "string" ? line : JSON.stringify(line));
  writeFileSync(file, lines.map((line) => `${text(line)}\n`).join(""));
  return file;
}

async function read(file: string, longest?: number) {
  const rows: TuningRow[] = [];
  const { counts } = await readTuningRows(file, (row) => rows.push(row), longest);
  return { rows, counts };
}

const turns = (answer: unknown) => [
  { role: "system", content: "Be short." },
  { role: "user", content: "Q" },
  { role: "assistant", content: answer },
];

test("every form gives the same prompt and answer, also mixed in one file", async (t) => {
  const { rows, counts } = await read(
    fileWith(
      t,
      { messages: turns("A") },
      {
        conversations: [
          { from: "system", value: "Be short." },
          { from: "human", value: "Q" },
          { from: "gpt", value: "A" },
        ],
      },
      { prompt: "Q", completion: "A" },
      { prompt: turns("A").slice(0, 2), completion: turns("A").slice(2) },
      { instruction: "Q", input: "", output: "A" },
      { question: "Q", response: "A" },
      { query: "Q", answer: "A" },
      "",
      { prompt: "Q", response: "A" },
    ),
  );
  assert.equal(rows.length, 8);
  for (const { prompt, answer } of rows) assert.deepEqual([prompt, answer], ["Q", "A"]);
  assert.deepEqual(
    rows.map(({ line }) => line),
    [1, 2, 3, 4, 5, 6, 7, 9],
  );
  assert.deepEqual(
    rows.map(({ system }) => system),
    ["Be short.", "Be short.", null, "Be short.", null, null, null, null],
  );
  assert.deepEqual(counts.forms, {
    messages: 1,
    sharegpt: 1,
    "prompt-completion": 2,
    instruction: 1,
    question: 3,
  });
  assert.equal(counts.duplicates, 7);
  assert.deepEqual(counts.duplicatesAt, [2, 3, 4, 5, 6]);
});

test("an input is part of the prompt; every assistant turn that is trained is part of the answer", async (t) => {
  const two = (flags: object, more: object = {}): object => ({
    messages: [
      { role: "user", content: "Q" },
      { role: "assistant", content: "first", ...flags },
      { role: "user", content: "more" },
      { role: "assistant", content: "second", ...more },
    ],
  });
  const { rows, counts } = await read(
    fileWith(
      t,
      { instruction: "Sum up.", input: "A text.", output: "A." },
      two({}),
      ...[{ weight: 0 }, { train: false }, { loss_mask: 0 }].map((flag) => two(flag)),
      two({ weight: 1 }, { weight: 0 }),
      {
        conversations: [
          { from: "human", value: "Q" },
          { from: "gpt", value: "first", train: false },
          { from: "human", value: "more" },
          { from: "gpt", value: "second" },
        ],
      },
      { instruction: "more", output: "second", history: [["Q", "first"]] },
      two({ weight: 0 }, { weight: 0 }),
    ),
  );
  const found = rows.map(({ prompt, answer }) => [prompt, answer]);
  const marked = ["Q\n\nfirst\n\nmore", "second"];
  assert.deepEqual(found, [
    ["Sum up.\n\nA text.", "A."],
    ["Q\n\nmore", "first\n\nsecond"],
    ...[marked, marked, marked],
    ["Q\n\nmore\n\nsecond", "first"],
    marked,
    ["Q\n\nmore", "first\n\nsecond"],
  ]);
  assert.deepEqual([counts.untaught, counts.untaughtAt], [6, [3, 4, 5, 6, 7]]);
  assert.deepEqual(
    [counts.withoutAnswer, counts.withoutAnswerAt],
    [1, [9]],
    "what is not trained teaches nothing",
  );
});

test("an Alpaca history of another form is named", async (t) => {
  const at = await read(fileWith(t, { instruction: "a", output: "b", history: ["c"] })).catch(
    (error) => error,
  );
  assert.match(String(at.message), /history/);
});

test("rows without an answer are counted and named; a blank answer is one", async (t) => {
  const { rows, counts } = await read(
    fileWith(
      t,
      { messages: turns("A") },
      { messages: turns(null) },
      { messages: turns("A").slice(0, 2) },
      { prompt: "Q" },
      { prompt: "Q", completion: null },
      { instruction: "Q" },
      { messages: turns("") },
      { prompt: "Q", completion: " \n" },
    ),
  );
  assert.equal(counts.read, 8);
  assert.equal(counts.withoutAnswer, 5);
  assert.deepEqual(counts.withoutAnswerAt, [2, 3, 4, 5, 6]);
  assert.equal(counts.blank, 2);
  assert.deepEqual(
    rows.map(({ answer }) => answer),
    ["A", "", " \n"],
  );
});

test("a row of a megabyte is cut where asked, and counted; no surrogate pair is torn", async (t) => {
  const { rows, counts } = await read(
    fileWith(
      t,
      { prompt: "Q", completion: `${"a".repeat(99)}${"😀".repeat(300_000)}` },
      { prompt: "Q", completion: "b" },
    ),
    100,
  );
  assert.equal(rows[0]?.answer, "a".repeat(99));
  assert.equal(counts.cut, 1);
  assert.deepEqual(counts.cutAt, [1]);
});

test("what is no row is named by file and line", async (t) => {
  const refused = async (line: unknown, said: RegExp): Promise<void> => {
    const file = fileWith(t, { prompt: "Q", completion: "A" }, line);
    await assert.rejects(read(file), (error: unknown) => {
      assert.ok(error instanceof CredenceError);
      assert.equal(error.where, `${file}:2`);
      assert.match(error.message, said);
      return true;
    });
  };
  await refused("{ not json", /JSON/);
  await refused([1], /object/);
  await refused({ note: "alone" }, /fields note; expected messages/);
  await refused({ messages: [{ role: "wizard", content: "x" }] }, /role/);
  await refused({ prompt: { a: 7 }, completion: "A" }, /prompt: found/);
  await refused({ instruction: "Q", output: { a: 7 } }, /output: found/);
  await assert.rejects(read(fileWith(t, "[1,", "2]")), /row: found 1; expected an object/);
  await assert.rejects(read(fileWith(t, "")), /no rows/);
  await assert.rejects(read("nowhere.jsonl"), /no such file/);
});

test("100,000 rows stream: what is not kept is not held", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "tuning-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "many.jsonl");
  const filler = "x".repeat(480);
  for (let part = 0; part < 10; part++) {
    const lines = Array.from(
      { length: 10_000 },
      (_, i) => `${JSON.stringify({ prompt: `Q ${part * 10_000 + i}`, completion: filler })}\n`,
    );
    writeFileSync(file, lines.join(""), { flag: "a" });
  }
  // The text alone is 50 MB: a heap of 24 holds what is under way and nothing else.
  const read = (keeping: boolean): SpawnSyncReturns<string> =>
    spawnSync(
      process.execPath,
      [
        ...["--max-old-space-size=24", "--input-type=module", "--eval"],
        `const { readTuningRows } = await import(process.argv[1]);
         const kept = [];
         let seen = 0;
         await readTuningRows(process.argv[2], (row) => { seen++; if (${keeping}) kept.push(row); });
         console.log(seen);`,
        ...[new URL("tuning-rows.ts", import.meta.url).href, file],
      ],
      { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } },
    );
  const streamed = read(false);
  assert.equal(streamed.stdout.trim(), "100000", streamed.stderr);
  assert.notEqual(read(true).status, 0, "rows that are kept do not fit");
});
