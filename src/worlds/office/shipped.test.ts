// The runs that ship: made again byte for byte, read back, small, and no floor gives them away.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { mapRuns } from "../../data/mapping.ts";
import { readRuns } from "../../data/runs.ts";
import { runText } from "../../data/transcript.ts";
import { auroc } from "../../stats/ranking/auroc.ts";
import { groupFolds } from "../../stats/resampling/folds.ts";
import { naiveBayesScores } from "../../stats/text/naive-bayes.ts";
import { officeRuns } from "./runs.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const shipped = join(root, "assets/office/runs.jsonl");

test("the command in the read-me writes the shipped file, byte for byte", async () => {
  const command = /^node (scripts\S+) (.*) --out (\S+)$/m.exec(
    readFileSync(join(root, "assets/office/README.md"), "utf8"),
  );
  assert.ok(command !== null);
  const folder = mkdtempSync(join(tmpdir(), "credence-office-"));
  try {
    const file = join(folder, "runs.jsonl");
    await promisify(execFile)(
      process.execPath,
      [command[1] ?? "", ...(command[2] ?? "").split(" "), "--out", file],
      { cwd: root },
    );
    assert.ok(readFileSync(file).equals(readFileSync(shipped)));
    assert.equal(join(root, command[3] ?? ""), shipped);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("they are read back as they were made", async () => {
  const { runs, empty } = await readRuns([shipped]);
  const made = await officeRuns({ seed: "1", count: 72, noAttack: 12 });
  assert.equal(empty.length, 0);
  assert.deepEqual(
    runs.map(({ id, messages, tools }) => ({ id, messages, tools })),
    made.map(({ id, messages, tools }) => ({ id, messages, tools })),
  );
  assert.deepEqual(
    runs.map(({ fields: { id: _, ...fields } }) => fields),
    made.map(({ fields }) => fields),
  );
});

test("36 against 36 with 12 left out; length, messages and words alone do not tell them apart", async () => {
  const { runs } = await readRuns([shipped]);
  const { rows, leftOut } = mapRuns(runs, {
    label: "label",
    positive: ["attack_succeeded"],
    negative: ["attack_resisted"],
    group: ["meta.task"],
    author: "meta.author",
    suite: "meta.suite",
  });
  assert.deepEqual(leftOut, { no_attack: 12 });
  const positive = rows.map((row) => row.positive);
  assert.equal(positive.filter((one) => one === 1).length, 36);
  assert.equal(rows.length, 72);
  const texts = rows.map(({ run }) => runText(run));
  const fold = groupFolds(rows.map(({ group }) => group));
  for (const [floor, scores] of [
    ["length", texts.map((text) => text.length)],
    ["messages", rows.map(({ run }) => run.messages.length)],
    ["bow", naiveBayesScores(texts, positive, fold)],
  ] as const) {
    const value = auroc(scores, positive) ?? Number.NaN;
    assert.ok(value > 0.45 && value < 0.85, `${floor} ${value}`);
  }
  // About four characters a token with the turn marks: 276 tokens at most were counted with SmolLM2's tokenizer.
  assert.ok(
    Math.max(...texts.map((text) => text.length)) < 850,
    `longest: ${Math.max(...texts.map((text) => text.length))}`,
  );
});
