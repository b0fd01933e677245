import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../../test/ledger/samples.ts";
import { CredenceError } from "../core/error.ts";
import { takeLock } from "./lock.ts";

test("one holder at a time; the second is told who holds it and since when", async (t) => {
  const file = join(scratch(t), "lock.sqlite");
  const lock = await takeLock(file);
  await assert.rejects(takeLock(file), (error) => {
    assert.ok(error instanceof CredenceError);
    assert.equal(error.code, "locked");
    assert.ok(error.message.includes(`process ${process.pid} on ${hostname()}`), error.message);
    assert.match(error.message, /since \d{4}-\d\d-\d\dT/);
    return true;
  });
  lock.release();
  lock.release();
  const again = await takeLock(file);
  again.release();
  assert.deepEqual(
    readdirSync(join(file, "..")).filter((name) => name !== "lock.sqlite"),
    [],
    "nothing is left beside the lock file",
  );
});

test("a note left by a killed holder misleads nobody", async (t) => {
  const file = join(scratch(t), "lock.sqlite");
  writeFileSync(`${file}.holder`, JSON.stringify({ pid: 999999, host: "gone", since: "2020-01-01" }));
  const lock = await takeLock(file);
  await assert.rejects(
    takeLock(file),
    (error) => error instanceof CredenceError && !error.message.includes("gone"),
  );
  lock.release();
});

test("waiting ends when the time is over", async (t) => {
  const file = join(scratch(t), "lock.sqlite");
  const lock = await takeLock(file);
  await assert.rejects(
    takeLock(file, 0.3),
    (error) => error instanceof CredenceError && error.code === "locked",
  );
  lock.release();
});

test("what is not a held lock is not called one", async (t) => {
  const folder = scratch(t);
  const damaged = join(folder, "damaged.sqlite");
  writeFileSync(damaged, "this is no database ".repeat(100));
  await assert.rejects(takeLock(damaged), (error) => error instanceof CredenceError && error.code === "disk");
  await assert.rejects(
    takeLock(join(folder, "no such folder", "lock.sqlite")),
    (error) => error instanceof CredenceError && error.code === "disk",
  );
  mkdirSync(join(folder, "folder.sqlite"));
  await assert.rejects(
    takeLock(join(folder, "folder.sqlite")),
    (error) => error instanceof CredenceError && error.code === "disk",
  );
  assert.equal(existsSync(`${damaged}.holder`), false);
});
