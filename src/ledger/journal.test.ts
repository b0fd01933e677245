import assert from "node:assert/strict";
import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { record, scratch } from "../../test/ledger/samples.ts";
import { CredenceError } from "../core/error.ts";
import { random } from "../stats/distributions/random.ts";
import { type Journal, openJournal } from "./journal.ts";
import type { OutcomeRecord } from "./ledger.ts";

const clock = (): Date => new Date("2026-01-01T00:00:00Z");
const opened = (file: string, mode: "read" | "write" = "write"): Promise<Journal> =>
  openJournal(file, { mode, run: "the run", clock });

async function written(t: TestContext, count: number): Promise<string> {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  await Promise.all(Array.from({ length: count }, (_, n) => journal.append(record(n))));
  await journal.close();
  return file;
}

async function all(journal: Journal): Promise<OutcomeRecord[]> {
  return Array.fromAsync(journal.records());
}

function brokenAt(place: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof CredenceError, String(error));
    assert.equal(error.code, "input");
    assert.equal(error.where, place);
    return true;
  };
}

test("records come back exactly, in any order, before and after reopening", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  const records = Array.from({ length: 500 }, (_, n) => record(n));
  assert.equal(journal.has(records[3]?.key ?? ""), false);
  await Promise.all(records.map((one) => journal.append(one)));
  const shuffled = random("1").shuffle(records);
  for (const one of shuffled) {
    assert.equal(journal.has(one.key), true);
    assert.deepEqual(journal.outcome(one.key), one);
  }
  await journal.close();
  const again = await opened(file, "read");
  assert.deepEqual(await all(again), records);
  for (const one of shuffled) assert.deepEqual(again.outcome(one.key), one);
  assert.equal(again.outcome("nothing"), undefined);
  assert.deepEqual(again.notes, []);
  await again.close();
});

test("what is appended after a page was read can be read too", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  for (let n = 0; n < 300; n++) {
    await journal.append(record(n));
    assert.deepEqual(journal.outcome(record(n).key), record(n));
    assert.deepEqual(journal.outcome(record(n >> 1).key), record(n >> 1));
  }
  await journal.close();
});

test("missing outcomes come back with all they say", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  const missing = {
    kind: "failed",
    code: "rate-limit",
    reason: "too many",
    retryable: true,
    retryAfterSeconds: 2,
  } as const;
  const whole: OutcomeRecord = { ...record(1), result: { missing } };
  const bare: OutcomeRecord = {
    ...record(2),
    result: { missing: { kind: "refused", code: "r", reason: "no" } },
  };
  await journal.append(whole);
  await journal.append(bare);
  assert.deepEqual(journal.outcome(whole.key), whole);
  assert.deepEqual(journal.outcome(bare.key), bare);
  await journal.close();
});

test("a value of 1 MB, and what stands before and after it", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  const big = record(1, "漢".repeat(350_000));
  await Promise.all([journal.append(record(0)), journal.append(big), journal.append(record(2))]);
  await journal.close();
  const again = await opened(file);
  for (const one of [record(2), big, record(0)]) assert.deepEqual(again.outcome(one.key), one);
  assert.deepEqual(await all(again), [record(0), big, record(2)]);
  await again.close();
});

test("a later record under a key replaces the earlier, and both stay in the journal", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  await journal.append(record(1, "first"));
  await journal.append(record(1, "second"));
  assert.equal(journal.outcomes, 1);
  await journal.close();
  const again = await opened(file, "read");
  assert.equal(again.outcomes, 1);
  assert.deepEqual(again.outcome(record(1).key)?.result, { value: "second" });
  assert.deepEqual(
    (await all(again)).map(({ result }) => result),
    [{ value: "first" }, { value: "second" }],
  );
  await again.close();
});

