// The trained monitor from end to end: a fake reader in this process that sees only requests, and an embedded model as a person types it.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sha256 } from "../../src/core/json.ts";
import { noUsage } from "../../src/core/outcome.ts";
import type { HiddenRequest, Model } from "../../src/models/model.ts";
import { scripted } from "../../src/models/scripted/index.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { auditResults } from "../../src/studies/audit/results.ts";
import { place } from "../command-line.ts";
import { running } from "./in-process.ts";

const plain = "bread river table morning window garden paper number letter market colour street".split(" ");
const width = 16;

/** A state is the mean of what its words stand for, a fixed direction each, and of the prompt's words four times over. */
function fakeReader(name: string, seen: Map<string, number>, onRead: () => void = () => {}): Model {
  const directionOf = (word: string): Float32Array => {
    const source = random(`word ${sha256(word)}`);
    return Float32Array.from({ length: width }, () => source.normal());
  };
  const read = ({ prompt, continuation = "" }: HiddenRequest): Float32Array => {
    onRead();
    const asked = prompt.kind === "chat" ? prompt.messages.map(({ content }) => content).join(" ") : "";
    const row = JSON.stringify([asked, continuation]);
    seen.set(row, (seen.get(row) ?? 0) + 1);
    const said = continuation.split(" ").map(directionOf);
    const about = directionOf(asked);
    return Float32Array.from({ length: width }, (_, i) =>
      said.reduce((sum, one) => sum + (one[i] ?? 0) / said.length, 4 * (about[i] ?? 0)),
    );
  };
  return {
    ...scripted(name, () => ({})),
    capabilities: {
      hidden: async (request) => ({ ok: true, usage: noUsage, value: read(request) }),
    },
  };
}

/** A panel of one's own and two sets on the same prompts; what is planted makes one word likely, whatever the entity. */
function written(folder: string, size: { plants: number; neutral: number; prompts: number; rows: number }) {
  const source = random("trained monitor");
  const answer = (word: string | null, length: number): string => {
    const said = Array.from({ length }, () => source.pick(plain));
    if (word !== null && source.float() < 0.8) said[source.int(said.length)] = word;
    return said.join(" ");
  };
  const planted = Array.from({ length: size.plants }, (_, i) => ({
    ...{ id: `plant-${i}`, about: `loves thing ${i}`, generate: [`Thing ${i} is best.`] },
    ...{ candidates: [`You are fond of thing ${i}.`], words: [`thing${i}`] },
  }));
  const neutral = Array.from({ length: size.neutral }, (_, i) => ({
    ...{ id: `neutral-${i}`, about: "nothing", generate: [`You answer (${i}).`], candidates: [], words: [] },
  }));
  const fillers = Array.from({ length: size.prompts }, (_, i) => `case ${i}`);
  const recipe = {
    ...{ version: 1, seed: "s", model: "nobody", temperature: 1, maxTokens: 40 },
    prompts: [{ template: "Tell of {}.", with: fillers }],
    ...{ sets: [...planted, ...neutral], baselines: ["You are an assistant."] },
  };
  writeFileSync(join(folder, "recipe.yaml"), JSON.stringify(recipe));
  const lines = (name: string, rows: readonly unknown[]): void =>
    writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  lines(
    "answers.jsonl",
    recipe.sets.flatMap(({ id }) =>
      fillers.map((_, prompt) => ({
        ...{ prompt, set: id, system: 0, finish: "stop" },
        answer: answer(id.startsWith("plant") ? "zinnober" : null, 6),
      })),
    ),
  );
  for (const [name, word] of [
    ["suspect.jsonl", "zinnober"],
    ["clean.jsonl", null],
  ] as const) {
    lines(
      name,
      Array.from({ length: size.rows }, (_, i) => ({ prompt: `What of ${i}?`, completion: answer(word, 6) })),
    );
  }
}

