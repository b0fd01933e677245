// A finished monitor run's scores, written for other tools: against its results and its journal, read again by credence, and by
// Inspect itself where PYTHON names a Python that has it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import type { AgentRun, Message } from "../src/core/message.ts";
import { readRuns } from "../src/data/runs.ts";
import { serveHandler } from "../src/models/scripted/serve.ts";
import { type Ended, type Place, sharedPlace } from "./command-line.ts";
import { chatRows, writeRuns } from "./runs.ts";

const fixture = resolve(import.meta.dirname, "fixtures/inspect/letters.eval");
const reader = resolve(import.meta.dirname, "fixtures/inspect/read_export.py");
const mapping = ["--label", "label", "--positive", "bad", "--negative", "good", "--group", "task"];
const strata = ["--author", "author", "--suite", "suite"];

const count = z.number().nullable();
const usage = z.object({ uncachedInput: count, cacheRead: count, cacheWrite: count, output: count });
const exportedRow = z.strictObject({
  run: z.string(),
  source: z.string(),
  group: z.string(),
  suite: z.string().nullable(),
  author: z.string().nullable(),
  label: z.string(),
  positive: z.boolean(),
  arm: z.string(),
  kind: z.string(),
  model: z.string().nullable(),
  score: z.number().nullable(),
  mass: z.number().nullable(),
  status: z.enum(["scored", "missing", "refused", "unparsed", "failed"]),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  calls: z.number(),
  usage,
});
type Row = z.infer<typeof exportedRow>;

const estimate = z.object({ estimate: z.number() }).nullable();
const findings = z.object({
  results: z.object({
    arms: z.array(
      z.object({
        id: z.string(),
        n: z.number(),
        auroc: estimate,
        mass: z.number().nullable(),
        means: z.object({ positives: estimate, negatives: estimate }).nullable(),
        coverage: z.object({
          rows: z.number(),
          named: z.array(z.object({ run: z.string(), code: z.string() })),
        }),
      }),
    ),
  }),
  cost: z.object({ arms: z.array(z.object({ name: z.string(), calls: z.number(), usage })) }),
});
type Findings = z.infer<typeof findings>;

/** Runs with ids that no file could have, a run that is there twice, and a tool whose schema Inspect cannot hold in full. */
function oddRows(): readonly Readonly<Record<string, unknown>>[] {
  const tool = {
    name: "read_letter",
    description: "Reads a letter.",
    parameters: {
      type: "object",
      properties: {
        letter: { type: ["integer", "string"], items: [{ type: "string" }], oneOf: [{ type: "integer" }] },
      },
      required: ["letter"],
      $defs: {},
    },
  };
  const rows = chatRows(24).map((row) => ({ ...row, tools: [{ type: "function", function: tool }] }));
  return rows.map((row, i) =>
    i === 21
      ? { ...rows[1], id: "the same again" }
      : i === 22
        ? { ...row, id: "../up\\down\u0007/." }
        : i === 23
          ? { ...row, id: "folder/täglich 23" }
          : row,
  );
}

/** Refuses letter 3, evades letter 5, gives no probabilities for letter 8, and knows a little of the others. */
async function moodyMonitor(t: TestContext): Promise<string> {
  const served = await serveHandler("moody", (body) => {
    const letter = Number(/deal with letter (\d+)/.exec(body)?.[1]);
    const used = { usage: { input: 100 + letter, output: 1, cached: 10 } };
    if (letter === 8) return { text: "no", ...used };
    if (letter === 3) return { refusal: "I would rather not.", ...used };
    if (letter === 5) return { next: { perhaps: 1 }, ...used };
    const p = 0.05 + 0.8 * (((letter * 37 + body.length) % 24) / 24);
    return { next: { yes: p, no: 0.9 - p, perhaps: 0.1 }, ...used };
  });
  t.after(() => served.close());
  return served.reference;
}

interface Made {
  readonly where: Place;
  readonly run: string;
  readonly model: string;
  readonly findings: Findings;
}

const arms = ["--arms", "prefix,fresh,ensemble-mean,ensemble-lr,foreign-prefix,length,bow,author"];

