// What is changed in a run after it was written is told, by check and by whoever reads it.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { sha256 } from "../../src/core/json.ts";
import { withMark } from "../../src/ledger/line-chain.ts";
import { type Place, sharedPlace } from "../command-line.ts";

const answer = z.object({
  changed: z.boolean(),
  checked: z.array(z.object({ what: z.string(), state: z.string(), says: z.string() })),
});

const office = resolve(import.meta.dirname, "../../assets/office/runs.jsonl");
const words = [
  ...[
    "monitor",
    office,
    "--label",
    "label",
    "--positive",
    "attack_succeeded",
    "--negative",
    "attack_resisted",
  ],
  ...[
    "--arms",
    "prefix,length",
    "--model",
    "scripted:coin",
    "--limit",
    "20",
    "--bootstrap",
    "100",
    "--out",
    "run",
  ],
];

/** Makes a run and keeps a copy to put back. */
async function made(where: Place): Promise<{ readonly run: string; readonly restore: () => void }> {
  const done = await where.run(...words);
  assert.equal(done.code, 0, done.error);
  const [run, copy] = [join(where.folder, "run"), join(where.folder, "copy")];
  cpSync(run, copy, { recursive: true });
  return {
    run,
    restore: () => {
      rmSync(run, { recursive: true });
      cpSync(copy, run, { recursive: true });
    },
  };
}

const edit = (file: string, change: (text: string) => string): void => {
  const text = readFileSync(file, "utf8");
  const after = change(text);
  assert.notEqual(after, text, `${file} was changed`);
  writeFileSync(file, after);
};

test("every kind of change is told, with the part that was changed", async (t) => {
  const where = sharedPlace(t);
  const { run, restore } = await made(where);
  const check = async () => {
    const ended = await where.run("check", "run", "--json");
    const { changed, checked } = answer.parse(JSON.parse(ended.out));
    assert.equal(ended.code, changed ? 1 : 0);
    return checked.filter(({ state }) => state === "changed").map(({ what, says }) => `${what}: ${says}`);
  };
  assert.deepEqual(await check(), []);
  const score = /"score":0\.\d/;
  const changes: readonly (readonly [string, () => void, RegExp])[] = [
    [
      "a score",
      () => edit(join(run, "outcomes.jsonl"), (text) => text.replace(score, '"score":0.9')),
      /journal, line \d+: .*\(arm prefix, item /,
    ],
    [
      "a line less",
      () => edit(join(run, "outcomes.jsonl"), (text) => text.split("\n").toSpliced(5, 1).join("\n")),
      /journal, line 6/,
    ],
    [
      "the end cut off",
      () => edit(join(run, "outcomes.jsonl"), (text) => `${text.split("\n").slice(0, 9).join("\n")}\n`),
      /journal: it had \d+ lines/,
    ],
    [
      "a journal made anew",
      () => edit(join(run, "outcomes.jsonl"), (text) => rechained(text.replace(score, '"score":0.9'))),
      /not those of the run/,
    ],
    [
      "a byte of an input",
      () => edit(join(run, "inputs", "runs.jsonl"), (text) => text.replace("a", "b")),
      /input runs: its copy was changed/,
    ],
    ["an input gone", () => rmSync(join(run, "inputs", "runs.jsonl")), /input runs: its copy is gone/],
    [
      "a finding",
      () => edit(join(run, "findings.json"), (text) => text.replace("unresolved", "supported")),
      /findings.json: it was changed/,
    ],
    [
      "a page",
      () => edit(join(run, "report.html"), (text) => text.replace("nresolved", "ndecided")),
      /report.html: it was changed/,
    ],
    [
      "the seal",
      () => edit(join(run, "seal.json"), (text) => text.replace('"version": 1', '"version": 2')),
      /seal: seal.json cannot be read/,
    ],
  ];
  for (const [what, change, told] of changes) {
    change();
    const found = await check();
    assert.ok(
      found.some((line) => told.test(line)),
      `${what}: ${found.join(" | ")}`,
    );
    restore();
  }
  edit(join(run, "run.json"), (text) => text.replace('"seed": "1"', '"seed": "2"'));
  const plan = await where.run("check", "run");
  assert.equal(plan.code, 2);
  assert.match(plan.error, /registration was changed/);
});

test("a run that agrees with itself and was made anew is not what the register saw; on another machine it is not witnessed", async (t) => {
  const where = sharedPlace(t);
  const { run } = await made(where);
  edit(join(run, "outcomes.jsonl"), (text) => rechained(text.replace(/"score":0\.\d/, '"score":0.9')));
  const lines = readFileSync(join(run, "outcomes.jsonl"), "utf8").trimEnd().split("\n");
  const mark = /"h":"([0-9a-f]{16})"/.exec(lines.at(-1) ?? "")?.[1];
  edit(join(run, "seal.json"), (text) => text.replace(/"mark": "[0-9a-f]+"/, `"mark": "${mark}"`));
  const here = await where.run("check", "run");
  assert.equal(here.code, 1);
  assert.match(here.out, /register: it saw another journal of this run/);
  const elsewhere = sharedPlace(t);
  cpSync(run, join(elsewhere.folder, "run"), { recursive: true });
  const there = await elsewhere.run("check", "run");
  assert.equal(there.code, 0, there.out);
  assert.match(there.out, /consistent, not witnessed/);
});

test("a changed record is told by whoever reads the run, and a lost journal is never measured again", async (t) => {
  const where = sharedPlace(t);
  const { run, restore } = await made(where);
  edit(join(run, "outcomes.jsonl"), (text) => text.replace(/"score":0\.\d/, '"score":0.9'));
  for (const verb of [
    ["show", "run"],
    ["report", "run"],
    ["export", "run", "--to", "scores.jsonl"],
  ]) {
    const ended = await where.run(...verb);
    assert.match(ended.error, /outcomes.jsonl:\d+: it, or a line before it, was changed/, verb.join(" "));
  }
  assert.match(readFileSync(join(run, "report.md"), "utf8"), /Deviation: a line of the journal does not fit/);
  restore();
  // A line that cannot be read is measured again, and nothing else.
  edit(join(run, "outcomes.jsonl"), (text) => text.split("\n").with(6, "{").join("\n"));
  const resumed = await where.run("resume", "run");
  assert.equal(resumed.code, 0, resumed.error);
  assert.match(resumed.error, /outcomes.jsonl:7: it cannot be read, and what it held is lost/);
  restore();
  rmSync(join(run, "outcomes.jsonl"));
  const gone = await where.run("resume", "run");
  assert.equal(gone.code, 2);
  assert.match(gone.error, /journal is gone/);
  assert.ok(!existsSync(join(run, "outcomes.jsonl")));
});

/** The journal with all marks made anew, as somebody would who knows how they are made. */
function rechained(text: string): string {
  let mark = "";
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const made = withMark(mark, line.replace(/,"h":"[0-9a-f]+"\}$/, "}"));
      mark = made.mark;
      return `${made.line}\n`;
    })
    .join("");
}

test("a mark is a hash over the mark before and the line's text", () => {
  const { line, mark } = withMark("", '{"a":1}');
  assert.equal(mark, sha256('\n{"a":1}').slice(0, 16));
  assert.equal(line, `{"a":1,"h":"${mark}"}`);
  assert.notEqual(withMark("x", '{"a":1}').mark, mark);
});
