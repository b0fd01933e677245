import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { readCsvTable } from "./csv.ts";
import { valueAt } from "./field-path.ts";
import { labelTest } from "./label-values.ts";
import { mapRuns } from "./mapping.ts";
import { readRuns } from "./runs.ts";
import { readSeriesCsv } from "./series-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "credence-odd-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const talk = (said: string): readonly object[] => [
  { role: "user", content: "Which berth is free?" },
  { role: "assistant", content: said },
];
const lines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

test("labels: the same truth or number however it is written, and thresholds", () => {
  assert.ok(labelTest("True")(true) && labelTest("true")("True") && !labelTest("True")(false));
  assert.ok(labelTest("1.0")(1) && labelTest("1")("1.0") && !labelTest("1")(true));
  assert.ok(labelTest(">=0.5")(0.5) && !labelTest(">=0.5")(0.49) && labelTest("<.5")("0.2"));
  assert.ok(labelTest("!=0")(2) && !labelTest(">=0.5")("high") && !labelTest(">=0.5")(null));
  assert.ok(labelTest(">=0.5")(">=0.5"), "a text that is called like a threshold is itself");
});

test("paths: the longest name that there is, and indices of lists", () => {
  const fields = { a: { "b.c": { d: 1 }, b: { c: { e: 2 } }, list: [{ v: 3 }] }, "x.y": 4 };
  assert.equal(valueAt(fields, "a.b.c.d"), 1);
  assert.equal(valueAt(fields, "a.b.c.e"), 2);
  assert.equal(valueAt(fields, "a.list.0.v"), 3);
  assert.equal(valueAt(fields, "x.y"), 4);
  assert.equal(valueAt(fields, "a.list.1.v"), undefined);
  assert.equal(valueAt(fields, "a.constructor"), undefined);
});

test("one odd row is left out and named; too many are an error that says how to go on", async () => {
  const rows = Array.from({ length: 24 }, (_, i) => ({ label: i % 2, messages: talk(`Berth ${i}.`) }));
  const { runs, notes } = await readRuns([file("one.jsonl", `${lines(rows)}{"messages": [\n`)]);
  assert.equal(runs.length, 24);
  assert.match(
    notes.join(" "),
    /Left out: 1 of 25 rows, which cannot be read: .*one\.jsonl:25 \(no valid JSON/,
  );
  const many = file(
    "many.jsonl",
    lines([...rows, ...Array.from({ length: 6 }, () => ({ messages: [{ role: "cat" }] }))]),
  );
  await assert.rejects(readRuns([many]), (error: unknown) => {
    assert.ok(error instanceof CredenceError);
    assert.match(error.message, /6 of 30 rows cannot be read: messages\[\.\.\.\]\.role: .*\(6\)/);
    assert.match(error.fix ?? "", /--max-bad 20%/);
    return true;
  });
  assert.equal((await readRuns([many], { maxBad: 0.2 })).runs.length, 24);
});

test("a run without label is left out and counted; what a message holds beside is counted, an image is a placeholder", async () => {
  const { runs, notes } = await readRuns([
    file(
      "beside.jsonl",
      lines([
        {
          id: "a",
          label: "bad",
          messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }],
        },
        { id: "b", label: "good", messages: [{ role: "user", content: "Hi", mood: "calm and wide" }] },
        { id: "c", error: "stopped", messages: talk("Berth 4.") },
      ]),
    ),
  ]);
  assert.equal(runs[0]?.messages[0]?.content, "[image: not read]");
  assert.deepEqual(notes, ["Unread: image parts, read as a placeholder (1), mood (1)."]);
  const mapping = {
    label: "label",
    positive: ["bad"],
    negative: ["good"],
    group: null,
    author: null,
    suite: null,
  };
  assert.deepEqual(mapRuns(runs, mapping).leftOut, { "no label, ended with an error": 1 });
});

test("an Inspect log: invalidated samples are left out, a broken one is named, and what stands beside a score is a field", async () => {
  const sample = (id: number, more: object): object => ({
    ...{ id, epoch: 1, input: "Which berth?", target: "4", messages: talk(`Berth ${id}.`) },
    scores: { "dock.safe": { value: "C", metadata: { calm: id % 2 === 0 } } },
    ...more,
  });
  const samples = Array.from({ length: 20 }, (_, i) => sample(i, {}));
  const log = {
    ...{ version: 2, status: "success", eval: { task: "dock", model: "m/n" } },
    samples: [...samples, sample(20, { invalidation: { author: "me" } }), sample(21, { messages: "lost" })],
  };
  const { runs, notes } = await readRuns([file("log.json", JSON.stringify(log))]);
  assert.equal(runs.length, 20);
  assert.match(notes.join(" "), /1 of 22 samples are invalidated: left out/);
  assert.match(notes.join(" "), /Left out: 1 of 21 rows, .*samples\[21\]/);
  assert.equal(valueAt(runs[1]?.fields ?? {}, "scores.dock.safe"), "C");
  assert.equal(valueAt(runs[1]?.fields ?? {}, "scores.dock.safe.metadata.calm"), false);
});

test("tables: names in a comment, a row that is cut off, no header at all, and series that are no CSV", async () => {
  const commented = await readCsvTable(file("c.csv", "#ship,tons,year\nSea Horse,12,1990\nSwan,15,1991\n"));
  assert.deepEqual(commented.columns, ["ship", "tons", "year"]);
  const years = Array.from({ length: 60 }, (_, i) => ({ year: 1950 + i, tons: 10 + i }));
  const text = `year,tons\n${years.map(({ year, tons }) => `${year},${tons}`).join("\n")}\n`;
  const options = { x: ["year"], y: "tons" };
  const cut = await readSeriesCsv(file("cut.csv", text.replace("1980,40", "1980")), options);
  assert.equal(cut.rows.length, 59);
  assert.match(cut.notes.join(" "), /line 32 has 1 cell, where the header has 2: left out/);
  await assert.rejects(readCsvTable(file("cut2.csv", text.replace("1980,40", "1980"))), /line 32 has 1 cell/);
  await assert.rejects(readCsvTable(file("bare.csv", "1971,2300\n1972,3500\n")), /no header/);
  const listed = await readSeriesCsv(file("list.json", JSON.stringify(years)), options);
  assert.deepEqual([listed.rows.length, listed.rows[0]?.y], [60, 10]);
});
