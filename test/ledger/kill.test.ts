import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { openLedger } from "../../src/ledger/index.ts";
import { random } from "../../src/stats/distributions/random.ts";
import { child } from "./child.ts";
import { numbered } from "./numbered.ts";
import { scratch } from "./samples.ts";

const line = z.object({ t: z.string() });
const outcomeLine = z.object({ t: z.literal("outcome"), key: z.string(), result: z.unknown() });

test("SIGKILL at ten random moments of full speed: what was confirmed is there, the rest goes on", async (t) => {
  const root = scratch(t);
  const folder = join(root, "run");
  const home = join(root, "home");
  const moments = random("ledger").fork("kills");
  const confirmed = new Set<number>();
  let next = 0;
  let torn = 0;
  for (let kill = 0; kill < 10; kill++) {
    const writer = child("append-child.ts", [folder, home, next, 10_000_000, 64]);
    await writer.hears("kept");
    await sleep(moments.int(120));
    writer.kill();
    await writer.over;
    assert.equal(writer.said.at(-1)?.startsWith("kept"), true, "it was killed at work");
    for (const said of writer.said) if (said.startsWith("kept ")) confirmed.add(Number(said.slice(5)));

    // The raw file first, by no code of the ledger: at most its last line is torn.
    const text = readFileSync(join(folder, "outcomes.jsonl"));
    const whole = text
      .subarray(0, text.lastIndexOf("\n") + 1)
      .toString("utf8")
      .split("\n")
      .slice(0, -1);
    const found = new Map<string, unknown>();
    for (const raw of whole) {
      const parsed: unknown = JSON.parse(raw);
      if (line.parse(parsed).t !== "outcome") continue;
      const { key, result } = outcomeLine.parse(parsed);
      found.set(key, result);
    }
    for (const n of confirmed) assert.ok(found.has(numbered(n).key), `record ${n} was confirmed and is lost`);
    if (text.length > 0 && text.at(-1) !== 10) torn++;

    // Then as a resume does, with the lock of a killed process.
    const ledger = await openLedger({ root, home });
    const run = await ledger.open(folder, "write");
    assert.equal(run.session, 2 * kill + 2, "each sitting is counted");
    assert.equal(run.notes.length, text.at(-1) === 10 ? 0 : 1);
    assert.equal(run.outcomes, found.size);
    for (const n of [...confirmed].slice(-2_000))
      assert.deepEqual(await run.outcome(numbered(n).key), numbered(n));
    next = Math.max(...confirmed) + 65;
    await run.append(numbered(next));
    confirmed.add(next++);
    await run.close();
    ledger.close();
  }
  t.diagnostic(`${confirmed.size} records confirmed over ten kills, ${torn} torn last lines`);

  const ledger = await openLedger({ root, home });
  const run = await ledger.open(folder, "read");
  assert.deepEqual(run.notes, []);
  const found = new Set<string>();
  for await (const { key } of run.records()) found.add(key);
  for (const n of confirmed) assert.ok(found.has(numbered(n).key), `record ${n}`);
  await run.close();
  ledger.close();
});

test("two processes on one run: the second is told who writes, and takes over when that one is killed", async (t) => {
  const root = scratch(t);
  const folder = join(root, "run");
  const home = join(root, "home");
  const first = child("append-child.ts", [folder, home, 0, 10_000_000, 4]);
  await first.hears("kept");
  const holder = z
    .object({ pid: z.number() })
    .parse(JSON.parse(readFileSync(join(folder, "lock.sqlite.holder"), "utf8")));
  const ledger = await openLedger({ root, home });
  await assert.rejects(ledger.open(folder, "write"), (error) => {
    assert.ok(error instanceof Error && "code" in error);
    assert.equal(error.code, "locked");
    assert.match(error.message, new RegExp(`process ${holder.pid} on .*since`));
    return true;
  });
  const reader = await ledger.open(folder, "read");
  assert.ok(reader.outcomes > 0, "reading needs no lock");
  await reader.close();
  await assert.rejects(ledger.create({ ...reader.registration, seed: "2" }, { out: folder }), /not empty/);
  first.kill();
  await first.over;
  const run = await ledger.open(folder, "write");
  assert.equal(run.session, 2);
  await run.close();
  ledger.close();
});

test("a disk that really takes no more bytes: what was confirmed is there, and the run goes on", {
  skip: process.platform === "win32" ? "needs a POSIX file limit" : false,
}, async (t) => {
  const root = scratch(t);
  const folder = join(root, "run");
  const home = join(root, "home");
  await child("append-child.ts", [folder, home, 0, 20, 8]).over;
  // 512-byte blocks: the journal may grow to 150 KB, which no SQLite file here reaches.
  const full = child("append-child.ts", [folder, home, 20, 5_000, 64], "ulimit -f 300");
  await full.over;
  assert.ok(full.said.includes("error disk"), full.said.slice(-3).join(", "));
  assert.equal(full.said.at(-1), "done", "it ends by itself");
  const kept = full.said.flatMap((said) => (said.startsWith("kept ") ? [Number(said.slice(5))] : []));
  assert.ok(kept.length > 20);
  const ledger = await openLedger({ root, home });
  const run = await ledger.open(folder, "write");
  assert.deepEqual(run.notes, []);
  for (const n of [0, 19, ...kept]) assert.deepEqual(await run.outcome(numbered(n).key), numbered(n));
  await run.append(numbered(6_000));
  await run.close();
  ledger.close();
});
