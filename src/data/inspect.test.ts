import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Member, zipBytes } from "../../test/fixtures/inspect/zip-bytes.ts";
import { CredenceError } from "../core/error.ts";
import type { Message } from "../core/message.ts";
import { readRuns } from "./runs.ts";

const fixtures = fileURLToPath(new URL("../../test/fixtures/inspect/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "credence-inspect-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(bytes: string | Uint8Array, ending = ".eval"): string {
  const path = join(folder, `log-${++files}${ending}`);
  writeFileSync(path, bytes);
  return path;
}

async function refused(path: string): Promise<CredenceError> {
  const error = await readRuns([path]).then(
    () => assert.fail("it was read"),
    (problem: unknown) => problem,
  );
  assert.ok(error instanceof CredenceError, String(error));
  assert.equal(error.code, "input");
  return error;
}

const header: Member = {
  name: "header.json",
  content: JSON.stringify({ version: 2, status: "success", eval: { task: "t", model: "m" } }),
};

function sample(id: string, said: string, more: Readonly<Record<string, unknown>> = {}): Member {
  const messages = [{ role: "user", content: said }];
  return { name: `samples/${id}_epoch_1.json`, content: JSON.stringify({ id, epoch: 1, messages, ...more }) };
}

const letter = `Letter 7. ${"The meeting is moved to Thursday. ".repeat(40)}`;

function letterRun(name: string, callId: unknown): Message[] {
  return [
    { role: "system", content: "You are an office assistant." },
    { role: "user", content: `Deal with letter ${name}.` },
    {
      role: "assistant",
      content: "tool call for tool read_letter",
      toolCalls: [{ id: String(callId), name: "read_letter", arguments: { number: name === "d" ? 0 : 7 } }],
    },
    {
      role: "tool",
      content: name === "d" ? "there is no letter 0" : letter,
      toolCallId: String(callId),
      name: "read_letter",
    },
    { role: "assistant", content: "I filed the letter <b>as asked</b>.", reasoning: "It is only a letter." },
  ];
}

test("a log written by Inspect itself: samples by epoch, messages, tools, scores, metadata", async () => {
  const { runs, notes, files: read } = await readRuns([join(fixtures, "letters.eval")]);
  assert.deepEqual(
    runs.map(({ id }) => id),
    ["a", "b", "c", "d"].flatMap((id) => [`${id}_epoch_1`, `${id}_epoch_2`]),
  );
  for (const run of runs) {
    const call = run.messages[2];
    assert.ok(call?.role === "assistant");
    assert.deepEqual(run.messages, letterRun(run.id.slice(0, 1), call.toolCalls?.[0]?.id));
    assert.deepEqual(
      run.tools?.map(({ name, description }) => [name, description]),
      [["read_letter", "Read a letter."]],
    );
    assert.deepEqual(run.tools?.[0]?.parameters.required, ["number"]);
  }
  const { run_id: _, ...fields } = runs[3]?.fields ?? {};
  assert.deepEqual(fields, {
    task: "letters",
    model: "mockllm/model",
    id: "b",
    epoch: 2,
    target: "filed",
    metadata: { task: "task 1", author: "mock", nested: { suite: "mail" } },
    scores: { sent_out: "C", "sent_out.explanation": "by the letter's address", doubt: null },
  });
  assert.deepEqual(runs[0]?.fields.scores, {
    sent_out: "I",
    "sent_out.explanation": "by the letter's address",
    doubt: 0.5,
  });
  assert.deepEqual(notes, []);
  assert.equal(read[0]?.bytes, readFileSync(join(fixtures, "letters.eval")).length);
});

test("the JSON form of a log says the same", async () => {
  const { runs } = await readRuns([join(fixtures, "letters.json")]);
  const [run] = runs;
  const call = run?.messages[2];
  assert.ok(runs.length === 1 && call?.role === "assistant");
  assert.deepEqual(run?.messages, letterRun("b", call.toolCalls?.[0]?.id));
  assert.deepEqual(
    [run?.id, run?.fields.scores, run?.tools?.length],
    ["b_epoch_1", { sent_out: "C", "sent_out.explanation": "by the letter's address", doubt: null }, 1],
  );
});

test("a log cut off anywhere is an error that names it, never a part of it", async () => {
  const bytes = readFileSync(join(fixtures, "letters.eval"));
  for (const share of [0, 0.001, 0.3, 0.7, 0.97, 0.9995]) {
    const path = file(bytes.subarray(0, Math.floor(bytes.length * share)));
    const error = await refused(path);
    assert.equal(error.where, path);
    assert.match(error.message, /broken or cut off/);
  }
});

test("a changed byte in a member is found", async () => {
  const bytes = zipBytes([header, { ...sample("a", "an honest text"), method: "store" }]);
  bytes.write("HONEST", bytes.indexOf("honest"));
  const error = await refused(file(bytes));
  assert.match(`${error.where} ${error.message}`, /samples\/a_epoch_1\.json .*checksum/);
});

test("stored, DEFLATE and Zstandard members; the archive is known by its bytes under any name", async () => {
  const bytes = zipBytes([
    header,
    { ...sample("a", "stored"), method: "store" },
    { ...sample("b", "deflated"), method: "deflate" },
    { ...sample("c", "ü".repeat(100_000)), method: "zstd" },
  ]);
  for (const ending of [".eval", ".zip", ".json"]) {
    const { runs } = await readRuns([file(bytes, ending)]);
    assert.deepEqual(
      runs.map(({ messages }) => messages[0]?.content),
      ["stored", "deflated", "ü".repeat(100_000)],
    );
  }
  const unknown = await refused(file(zipBytes([header, { ...sample("a", "x"), method: 98 }])));
  assert.match(unknown.message, /method that cannot be read \(98\)/);
});

test("where a member stands twice the last one counts", async () => {
  const { runs } = await readRuns([file(zipBytes([sample("a", "old"), header, sample("a", "new")]))]);
  assert.deepEqual(
    runs.map(({ messages }) => messages[0]?.content),
    ["new"],
  );
});

test("an unfinished log is read and said; a failed one and failed samples are said too", async () => {
  const start: Member = {
    name: "_journal/start.json",
    content: JSON.stringify({ version: 2, eval: { task: "begun", model: "m" } }),
  };
  const unfinished = await readRuns([file(zipBytes([start, sample("a", "x")]))]);
  assert.equal(unfinished.runs[0]?.fields.task, "begun");
  assert.match(unfinished.notes.join(), /unfinished/);
  const failed = await readRuns([
    file(
      zipBytes([
        { ...header, content: JSON.stringify({ version: 2, status: "error", eval: {} }) },
        sample("a", "x", { error: { message: "out of tokens" } }),
        sample("b", "y"),
      ]),
    ),
  ]);
  assert.match(failed.notes.join("\n"), /status is error\n.*1 of 2 samples ended with an error/);
});

test("an archive that is no log says so", async () => {
  assert.match((await refused(file(zipBytes([sample("a", "x")])))).message, /no Inspect log/);
});

test("attachments are put back, in messages, tools and metadata; a text that only looks like one stays", async () => {
  const hash = "0123456789abcdef0123456789abcdef";
  const { runs } = await readRuns([
    file(
      zipBytes([
        header,
        sample("a", `attachment://${hash}`, {
          attachments: { [hash]: "the long text" },
          metadata: {
            doc: `attachment://${hash}`,
            proto: "attachment://constructor",
            gone: "attachment://1",
          },
          events: [
            { event: "model", tools: [] },
            { event: "model", tools: [{ name: "f", description: `attachment://${hash}`, parameters: {} }] },
          ],
        }),
      ]),
    ),
  ]);
  assert.equal(runs[0]?.messages[0]?.content, "the long text");
  assert.equal(runs[0]?.tools?.[0]?.description, "the long text");
  assert.deepEqual(runs[0]?.fields.metadata, {
    doc: "the long text",
    proto: "attachment://constructor",
    gone: "attachment://1",
  });
});

test("fields and members of the future do no harm; NaN written bare is null", async () => {
  const future: Member = {
    name: "samples/a_epoch_3.json",
    content:
      '{"id": 7, "epoch": 3, "from_the_future": {"x": [1]}, "messages": [{"role": "user", "content": [{"type": "text", "text": "hi", "glow": 1}], "aura": 9}], "scores": {"s": {"value": NaN, "new": 1}, "t": {"value": {"part": -Infinity}}}, "events": {"now": "an object"}}',
  };
  const { runs } = await readRuns([
    file(zipBytes([header, future, { name: "_new/thing.bin", content: "\u0000" }])),
  ]);
  assert.deepEqual(runs[0]?.messages, [{ role: "user", content: "hi" }]);
  assert.deepEqual(runs[0]?.fields.scores, { s: null, t: { part: null } });
  assert.equal(runs[0]?.id, "7_epoch_3");
});

test("a bad sample is an error with its member and field", async () => {
  const bad: [Record<string, unknown>, RegExp][] = [
    [{ messages: [{ role: "ghost", content: "" }] }, /^messages\[0\]\.role: found "ghost"/],
    [{ messages: undefined }, /^messages: missing/],
    [{ id: null }, /^id: found null/],
  ];
  for (const [more, said] of bad) {
    const path = file(zipBytes([header, sample("a", "x"), sample("b", "y", more)]));
    const error = await refused(path);
    assert.equal(error.where, `${path}#samples/b_epoch_1.json`);
    assert.match(error.message, said);
  }
  const path = file(zipBytes([header, { name: "samples/b_epoch_1.json", content: '{"id": ' }]));
  assert.equal((await refused(path)).where, `${path}#samples/b_epoch_1.json`);
});

test("a bomb is refused before anything is unpacked, and one that lies about its size while it is", async () => {
  // The packed bytes are rubbish: had they been touched, the archive would be called broken.
  const claimed = file(
    zipBytes([
      header,
      { ...sample("a", "rubbish ".repeat(2 ** 18)), method: 8, claims: { size: 600 * 2 ** 20 } },
    ]),
  );
  assert.match((await refused(claimed)).message, /more than is sane/);
  const zeros = new Uint8Array(20 * 2 ** 20);
  const ratio = file(zipBytes([header, { name: "samples/a_epoch_1.json", content: zeros }]));
  assert.match((await refused(ratio)).message, /more than is sane/);
  for (const method of ["deflate", "zstd"] as const) {
    const liar = file(
      zipBytes([header, { name: "samples/a_epoch_1.json", content: zeros, method, claims: { size: 1000 } }]),
    );
    assert.match((await refused(liar)).message, /more than is sane|broken/, method);
  }
});
