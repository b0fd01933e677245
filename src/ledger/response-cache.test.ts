import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { scratch } from "../../test/ledger/samples.ts";
import { openResponseCache } from "./response-cache.ts";

test("a reply is there at once, for another process after this turn, and after reopening", async (t) => {
  const home = join(scratch(t), "home");
  const cache = await openResponseCache(home);
  const other = await openResponseCache(home);
  const reply = { value: { text: "é\u2028", toolCalls: [], n: [1, null, true] } };
  assert.equal(cache.get("a"), undefined);
  cache.set("a", reply);
  cache.set("b", 0);
  assert.deepEqual(cache.get("a"), reply);
  await turn();
  await turn();
  assert.deepEqual(other.get("a"), reply);
  assert.equal(other.get("b"), 0);
  assert.equal(other.get("c"), undefined);
  cache.set("c", "just before closing");
  cache.close();
  cache.close();
  assert.equal(other.get("c"), "just before closing");
  other.set("a", "new");
  other.close();
  const again = await openResponseCache(home);
  assert.equal(again.get("a"), "new");
  again.close();
});

test("a damaged cache is put aside and said, and a new one begun", async (t) => {
  const home = scratch(t);
  writeFileSync(join(home, "responses.sqlite"), "no database ".repeat(1000));
  const notes: string[] = [];
  const cache = await openResponseCache(home, (text) => notes.push(text));
  cache.set("a", 1);
  cache.close();
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? "", /put aside/);
  assert.equal(readdirSync(home).filter((name) => name.includes("damaged")).length, 1);
  const again = await openResponseCache(home, (text) => notes.push(text));
  assert.equal(again.get("a"), 1);
  assert.equal(notes.length, 1);
  again.close();
});

test("where nothing can be kept the run goes on with what it has", async (t) => {
  const folder = scratch(t);
  writeFileSync(join(folder, "file"), "");
  const notes: string[] = [];
  const cache = await openResponseCache(join(folder, "file", "home"), (text) => notes.push(text));
  cache.set("a", 1);
  assert.equal(cache.get("a"), 1);
  cache.close();
  assert.equal(notes.length, 1);
});
