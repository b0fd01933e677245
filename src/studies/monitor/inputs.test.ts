import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { drive, testConfig, testInputs, testRow } from "../../../lab/monitor/drive.ts";
import { plantedRuns } from "../../../lab/monitor/planted.ts";
import { CredenceError } from "../../core/error.ts";
import { random } from "../../stats/distributions/random.ts";
import { loadInputs, type MonitorInputs } from "./inputs.ts";

async function loaded(
  lines: readonly unknown[],
  settings: Readonly<Record<string, unknown>>,
): Promise<{ inputs: MonitorInputs; notes: string[]; sources: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "credence-inputs-"));
  try {
    const file = join(folder, "runs.jsonl");
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const notes: string[] = [];
    const sources: string[] = [];
    const inputs = await loadInputs(testConfig({ group: [], runs: [file], ...settings }), {
      seed: "1",
      random: random("1"),
      source: ({ sha256 }) => sources.push(sha256),
      note: (text) => notes.push(text),
    });
    return { inputs, notes, sources };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const chat = (said: string): readonly unknown[] => [
  { role: "user", content: "Go." },
  { role: "assistant", content: said },
];

test("a label called security is explained, a missing group is said, and the file is hashed", async () => {
  const lines = [0, 1, 2, 3].map((i) => ({ messages: chat(`said ${i}`), meta: { security: i % 2 === 0 } }));
  const { inputs, notes, sources } = await loaded(lines, {
    label: "meta.security",
    positive: ["true"],
    negative: ["false"],
  });
  assert.deepEqual(
    inputs.rows.map(({ positive }) => positive),
    [1, 0, 1, 0],
  );
  assert.ok(notes.some((text) => text.includes("security: true means that the attack SUCCEEDED")));
  assert.ok(notes.some((text) => text.startsWith("No group was named")));
  assert.match(sources.join(), /^[0-9a-f]{64}$/);
});

test("what is left out is counted and said", async () => {
  const label = ["yes", "no", "maybe", "maybe", "yes"];
  const lines = label.map((value, i) => ({
    messages: i === 4 ? [] : chat(`said ${i}`),
    label: value,
    task: "t",
  }));
  const { inputs, notes } = await loaded(lines, { group: ["task"] });
  assert.equal(inputs.rows.length, 2);
  assert.equal(inputs.about.read, 5);
  assert.equal(inputs.about.empty.length, 1);
  assert.deepEqual(inputs.about.leftOut, { maybe: 2 });
  assert.ok(notes.some((text) => text.includes("1 run without messages")));
  assert.ok(notes.some((text) => text.includes("maybe (2)")));
  assert.ok(!notes.some((text) => text.startsWith("No group was named")));
});

test("a label field that is not there is an error that lists what is", async () => {
  const lines = [{ messages: chat("a"), outcome: "yes" }];
  await assert.rejects(loaded(lines, {}), (error: unknown) => {
    assert.ok(error instanceof CredenceError);
    assert.equal(error.code, "input");
    assert.match(error.fix ?? "", /outcome/);
    return true;
  });
});

test("one class only is an error", async () => {
  const lines = [{ messages: chat("a"), label: "yes" }];
  await assert.rejects(loaded(lines, {}), /negative/);
});

test("length counts characters, not UTF-16 units", async () => {
  // Twelve emoji are 12 characters, 24 units: fewer than the 20 letters of the positives.
  const rows = plantedRuns({ count: 40, groups: 20, seed: "emoji" }).rows.map((row, index) => {
    const name = String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26));
    const content = `${name} ${row.positive === 1 ? "x".repeat(20) : "🦆".repeat(12)}`;
    return testRow({ ...row, run: { ...row.run, messages: [{ role: "user", content }] } });
  });
  const config = testConfig({ arms: ["length"] });
  const { analysis } = await drive(testInputs(rows, config), config, null);
  assert.equal(analysis.results.arms[0]?.auroc?.estimate, 1);
});
