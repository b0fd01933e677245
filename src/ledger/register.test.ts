import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../../test/ledger/samples.ts";
import type { RegisterEvent } from "../claims/register.ts";
import { CredenceError } from "../core/error.ts";
import { openRegister } from "./register.ts";

const predicted = (id: string): RegisterEvent => ({
  t: "predicted",
  id,
  claim: "monitor/C1",
  credence: { supported: 0.3, contradicted: 0.7, undecided: 0 },
  because: "漢字 \u2028 <script>",
  at: "2026-01-01T00:00:00.000Z",
});

test("what is appended is there, in order, for every other reader", async (t) => {
  const home = join(scratch(t), "home");
  const register = openRegister(home);
  assert.deepEqual([register.predictions(), register.runFolders()], [[], []]);
  await register.append(() => [predicted("a"), predicted("b")]);
  await register.append((predictions) => {
    assert.deepEqual(
      predictions.map(({ id }) => id),
      ["a", "b"],
    );
    return [
      { t: "run", run: "r", folder: "/runs/r", at: "" },
      { t: "run", run: "r", folder: "/runs/r", at: "" },
      { t: "bound", id: "a", run: "r", folder: "/runs/r", subject: "s", at: "" },
    ];
  });
  await register.append(() => []);
  const other = openRegister(home);
  assert.deepEqual(
    other.predictions().map(({ id, state }) => [id, state]),
    [
      ["a", "bound"],
      ["b", "pending"],
    ],
  );
  assert.equal(other.predictions()[0]?.because, "漢字 \u2028 <script>");
  assert.deepEqual(other.runFolders(), ["/runs/r"]);
});

test("a torn last line is passed over, and cut off by the next who writes", async (t) => {
  const home = scratch(t);
  const file = join(home, "register.jsonl");
  const register = openRegister(home);
  await register.append(() => [predicted("a")]);
  appendFileSync(file, '{"t":"predicted","id":"half","because":"');
  appendFileSync(file, Buffer.from([0xe6, 0xbc]));
  assert.deepEqual(
    register.predictions().map(({ id }) => id),
    ["a"],
  );
  await register.append(() => [predicted("b")]);
  await register.append(() => [predicted("c")]);
  assert.deepEqual(
    register.predictions().map(({ id }) => id),
    ["a", "b", "c"],
  );
});

test("a broken line elsewhere is an error that names it, and nothing is written after it", async (t) => {
  const home = scratch(t);
  const file = join(home, "register.jsonl");
  const register = openRegister(home);
  await register.append(() => [predicted("a"), predicted("b"), predicted("c")]);
  const broken = readFileSync(file, "utf8").replace('"id":"b"', '"id":2');
  writeFileSync(file, broken);
  const named = (error: unknown): boolean => error instanceof CredenceError && error.where === `${file}:2`;
  assert.throws(() => register.predictions(), named);
  await assert.rejects(
    register.append(() => [predicted("d")]),
    named,
  );
  assert.equal(readFileSync(file, "utf8"), broken);
});

test("a decision that throws writes nothing and lets go of the register", async (t) => {
  const register = openRegister(scratch(t));
  await assert.rejects(
    register.append(() => {
      throw new Error("no");
    }),
    /no/,
  );
  await register.append(() => [predicted("a")]);
  assert.equal(register.predictions().length, 1);
});

test("a home that cannot be made is an error of the disk", async (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, "file"), "");
  await assert.rejects(
    openRegister(join(folder, "file", "home")).append(() => [predicted("a")]),
    (error) => error instanceof CredenceError && error.code === "disk",
  );
});