test("sittings are counted, blocks and inputs and how it ended are remembered", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const first = await opened(file);
  assert.deepEqual([first.session, first.status, first.chained(0)], [1, "running", undefined]);
  await first.chain(0, "zero");
  await first.fixInput("runs", "hash");
  await first.setStatus("interrupted");
  await first.close();
  const reader = await opened(file, "read");
  assert.deepEqual(
    [reader.session, reader.status, reader.chained(0), reader.chained(1), reader.inputHash("runs")],
    [1, "interrupted", "zero", undefined, "hash"],
  );
  await assert.rejects(reader.append(record(1)), /opened for reading/);
  await assert.rejects(reader.chain(1, "one"), /opened for reading/);
  await reader.close();
  const second = await opened(file);
  assert.deepEqual([second.session, second.status], [2, "running"]);
  await second.close();
  const [session] = readFileSync(file, "utf8").split("\n");
  const { t: kind, n, at, pid, run } = JSON.parse(session ?? "");
  assert.deepEqual(
    { kind, n, at, pid, run },
    { kind: "session", n: 1, at: "2026-01-01T00:00:00.000Z", pid: process.pid, run: "the run" },
  );
});

test("cut anywhere in its last line, a journal keeps every other and goes on", async (t) => {
  const file = await written(t, 8);
  const whole = readFileSync(file);
  // The last record holds a lone surrogate and the one before it control characters; 漢字 and 🙂 stand further up.
  const last = whole.lastIndexOf("\n", whole.length - 2) + 1;
  const cuts = [
    last,
    ...Array.from({ length: 12 }, (_, n) => last + 1 + Math.floor(((whole.length - last - 2) * n) / 11)),
  ];
  for (const cut of cuts) {
    writeFileSync(file, whole.subarray(0, cut));
    const reader = await opened(file, "read");
    assert.equal(reader.outcomes, 7);
    assert.equal(reader.notes.length, cut === last ? 0 : 1);
    await reader.close();
    assert.equal(statSync(file).size, cut, "reading repairs nothing");
    const writer = await opened(file);
    assert.equal(writer.notes.length, cut === last ? 0 : 1);
    await writer.append(record(7));
    await writer.close();
    const repaired = await opened(file, "read");
    assert.deepEqual(repaired.notes, []);
    assert.deepEqual(
      await all(repaired),
      Array.from({ length: 8 }, (_, n) => record(n)),
    );
    await repaired.close();
  }
});

test("cut in the middle of a character, likewise", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  await journal.append(record(0));
  await journal.append(record(1, "漢字🙂"));
  await journal.close();
  const whole = readFileSync(file);
  const at = whole.lastIndexOf("漢");
  assert.ok(at > 0);
  for (const cut of [at + 1, at + 2, at + 4, at + 7, at + 9]) {
    writeFileSync(file, whole.subarray(0, cut));
    const again = await opened(file);
    assert.equal(again.outcomes, 1);
    assert.match(again.notes[0] ?? "", /torn \(\d+ bytes\) and was cut off/);
    await again.close();
  }
});

test("a broken line that is whole is passed over and named, even the last, and nothing is cut off", async (t) => {
  const file = await written(t, 5);
  const lines = readFileSync(file, "utf8").split("\n");
  const breakage: [string, string][] = [
    ["cut in half", lines[2]?.slice(0, 40) ?? ""],
    ["empty", ""],
    ["of another kind", '{"t":"surprise"}'],
    ["without a value", (lines[2] ?? "").replace('"result":{"value"', '"result":{"worth"')],
    ["with a wrong count", (lines[2] ?? "").replace('"calls":1', '"calls":"1"')],
  ];
  for (const [what, broken] of breakage) {
    for (const number of [3, 6]) {
      const content = lines.map((line, index) => (index === number - 1 ? broken : line)).join("\n");
      writeFileSync(file, content);
      const journal = await opened(file, "read");
      const { faults } = journal.integrity;
      assert.ok(
        faults.length > 0 && faults.every(({ line }) => line === number || line === number + 1),
        what,
      );
      assert.equal(journal.outcomes, 4, what);
      let walked = 0;
      for await (const _ of journal.records()) walked++;
      assert.equal(walked, 4, what);
      assert.ok(
        journal.notes.some((note) => note.includes(`${file}:${number}: `)),
        what,
      );
      await journal.close();
      assert.equal(readFileSync(file, "utf8"), content, "the file is as it was");
    }
  }
  writeFileSync(file, lines.with(2, '{"t":"session","n":1,"at":"","run":"another"}').join("\n"));
  for (const mode of ["read", "write"] as const)
    await assert.rejects(opened(file, mode), brokenAt(`${file}:3`), "a journal of another run is refused");
});

