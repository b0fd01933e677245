import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openRegister } from "../../src/ledger/register.ts";
import { openResponseCache } from "../../src/ledger/response-cache.ts";
import { child } from "./child.ts";
import { scratch } from "./samples.ts";

test("three processes that predict at once lose no line, and each decides on what the others wrote", async (t) => {
  const home = join(scratch(t), "home");
  const count = 40;
  const children = ["a", "b", "c"].map((name) => child("predict-child.ts", [home, name, count]));
  await Promise.all(children.map(({ over }) => over));
  for (const { said } of children) assert.equal(said.at(-1), "done");
  const predictions = openRegister(home).predictions();
  assert.equal(predictions.length, 3 * count);
  assert.equal(readFileSync(join(home, "register.jsonl"), "utf8").split("\n").length, 3 * count + 1);
  assert.deepEqual(
    predictions.map(({ because }) => because),
    predictions.map((_, n) => `after ${n}`),
    "no one wrote between another's reading and writing",
  );
});

test("a process killed while predicting leaves all that was confirmed, and no lock", async (t) => {
  const home = join(scratch(t), "home");
  const kept: string[] = [];
  for (const name of ["a", "b", "c"]) {
    const writer = child("predict-child.ts", [home, name, 100_000]);
    await writer.hears(`kept ${name} 5`);
    writer.kill();
    await writer.over;
    kept.push(...writer.said.filter((said) => said.startsWith("kept ")).map((said) => said.slice(5)));
  }
  await child("predict-child.ts", [home, "d", 1]).over;
  const ids = new Set(
    openRegister(home)
      .predictions()
      .map(({ id }) => id),
  );
  for (const id of [...kept, "d 0"]) assert.ok(ids.has(id), `${id} is lost`);
});

test("two processes fill one response cache from its first moment on", async (t) => {
  const home = join(scratch(t), "home");
  const count = 400;
  const children = ["a", "b"].map((name) => child("cache-child.ts", [home, name, count]));
  await Promise.all(children.map(({ over }) => over));
  for (const { said } of children) assert.deepEqual(said, ["done"], "no note of trouble");
  const cache = await openResponseCache(home);
  for (const name of ["a", "b"]) {
    for (let n = 0; n < count; n++) assert.deepEqual(cache.get(`${name} ${n}`), { n, name });
  }
  cache.close();
});
