// The panel with the embedded model, as a person types it: what a dry run announces is what is evaluated, and a kill loses no finished row.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { place } from "../command-line.ts";
import { written } from "./panel-folder.ts";

/** Trials that a run's journal holds, by key. */
function journalled(folder: string): readonly string[] {
  const runs = join(folder, "credence-runs");
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("outcomes.jsonl"))
    .flatMap((file) => readFileSync(join(runs, file), "utf8").split("\n"))
    .filter((line) => line.includes('"shift"'));
}

test("a dry run's tokens are those evaluated, through a kill too", async (t) => {
  const panel = written(t, { prompts: 11, suspect: 11, planted: 2, words: 2 });
  const where = place(t);
  const asked = [
    ...["audit", join(panel, "suspect.jsonl"), "--tests", "panel", "--scorer", "smollm2-135m"],
    ...["--panel", panel, "--panel-rows", "20", "--looks", "20", "--bootstrap", "50", "--json"],
  ];
  const dry = await where.run(...asked, "--dry-run");
  assert.equal(dry.code, 0, dry.error);
  const [arm] = JSON.parse(dry.out).arms;
  const [least, most] = arm.uncachedTokens;
  assert.ok(least > 0 && least === most, "one look, one number");
  assert.match(JSON.parse(dry.out).notes.join(" "), /counted by the model itself/);

  const { child, ended } = where.start(...asked);
  const until = Date.now() + 120_000;
  while (child.exitCode === null && journalled(where.folder).length < 2 && Date.now() < until)
    await sleep(20);
  child.kill("SIGKILL");
  await ended;
  const before = journalled(where.folder);
  assert.ok(before.length >= 2 && before.length < arm.calls[1], `killed half-way: ${before.length}`);
  const [{ id }] = JSON.parse((await where.run("runs", "--json")).out);
  const resumed = await where.run("resume", id, "--json");
  assert.equal(resumed.code, 0, resumed.error);
  assert.deepEqual(journalled(where.folder).slice(0, before.length), before);
  assert.equal(journalled(where.folder).length, arm.calls[1]);
  const { cost } = JSON.parse(resumed.out);
  assert.equal(cost.total.usage.uncachedInput, least, JSON.stringify(cost).slice(0, 600));
});
