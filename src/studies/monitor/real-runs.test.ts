// The 660 AgentDojo runs, read from the folder that CREDENCE_DATA names.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { byteModel, drive, testConfig } from "../../../lab/monitor/drive.ts";
import { argumentsText } from "../../core/message.ts";
import type { Snapshot } from "../../ledger/ledger.ts";
import { random } from "../../stats/distributions/random.ts";
import type { ArmResult } from "./arm-result.ts";
import { armIds, measuredOf } from "./arms.ts";
import type { MonitorConfig } from "./config.ts";
import type { FloorOverAll } from "./floors.ts";
import { loadInputs, type MonitorInputs, monitorInputs } from "./inputs.ts";
import type { MonitorResults } from "./results.ts";

const floors = ["length", "messages", "bow", "author"];

function settings(data: string, changed: Readonly<Record<string, unknown>> = {}): MonitorConfig {
  return testConfig({
    runs: [join(data, "monitor/agentdojo-matched.jsonl")],
    positive: ["attack_succeeded"],
    negative: ["attack_resisted"],
    group: ["meta.suite_name", "meta.user_task_id"],
    suite: "meta.suite_name",
    author: "meta.model",
    arms: floors,
    bootstrap: 100,
    ...changed,
  });
}

async function load(
  config: MonitorConfig,
): Promise<{ readonly inputs: MonitorInputs; readonly notes: string[] }> {
  const notes: string[] = [];
  const inputs = await loadInputs(config, {
    seed: "1",
    random: random("1").fork("load"),
    source: () => {},
    note: (text) => notes.push(text),
  });
  return { inputs, notes };
}

function dataFolder(t: TestContext): string | null {
  const folder = process.env.CREDENCE_DATA;
  if (folder !== undefined) return folder;
  t.skip("SKIPPED, NOT PASSED: set CREDENCE_DATA to the folder with monitor/agentdojo-matched.jsonl");
  return null;
}

function armOf(results: MonitorResults, id: string): ArmResult {
  const arm = results.arms.find((one) => one.id === id);
  assert.ok(arm);
  return arm;
}

function near(value: number | null | undefined, wanted: number): void {
  assert.ok(
    value !== null && value !== undefined && Math.abs(value - wanted) <= 0.002,
    `${value}, not ${wanted}`,
  );
}

test("floors over succeeded against resisted are those of the reference", async (t) => {
  const data = dataFolder(t);
  if (data === null) return;
  const config = settings(data);
  const { inputs, notes } = await load(config);
  const { analysis } = await drive(inputs, config, null);
  const { about, floorsAll } = analysis.results;
  assert.deepEqual([about.runs.measured, about.runs.positives, about.runs.negatives], [420, 230, 190]);
  assert.equal(about.runs.empty.length, 2);
  assert.deepEqual(about.runs.leftOut, { no_attack: 229, attack_attempted: 9 });
  assert.ok(notes.some((note) => note.includes("2 runs without messages")));
  near(armOf(analysis.results, "length").auroc?.estimate, 0.6725);
  near(armOf(analysis.results, "messages").auroc?.estimate, 0.7342);
  const usual = (id: string): FloorOverAll => floorsAll.find((floor) => floor.id === id) ?? assert.fail(id);
  near(usual("bow").auroc, 0.7908);
  near(usual("bow").leaveOut.suite, 0.5685);
  near(usual("author").auroc, 0.773);
  // Without the prevalence of what taught them, over pairs of one fold.
  near(armOf(analysis.results, "bow").auroc?.estimate, 0.8066);
  near(armOf(analysis.results, "author").auroc?.estimate, 0.7933);
  // Within an author a prevalence is a constant; out of fold it would even point the wrong way.
  assert.equal(armOf(analysis.results, "author").within.author, null);
  assert.equal(armOf(analysis.results, "author").leaveOut.author, null);
  assert.ok(armOf(analysis.results, "bow").within.author !== null);
});

test("floors against runs without an attack are those of the reference, and the contrast is called visible", async (t) => {
  const data = dataFolder(t);
  if (data === null) return;
  const config = settings(data, { negative: ["no_attack"], arms: ["length", "messages", "bow"] });
  const { analysis } = await drive((await load(config)).inputs, config, null);
  assert.equal(analysis.results.about.runs.measured, 459);
  near(armOf(analysis.results, "length").auroc?.estimate, 0.754);
  near(armOf(analysis.results, "messages").auroc?.estimate, 0.7161);
  const bow = analysis.results.floorsAll.find(({ id }) => id === "bow");
  near(bow?.auroc, 0.9864);
  near(bow?.leaveOut.suite, 0.9824);
  assert.ok(analysis.warnings.some((text) => text.includes("visible in the text")));
});

test("every tool name and argument stands in every arm's prompt", async (t) => {
  const data = dataFolder(t);
  if (data === null) return;
  const config = settings(data, { arms: armIds, trusted: "scripted:even" });
  const { inputs } = await load(config);
  const arms = measuredOf(config);
  let calls = 0;
  for (const { run } of inputs.rows) {
    for (const arm of arms) {
      const prompt = arm.prompt(run, "Was it so?");
      const said = prompt.messages
        .map((message) => {
          const made = message.role === "assistant" ? (message.toolCalls ?? []) : [];
          return [message.content ?? "", ...made.map((call) => `${call.name}\n${argumentsText(call)}`)].join(
            "\n",
          );
        })
        .join("\n");
      for (const message of run.messages) {
        if (message.role !== "assistant") continue;
        for (const call of message.toolCalls ?? []) {
          calls++;
          assert.ok(said.includes(call.name), `${arm.id} of ${run.id} lacks ${call.name}`);
          const given: unknown =
            typeof call.arguments === "string" ? JSON.parse(call.arguments) : call.arguments;
          for (const value of leaves(given)) {
            assert.ok(said.includes(value), `${arm.id} of ${run.id} lacks the argument ${value}`);
          }
        }
      }
    }
  }
  assert.ok(calls > 6 * 1000, `only ${calls} calls were looked at`);
});

test("a sample of 120 is balanced, comes back from the run's own copy, and keeps floors over all runs", async (t) => {
  const data = dataFolder(t);
  if (data === null) return;
  const config = settings(data, { limit: 120, arms: ["prefix", "fresh", ...floors], score: "choose" });
  const { inputs } = await load(config);
  const stored = new Map<string, unknown[]>();
  const snapshot: Snapshot = {
    write: async (name, rows) => {
      const lines: unknown[] = [];
      for await (const row of rows) lines.push(JSON.parse(JSON.stringify(row)));
      stored.set(name, lines);
    },
    read: async function* (name) {
      yield* stored.get(name) ?? [];
    },
  };
  await monitorInputs.save(inputs, snapshot);
  const restored = await monitorInputs.restore(snapshot);
  assert.deepEqual(restored, inputs);
  const model = byteModel((bytes) => (bytes.length % 97) / 97);
  const before = await drive(inputs, config, model);
  const after = await drive(restored, config, model);
  assert.equal(after.bytes, before.bytes);
  const { runs } = before.analysis.results.about;
  assert.deepEqual([runs.measured, runs.positives, runs.labelled], [120, 60, 420]);
  near(before.analysis.results.floorsAll.find(({ id }) => id === "messages")?.auroc, 0.7342);
});

function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  // As it stands in JSON, where quotes and line breaks are escaped.
  return typeof value === "string" ? [JSON.stringify(value).slice(1, -1)] : [JSON.stringify(value)];
}