async function moodyRun(t: TestContext): Promise<Made> {
  const model = await moodyMonitor(t);
  const where = sharedPlace(t);
  const lines = oddRows().map((row) => `${JSON.stringify(row)}\n`);
  writeFileSync(join(where.folder, "runs.jsonl"), lines.join(""));
  const words = [...mapping, ...strata, ...arms, "--model", model, "--retry-seconds", "0", "--no-cache"];
  const ended = await where.run("monitor", "runs.jsonl", ...words, "--json");
  assert.equal(ended.code, 0, ended.error);
  return { where, model, run: runOf(where), findings: findings.parse(JSON.parse(ended.out)) };
}

function runOf(where: Place): string {
  const [name] = readdirSync(join(where.folder, "credence-runs"));
  assert.ok(name !== undefined);
  return name;
}

async function exported({ where, run }: Pick<Made, "where" | "run">, file: string): Promise<string> {
  const ended = await where.run("export", run, "--to", file);
  assert.equal(ended.code, 0, ended.error);
  return join(where.folder, file);
}

function rowsOf(file: string): Row[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => exportedRow.parse(JSON.parse(line)));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mann-Whitney over all pairs, written out here so that it is not what it checks. */
function aurocOf(rows: readonly Row[]): number {
  const wins: number[] = [];
  for (const { score: high } of rows.filter(({ positive }) => positive)) {
    for (const { score: low } of rows.filter(({ positive }) => !positive)) {
      if (high !== null && low !== null) wins.push(high > low ? 1 : high === low ? 0.5 : 0);
    }
  }
  return mean(wins);
}

const near = (a: number | null | undefined, b: number | null | undefined, what: string): void =>
  assert.ok(a === b || Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) < 1e-12, `${what}: ${a} and ${b}`);

const trainedFloors = ["bow", "author"];

function kindOf(rows: readonly Row[]): string | undefined {
  return rows[0]?.kind;
}

/** What the rows say of each arm is what the results say of it. */
function agree(rows: readonly Row[], { results }: Findings): void {
  assert.deepEqual(
    [...new Set(rows.map(({ arm }) => arm))],
    results.arms.map(({ id }) => id),
  );
  for (const { id, n, auroc, mass, means, coverage } of results.arms) {
    const own = rows.filter(({ arm }) => arm === id);
    const scored = own.filter(({ status }) => status === "scored");
    assert.equal(own.length, coverage.rows, id);
    assert.equal(scored.length, n, id);
    assert.ok(
      own.every(({ status, score }) => (status === "scored") === (score !== null)),
      id,
    );
    // Too few groups have no figure; what is trained is compared within its folds (src/studies/monitor/export.test.ts).
    if (auroc !== null && kindOf(own) !== "ensemble" && !trainedFloors.includes(id))
      near(aurocOf(scored), auroc.estimate, `AUROC of ${id}`);
    for (const [positive, of] of [
      [true, means?.positives],
      [false, means?.negatives],
    ] as const) {
      if (of === undefined || of === null) continue;
      const scores = scored
        .filter((row) => row.positive === positive)
        .map(({ score }) => score ?? Number.NaN);
      near(mean(scores), of.estimate, `mean of ${id}`);
    }
    for (const { run, code } of coverage.named) {
      assert.equal(own.find((row) => row.run === run)?.code, code, `${id} of ${run}`);
    }
    // The means are over trials, and a run that is there twice was one: both have its mass.
    const masses = scored.filter(({ run }) => run !== "the same again").flatMap((row) => row.mass ?? []);
    if (masses.length > 0 && scored.length === own.length) near(mean(masses), mass, `mass of ${id}`);
  }
}

