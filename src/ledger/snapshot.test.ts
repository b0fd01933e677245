import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { scratch } from "../../test/ledger/samples.ts";
import { CredenceError } from "../core/error.ts";
import type { Json } from "../core/json.ts";
import type { Snapshot } from "./ledger.ts";
import { snapshotIn } from "./snapshot.ts";

function snapshot(folder: string): Snapshot {
  const hashes = new Map<string, string>();
  return snapshotIn(folder, {
    fixInput: async (name, hash) => {
      hashes.set(name, hash);
    },
    inputHash: (name) => hashes.get(name),
  });
}

const hostile: Json[] = [
  "a\u2028b\u2029c",
  "line\nfeed\r\n",
  "\u0000\u001b[2J",
  "</script>",
  "漢字🙂",
  { "": null, deep: [[[1e-300]]] },
  0,
];

test("rows come back as they were, whatever text stands in them, from lists and from streams", async (t) => {
  const copy = snapshot(join(scratch(t), "inputs"));
  await copy.write("hostile", hostile);
  assert.deepEqual(await Array.fromAsync(copy.read("hostile")), hostile);
  await copy.write("none", []);
  assert.deepEqual(await Array.fromAsync(copy.read("none")), []);
  const many = Array.from({ length: 1501 }, (_, n) => ({ n, text: "x".repeat(n) }));
  await copy.write(
    "many",
    (async function* () {
      yield* many;
    })(),
  );
  assert.deepEqual(await Array.fromAsync(copy.read("many")), many);
});

test("a copy that was changed, cut or is missing is an error with its place", async (t) => {
  const folder = join(scratch(t), "inputs");
  const copy = snapshot(folder);
  await copy.write("runs", [{ label: "good" }, { label: "bad" }, { label: "good" }]);
  const file = join(folder, "runs.jsonl");
  const text = readFileSync(file, "utf8");
  const rejects = (where: string): Promise<void> =>
    assert.rejects(Array.fromAsync(copy.read("runs")), (error) => {
      assert.ok(error instanceof CredenceError);
      assert.deepEqual([error.code, error.where], ["input", where]);
      return true;
    });
  writeFileSync(file, text.replace("bad", "good"));
  await rejects(file);
  writeFileSync(file, text.split("\n").slice(1).join("\n"));
  await rejects(file);
  writeFileSync(file, text.replace('{"label":"bad"}', '{"label":'));
  await rejects(`${file}:2`);
  writeFileSync(file, text.slice(0, -1));
  await rejects(`${file}:3`);
  await assert.rejects(Array.fromAsync(copy.read("others")), CredenceError);
});

test("rows that cannot be made leave no half copy, and the error is theirs", async (t) => {
  const folder = join(scratch(t), "inputs");
  const copy = snapshot(folder);
  const failing = (async function* (): AsyncGenerator<Json> {
    yield { n: 1 };
    throw new CredenceError("input", "no message in the run", { where: "runs.jsonl:17" });
  })();
  await assert.rejects(
    copy.write("runs", failing),
    (error) => error instanceof CredenceError && error.where === "runs.jsonl:17",
  );
  assert.equal(existsSync(join(folder, "runs.jsonl")), false);
  assert.deepEqual(readdirSync(folder), []);
});
