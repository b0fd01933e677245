import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { oneAtATime } from "./one-at-a-time.ts";

test("two tasks under one lock never overlap, and the lock is gone after them, failed ones too", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const lock = join(folder, "deep", "file.lock");
  let inside = 0;
  let most = 0;
  const task = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all([oneAtATime(lock, task), oneAtATime(lock, task), oneAtATime(lock, task)]);
  assert.equal(most, 1);
  await assert.rejects(
    oneAtATime(lock, () => Promise.reject(new Error("no"))),
    /no/,
  );
  assert.ok(!existsSync(lock));
});

test("a lock left by a process that died is taken over, a fresh one is waited for", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const lock = join(folder, "file.lock");
  writeFileSync(lock, "");
  const old = new Date(Date.now() - 60_000);
  utimesSync(lock, old, old);
  assert.equal(await oneAtATime(lock, async () => 1), 1);
  writeFileSync(lock, "");
  let done = false;
  const waiting = oneAtATime(lock, async () => {
    done = true;
  });
  await sleep(300);
  assert.ok(!done);
  rmSync(lock);
  await waiting;
  assert.ok(done);
});