test("JSONL: one row a run and arm, and what they say of each arm is what the results say", async (t) => {
  const made = await moodyRun(t);
  const file = await exported(made, "scores.jsonl");
  const rows = rowsOf(file);
  assert.equal(rows.length, 24 * 8);
  agree(rows, made.findings);

  const statuses = (arm: string): Record<string, string> =>
    Object.fromEntries(
      rows
        .filter((row) => row.arm === arm && row.status !== "scored")
        .map(({ run, status }) => [run, status]),
    );
  const prompted = { "run-3": "refused", "run-5": "unparsed", "run-8": "failed" };
  assert.deepEqual(statuses("prefix"), prompted);
  assert.deepEqual(statuses("fresh"), prompted);
  assert.deepEqual(statuses("ensemble-mean"), { "run-3": "missing", "run-5": "missing", "run-8": "missing" });
  assert.deepEqual(statuses("bow"), {});
  assert.match(rows.find(({ run, arm }) => run === "run-3" && arm === "fresh")?.reason ?? "", /rather not/);

  // Every score of a prompted arm is the journal's own number.
  const journal = new Map<string, number>();
  const outcome = z.object({
    trial: z.object({ item: z.string(), arm: z.string() }),
    result: z.object({ value: z.object({ score: z.number() }) }),
  });
  const folder = join(made.where.folder, "credence-runs", made.run);
  for (const line of readFileSync(join(folder, "outcomes.jsonl"), "utf8").trimEnd().split("\n")) {
    const parsed = outcome.safeParse(JSON.parse(line));
    if (parsed.success)
      journal.set(`${parsed.data.trial.arm} ${parsed.data.trial.item}`, parsed.data.result.value.score);
  }
  const snapshot = z.object({ hash: z.string(), run: z.object({ id: z.string() }) });
  const hashes = new Map(
    readFileSync(join(folder, "inputs/runs.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => snapshot.parse(JSON.parse(line)))
      .map(({ hash, run }) => [run.id, hash]),
  );
  const asked = rows.filter(
    ({ arm, status }) => (arm === "prefix" || arm === "fresh") && status === "scored",
  );
  assert.equal(asked.length, 42);
  for (const { run, arm, score, model, mass } of asked) {
    assert.equal(score, journal.get(`${arm} ${hashes.get(run)}`), `${arm} of ${run}`);
    assert.equal(model, made.model);
    near(mass, 0.9, "mass");
  }

  // Tokens are those of the bill: a run that is there twice was paid for once.
  for (const { name, calls, usage: paid } of made.findings.cost.arms) {
    const own = rows.filter(({ arm }) => arm === name);
    const sum = (of: (row: Row) => number | null): number | null =>
      own.reduce((all: number | null, row) => (all === null ? null : plus(all, of(row))), 0);
    assert.equal(
      sum((row) => row.calls),
      calls,
      name,
    );
    assert.equal(
      sum((row) => row.usage.uncachedInput),
      paid.uncachedInput,
      name,
    );
    assert.equal(
      sum((row) => row.usage.cacheRead),
      paid.cacheRead,
      name,
    );
    assert.equal(
      sum((row) => row.usage.output),
      paid.output,
      name,
    );
  }
  const twice = rows.find(({ run, arm }) => run === "the same again" && arm === "fresh");
  assert.equal(twice?.calls, 0);
  assert.equal(twice?.score, rows.find(({ run, arm }) => run === "run-1" && arm === "fresh")?.score);

  // The comparison sees one score that is off, and a refusal that is dropped.
  for (const [i, row] of rows.entries()) {
    if (row.kind !== "prompted" || row.score === null) continue;
    const off = rows.with(i, { ...row, score: row.score + 1e-6 });
    assert.throws(() => agree(off, made.findings), assert.AssertionError);
  }
  const refused = rows.findIndex(({ status }) => status === "refused");
  const dropped = rows.flatMap((row, i): Row[] =>
    i === refused ? [{ ...row, status: "scored", score: 0 }] : [row],
  );
  assert.throws(() => agree(dropped, made.findings), assert.AssertionError);

  const bytes = readFileSync(file);
  assert.equal((await made.where.run("export", made.run, "--to", "scores.jsonl", "--force")).code, 0);
  assert.deepEqual(readFileSync(file), bytes);
});

function plus(a: number, b: number | null): number | null {
  return b === null ? null : a + b;
}

/** As Inspect writes it: content is never null, arguments are an object. */
function asInspectHasIt(messages: readonly Message[]): Message[] {
  return messages.map((message) => {
    if (message.role !== "assistant") return message;
    const { toolCalls } = message;
    return {
      ...message,
      content: message.content ?? (message.reasoning === undefined ? "" : null),
      ...(toolCalls === undefined
        ? {}
        : {
            toolCalls: toolCalls.map((call) => ({
              ...call,
              arguments: typeof call.arguments === "string" ? JSON.parse(call.arguments) : call.arguments,
            })),
          }),
    };
  });
}

const fields = z.object({
  target: z.string(),
  metadata: z.object({
    run: z.string(),
    group: z.string(),
    author: z.string().nullable(),
    suite: z.string().nullable(),
  }),
  /** What stands beside a score is under its name and a dot: `fresh.metadata`. */
  scores: z.record(z.string(), z.json()),
});

async function sameRuns(before: readonly AgentRun[], file: string, rows: readonly Row[]): Promise<void> {
  const { runs, notes } = await readRuns([file]);
  assert.deepEqual(notes, []);
  assert.equal(runs.length, before.length);
  const again = new Map(runs.map((run) => [fields.parse(run.fields).metadata.run, run]));
  for (const { id, messages, tools } of before) {
    const run = again.get(id);
    assert.ok(run !== undefined, id);
    assert.deepEqual(run.messages, asInspectHasIt(messages), id);
    assert.deepEqual(run.tools, tools, id);
    const { target, metadata, scores } = fields.parse(run.fields);
    const own = rows.filter((row) => row.run === id);
    const values = Object.entries(scores).filter(([name]) => !/\.(answer|explanation|metadata)$/.test(name));
    assert.deepEqual(
      Object.fromEntries(values),
      Object.fromEntries(own.map(({ arm, score }) => [arm, score])),
      id,
    );
    for (const { label, group, author, suite } of own) {
      assert.deepEqual({ target, ...metadata }, { ...metadata, target: label, group, author, suite });
    }
  }
}

test("an Inspect log: read again by credence it has the same messages, calls, tools, labels and scores", async (t) => {
  const made = await moodyRun(t);
  const rows = rowsOf(await exported(made, "scores.jsonl"));
  const file = await exported(made, "scores.eval");
  const { runs } = await readRuns([join(made.where.folder, "runs.jsonl")]);
  await sameRuns(runs, file, rows);
  const off = rows.map((row, i) => (i === 0 ? { ...row, score: (row.score ?? 0) + 1e-9 } : row));
  await assert.rejects(sameRuns(runs, file, off), assert.AssertionError);

  const elsewhere = { ...made.where.env, TZ: "Pacific/Auckland" };
  const { folder } = made.where;
  const launcher = resolve(import.meta.dirname, "../bin/credence.js");
  const second = spawnSync(process.execPath, [launcher, "export", made.run, "--to", "again.eval"], {
    cwd: folder,
    env: elsewhere,
    encoding: "utf8",
  });
  assert.equal(second.status, 0, second.stderr);
  assert.deepEqual(readFileSync(join(folder, "again.eval")), readFileSync(file), "in any time zone");

  const words = ["--label", "target", "--positive", "bad", "--negative", "good", "--group", "metadata.group"];
  const onward = await made.where.run("monitor", "scores.eval", ...words, "--arms", "length", "--json");
  assert.equal(onward.code, 0, onward.error);
  agree(
    rows.filter(({ arm }) => arm === "length"),
    findings.parse(JSON.parse(onward.out)),
  );
});

test("runs of an Inspect log, several steps, ratings and draws: the same again", async (t) => {
  const where = sharedPlace(t);
  const words = [
    "--label",
    "scores.sent_out",
    "--positive",
    "C",
    "--negative",
    "I",
    "--group",
    "metadata.task",
  ];
  const asked = ["--score", "rating", "--draws", "3", "--steps", "1", "--arms", "prefix,actions,messages"];
  const ended = await where.run("monitor", fixture, ...words, ...asked, "--model", "scripted:coin", "--json");
  assert.equal(ended.code, 0, ended.error);
  const made = { where, run: runOf(where) };
  const rows = rowsOf(await exported(made, "scores.jsonl"));
  assert.equal(rows.length, 8 * 3);
  agree(rows, findings.parse(JSON.parse(ended.out)));
  assert.ok(
    rows.filter(({ arm }) => arm === "prefix").every(({ calls, mass }) => calls === 6 && mass === null),
  );
  assert.deepEqual([...new Set(rows.map(({ label }) => label))].sort(), ["C", "I"]);
  const { runs } = await readRuns([fixture]);
  await sameRuns(runs, await exported(made, "scores.eval"), rows);
});

test("runs that the model wrote itself are exported with the labels of the office", async (t) => {
  const where = sharedPlace(t);
  const words = ["--on-policy", "6", "--model", "scripted:coin", "--arms", "prefix,length"];
  const ended = await where.run("monitor", ...words, "--json");
  assert.equal(ended.code, 0, ended.error);
  const rows = rowsOf(await exported({ where, run: runOf(where) }, "scores.jsonl"));
  assert.equal(rows.length, 12);
  assert.ok(rows.every(({ label }) => label === "attack_resisted" || label === "attack_succeeded"));
});

test("what cannot be exported is said, with what to do; nothing is replaced unasked", async (t) => {
  const where = sharedPlace(t);
  const { run } = where;
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const told = (ended: Ended, ...patterns: readonly RegExp[]): void => {
    assert.equal(ended.code, 2, ended.error);
    for (const pattern of patterns) assert.match(ended.error, pattern);
  };
  const model = ["--model", "scripted:coin", "--arms", "prefix,fresh"];
  assert.equal((await run("monitor", "runs.jsonl", ...mapping, ...model, "--out", "done")).code, 0);
  const stopped = await run(
    "monitor",
    "runs.jsonl",
    ...mapping,
    ...model,
    "--out",
    "cut",
    "--max-calls",
    "9",
  );
  assert.equal(stopped.code, 3, stopped.error);
  assert.equal((await run("forecast", "--parts", "chips", "--out", "trend")).code, 0);

  told(await run("export", "done", "--to", "scores.csv"), /scores\.csv/, /FILE\.jsonl/, /FILE\.eval/);
  told(await run("export", "done"), /--to/);
  told(await run("export", "nowhere", "--to", "a.jsonl"), /no run called 'nowhere'/);
  told(await run("export", "cut", "--to", "a.jsonl"), /stopped/, /credence resume [0-9a-f]{12}/);
  told(await run("export", "trend", "--to", "a.eval"), /forecast run/, /only monitor runs hold scores/);
  told(await run("export", "done", "--to", "done/outcomes.jsonl", "--force"), /a run's folder/);
  told(await run("export", "done", "--to", "done/inputs/new.jsonl"), /a run's folder/);
  writeFileSync(join(where.folder, "mine.eval"), "mine");
  told(await run("export", "done", "--to", "mine.eval"), /there already/, /--force/);
  assert.equal(readFileSync(join(where.folder, "mine.eval"), "utf8"), "mine");
  writeFileSync(join(where.folder, "file"), "");
  const unwritable = await run("export", "done", "--to", "file/a.jsonl");
  assert.equal(unwritable.code, 1, unwritable.error);
  assert.match(unwritable.error, /--to/);
  assert.deepEqual(
    readdirSync(where.folder).filter((name) => /\.part$|^a\./.test(name)),
    [],
    "no half file is left",
  );
  assert.equal((await run("export", "done", "--to", "mine.eval", "--force")).code, 0);
  const { runs } = await readRuns([join(where.folder, "mine.eval")]);
  assert.equal(runs.length, 20);
  const help = await run("export", "--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /Examples:\n {2}\$ credence export/);
  assert.equal((await run("resume", "cut", "--no-cache")).code, 0);
  assert.equal((await run("export", "cut", "--to", "a.jsonl")).code, 0);
});

const python = process.env.PYTHON;
const noInspect =
  python === undefined
    ? "NOT CHECKED BY INSPECT ITSELF: set PYTHON to a Python that has inspect-ai (pip install inspect-ai==0.3.285)"
    : spawnSync(python, ["-c", "import inspect_ai"]).status === 0
      ? false
      : `NOT CHECKED BY INSPECT ITSELF: ${python} has no inspect_ai (pip install inspect-ai==0.3.285)`;
if (noInspect !== false) console.warn(noInspect);

const score = z.object({ value: z.number().nullable(), reason: z.string().nullable(), status: z.string() });
const tokens = z.record(
  z.string(),
  z.object({
    input_tokens: z.number(),
    output_tokens: z.number(),
    total_tokens: z.number(),
    input_tokens_cache_read: z.number().optional(),
    input_tokens_cache_write: z.number().optional(),
  }),
);
const message = z.object({
  role: z.string(),
  text: z.string(),
  calls: z.array(z.tuple([z.string(), z.string(), z.record(z.string(), z.json()), z.string().nullable()])),
  answers: z.string().nullable(),
});
const inspected = z.object({
  status: z.string(),
  task: z.string(),
  model: z.string(),
  sample_ids: z.array(z.string()),
  usage: tokens,
  results: z.record(
    z.string(),
    z.object({ scored: z.number(), unscored: z.number(), auroc: z.number().nullable() }),
  ),
  summaries: z.array(z.object({ id: z.string(), scores: z.record(z.string(), score) })),
  samples: z.array(
    z.object({
      id: z.string(),
      target: z.string(),
      metadata: z.object({ run: z.string() }),
      messages: z.array(message),
      seen: z.array(message),
      tools: z.array(z.object({ name: z.string() })),
      scores: z.record(z.string(), score),
      usage: tokens,
    }),
  ),
});

test("Inspect's own reader finds samples, messages, scores and usage", { skip: noInspect }, async (t) => {
  const made = await moodyRun(t);
  const rows = rowsOf(await exported(made, "scores.jsonl"));
  const file = await exported(made, "scores.eval");
  const read = spawnSync(python ?? "", [reader, file], { encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(read.status, 0, read.stderr);
  const log = inspected.parse(JSON.parse(read.stdout));
  assert.equal(log.status, "success");
  assert.equal(log.task, "credence/monitor");
  assert.equal(log.model, made.model);
  assert.equal(log.samples.length, 24);
  assert.deepEqual([...log.sample_ids].sort(), log.samples.map(({ id }) => id).sort());

  const { runs } = await readRuns([join(made.where.folder, "runs.jsonl")]);
  const byRun = new Map(log.samples.map((sample) => [sample.metadata.run, sample]));
  for (const run of runs) {
    const sample = byRun.get(run.id);
    assert.ok(sample !== undefined, run.id);
    const expected = asInspectHasIt(run.messages).map((one) => ({
      role: one.role,
      text: one.content ?? "",
      calls:
        one.role === "assistant"
          ? (one.toolCalls ?? []).map((call) => [call.id, call.name, call.arguments, null])
          : [],
      answers: one.role === "tool" ? (one.toolCallId ?? null) : null,
    }));
    assert.deepEqual(sample.messages, expected);
    assert.deepEqual(sample.seen, expected, "from the events too");
    assert.deepEqual(
      sample.tools.map(({ name }) => name),
      ["read_letter"],
    );
    const own = rows.filter((row) => row.run === run.id);
    assert.equal(sample.target, own[0]?.label);
    assert.deepEqual(
      Object.entries(sample.scores).map(([arm, { value, status }]) => [arm, value, status]),
      own.map((row) => [row.arm, row.score, row.status]),
    );
    assert.equal(
      sample.scores.prefix?.reason,
      { "run-3": "grader_failed", "run-5": "grader_failed", "run-8": "scoring_failed" }[run.id] ?? null,
    );
    const paid = sample.usage[made.model];
    const sum = (of: (row: Row) => number | null): number =>
      own.reduce((all, row) => all + (row.model === null ? 0 : (of(row) ?? 0)), 0);
    assert.equal(
      paid?.input_tokens ?? 0,
      sum((row) => row.usage.uncachedInput),
    );
    assert.equal(
      paid?.input_tokens_cache_read ?? 0,
      sum((row) => row.usage.cacheRead),
    );
    assert.equal(
      paid?.output_tokens ?? 0,
      sum((row) => row.usage.output),
    );
  }
  const total = (of: (row: Row) => number | null): number =>
    rows.reduce((all, row) => all + (row.model === null ? 0 : (of(row) ?? 0)), 0);
  const all = log.usage[made.model];
  assert.equal(
    all?.input_tokens,
    total((row) => row.usage.uncachedInput),
  );
  assert.equal(
    all?.input_tokens_cache_read,
    total((row) => row.usage.cacheRead),
  );
  assert.equal(
    all?.output_tokens,
    total((row) => row.usage.output),
  );
  assert.equal(
    all?.total_tokens,
    total(({ usage: { uncachedInput, cacheRead, cacheWrite, output } }) =>
      [uncachedInput, cacheRead, cacheWrite, output].reduce((a: number, b) => a + (b ?? 0), 0),
    ),
  );
  for (const { id, n, auroc } of made.findings.results.arms) {
    assert.equal(log.results[id]?.scored, n);
    assert.equal(log.results[id]?.unscored, 24 - n);
    near(log.results[id]?.auroc, auroc?.estimate, id);
  }
  for (const { id, scores } of log.summaries) {
    assert.deepEqual(scores, log.samples.find((sample) => sample.id === id)?.scores);
  }
  assert.equal(log.summaries.length, 24);
});