test("a line that was changed, taken out, doubled or put in is told, and only there", async (t) => {
  const file = await written(t, 5);
  const lines = readFileSync(file, "utf8").split("\n");
  const third = lines[2] ?? "";
  const changes: [string, readonly string[], readonly number[]][] = [
    ["as it was", lines, []],
    ["a score changed", lines.with(2, third.replace(/"value":/, '"value": ')), [3]],
    ["its mark changed", lines.with(2, third.replace(/"h":"./, '"h":"x')), [3, 4]],
    ["taken out", lines.toSpliced(2, 1), [3]],
    ["doubled", lines.toSpliced(2, 0, third), [4]],
    ["two swapped", lines.with(2, lines[3] ?? "").with(3, third), [3, 4, 5]],
    ["put in by hand", lines.toSpliced(2, 0, third.replace(/,"h":"[0-9a-f]+"/, "")), [3]],
  ];
  for (const [what, changed, told] of changes) {
    writeFileSync(file, changed.join("\n"));
    const journal = await opened(file, "read");
    assert.deepEqual(
      journal.integrity.faults.map(({ line }) => line),
      told,
      what,
    );
    await journal.close();
  }
});

test("a journal of an early version, without marks, is read, and marked from the next line on", async (t) => {
  const file = await written(t, 5);
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(/,"h":"[0-9a-f]+"/g, ""));
  const old = await opened(file, "read");
  assert.deepEqual([old.integrity.mark, old.integrity.faults, old.outcomes], [null, [], 5]);
  await old.close();
  const more = await opened(file, "write");
  await more.append(record(9));
  await more.close();
  const again = await opened(file, "read");
  assert.deepEqual([again.integrity.faults, again.outcomes], [[], 6]);
  assert.notEqual(again.integrity.mark, null);
  await again.close();
});

test("bytes that are no UTF-8 are lost and named, not another text", async (t) => {
  const file = await written(t, 5);
  const bytes = readFileSync(file);
  const at = bytes.indexOf("漢");
  assert.ok(at > 0);
  bytes[at + 1] = 0x41;
  writeFileSync(file, bytes);
  const journal = await opened(file, "read");
  assert.ok(journal.integrity.faults.some(({ line, what }) => line === 4 && /cannot be read/.test(what)));
  assert.equal(journal.outcomes, 4);
  await journal.close();
});

test("a number that JSON cannot carry is a bug of the study, found at once", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  await assert.rejects(journal.append(record(1, { scores: [1, Number.NaN] })), /NaN/);
  await assert.rejects(journal.append(record(1, Number.POSITIVE_INFINITY)), /Infinity/);
  assert.equal(journal.outcomes, 0);
  await journal.close();
});

test("records are walked up to what is on disk when the walk begins, while more is written", async (t) => {
  const file = join(scratch(t), "outcomes.jsonl");
  const journal = await opened(file);
  await journal.append(record(0));
  const seen: OutcomeRecord[] = [];
  for await (const one of journal.records()) {
    seen.push(one);
    await journal.append(record(seen.length));
  }
  assert.deepEqual(seen, [record(0)]);
  await journal.close();
});

test("a reader of a journal that is being written sees whole lines only", async (t) => {
  const file = await written(t, 3);
  appendFileSync(file, '{"t":"outcome","key":"half');
  const reader = await opened(file, "read");
  assert.equal((await all(reader)).length, 3);
  assert.match(reader.notes[0] ?? "", /passed over/);
  await reader.close();
});