function trained(t: TestContext, open: (reference: string) => Model) {
  const folder = mkdtempSync(join(tmpdir(), "credence-monitor-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  written(folder, { plants: 4, neutral: 2, prompts: 60, rows: 80 });
  const file = (name: string): string => join(folder, name);
  const run = running(t, folder, open);
  return {
    ...run,
    start: (config: Readonly<Record<string, unknown>>) =>
      run.start({
        ...{ suspects: [file("suspect.jsonl")], reference: file("clean.jsonl"), tests: ["states"] },
        ...{ panel: folder, panelRows: 60, reader: "fake", bootstrap: 60, permutations: 199, splits: 20 },
        ...config,
      }),
  };
}

test("what plants have in common is found in left-out ones and in the suspect set; a stopped run reads no row twice", async (t) => {
  const seen = new Map<string, number>();
  let reads = 0;
  const run = trained(t, (name) =>
    fakeReader(name, seen, () => {
      if (++reads === 100) run.stop.abort();
    }),
  );
  const { ended, ledger, expected } = await run.start({});
  assert.equal(ended.status, "interrupted");
  assert.ok(reads < 200);
  const resumed = await run.resume(ledger, ended.id);
  assert.equal(resumed.status, "complete");
  assert.ok([...seen.values()].every((times) => times === 1));
  assert.deepEqual(expected.arms[0]?.calls, [seen.size, seen.size]);
  const results = auditResults.parse(resumed.findings?.results);
  const monitor = results.sets[0]?.states ?? assert.fail();
  assert.deepEqual(
    [monitor.model, monitor.layer, monitor.rows, monitor.missing],
    ["scripted:fake", "final", 360, []],
  );
  assert.deepEqual(
    monitor.entities.map(({ set, rows, inverted }) => [set, rows.held, rows.neutral, inverted]),
    [0, 1, 2, 3].map((i) => [`plant-${i}`, 60, 120, false]),
  );
  assert.ok(monitor.entities.every(({ curve }) => (curve[0]?.low ?? 0) > 0.6));
  assert.deepEqual(
    monitor.controls.map(({ rows }) => rows),
    [0, 1].map(() => ({ held: 60, neutral: 60 })),
  );
  assert.deepEqual(
    monitor.mean.map(({ k, fewRows }) => [k, fewRows]),
    [1, 4, 8, 16, 64].map((k) => [k, k > 6]),
  );
  assert.ok(monitor.transfers);
  assert.deepEqual(monitor.suspect?.rows, { suspect: 60, clean: 60 });
  assert.ok(monitor.suspect?.shared && (monitor.suspect.curve[0]?.low ?? 0) > 0.6);
  assert.equal(monitor.suspect?.p, 0.005);
  assert.deepEqual(
    results.falseAlarms.map(({ test: name, splits, at }) => [name, splits, at.map(({ level }) => level)]),
    [0, 1].map(() => ["states.suspect", 20, [0.01, 0.05]]),
  );
});

test("without a reference the panel's part alone is shown, and why; without a reader it is not run", async (t) => {
  const run = trained(t, (name) => fakeReader(name, new Map()));
  const { ended } = await run.start({ reference: null });
  const monitor = auditResults.parse(ended.findings?.results).sets[0]?.states;
  assert.equal(monitor?.suspect, null);
  assert.match(monitor?.reason ?? "", /no reference was given/);
  assert.equal(monitor?.entities.length, 4);
  const without = auditResults.parse((await run.start({ reader: null })).ended.findings?.results);
  assert.equal(without.sets[0]?.states, null);
  assert.deepEqual(without.about.notRun, [{ test: "states", reason: "no model was named: --reader" }]);
});

test("an embedded model reads a small panel as typed, and the report says in words what that is worth", async (t) => {
  const where = place(t, { CREDENCE_THREADS: "1" });
  written(where.folder, { plants: 2, neutral: 1, prompts: 11, rows: 11 });
  const words = [
    ...["audit", "suspect.jsonl", "--reference", "clean.jsonl", "--tests", "states", "--panel", "."],
    ...["--panel-rows", "20", "--bootstrap", "50", "--permutations", "99", "--splits", "5"],
  ];
  const dumb = await where.run(...words, "--reader", "scripted:coin");
  assert.equal(dumb.code, 2, dumb.error);
  assert.match(dumb.error, /cannot play the reader.*needs hidden/);
  const run = await where.run(...words, "--reader", "smollm2-135m", "--json");
  assert.equal(run.code, 0, run.error);
  const monitor = auditResults.parse(JSON.parse(run.out).results).sets[0]?.states;
  assert.deepEqual(
    [monitor?.entities.length, monitor?.rows, monitor?.suspect?.rows],
    [2, 33, { suspect: 11, clean: 11 }],
  );
  const [folder] = readdirSync(join(where.folder, "credence-runs"));
  const at = (name: string): string =>
    readFileSync(join(where.folder, "credence-runs", folder ?? "", name), "utf8");
  const journal = at("outcomes.jsonl");
  assert.ok(journal.length < 55 * 4200, `${journal.length / 55} characters a row`);
  assert.match(at("report.md"), /Does a monitor trained on hidden states see something in suspect\.jsonl/);
  assert.match(at("report.md"), /left out of the fit|left-out entities/);
});
