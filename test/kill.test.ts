import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "../src/stats/random.ts";
import { type Place, place } from "./command-line.ts";
import { writeRuns } from "./runs.ts";
import { yesNoServer } from "./servers/yes-no.ts";

const settings = [
  "--label",
  "label",
  "--positive",
  "bad",
  "--negative",
  "good",
  "--group",
  "task",
  "--arms",
  "prefix,fresh,actions,length",
];

test("SIGKILL at ten random moments: the same results, and no trial measured twice but those in flight", async (t) => {
  const concurrency = 64;
  const server = await yesNoServer(t, { delay: () => 60 + Math.random() * 60 });
  const runs = 150;

  const calm = place(t);
  writeRuns(join(calm.folder, "runs.jsonl"), runs);
  const words = [
    "monitor",
    "runs.jsonl",
    ...settings,
    "--model",
    server.url,
    "--concurrency",
    String(concurrency),
    "--no-cache",
  ];
  const whole = await calm.run(...words, "--json");
  assert.equal(whole.code, 0, whole.error);
  const once = new Map(server.seen);
  const asked = [...once.values()].reduce((sum, count) => sum + count, 0);

  const killed = place(t);
  writeRuns(join(killed.folder, "runs.jsonl"), runs);
  const moments = random("kill").fork("moments");
  let kills = 0;
  let id: string | null = null;
  for (let attempt = 0; attempt < 40 && kills < 10; attempt++) {
    const { child, ended } = killed.start(
      ...(id === null ? words : ["resume", id, "--concurrency", String(concurrency), "--no-cache"]),
    );
    if (await diesMidway(killed, child, moments.int(450))) kills++;
    await ended;
    id ??= runId(killed);
  }
  assert.equal(kills, 10, "ten kills hit the run while it was under way");
  assert.ok(id !== null);
  const last = await killed.run("resume", id, "--no-cache", "--json");
  assert.equal(last.code, 0, last.error);
  assert.equal(
    JSON.stringify(JSON.parse(last.out).results),
    JSON.stringify(JSON.parse(whole.out).results),
    "results are byte-identical",
  );
  const total = [...server.seen.values()].reduce((sum, count) => sum + count, 0);
  const repeated = total - 2 * asked;
  t.diagnostic(
    `${asked} requests a run; ${repeated} repeated over ${kills} kills at concurrency ${concurrency}`,
  );
  assert.ok(repeated <= kills * concurrency, `${repeated} repeated`);
  for (const [hash, count] of once)
    assert.ok((server.seen.get(hash) ?? 0) >= 2 * count, "nothing was left out");
});

/** Waits until the journal grows, then a random while, then kills. False if the run was over before. */
async function diesMidway(
  where: Place,
  child: ReturnType<Place["start"]>["child"],
  wait: number,
): Promise<boolean> {
  const before = journalBytes(where);
  for (let i = 0; i < 1000 && child.exitCode === null && journalBytes(where) <= before + 200; i++)
    await sleep(5);
  await sleep(wait);
  return child.exitCode === null && child.kill("SIGKILL");
}

function journalBytes(where: Place): number {
  const file = journal(where);
  return file === null ? 0 : readFileSync(file).length;
}

function journal(where: Place): string | null {
  const folder = runFolder(where);
  if (folder === null) return null;
  return readdirSync(folder).includes("outcomes.jsonl") ? join(folder, "outcomes.jsonl") : null;
}

function runFolder(where: Place): string | null {
  if (!readdirSync(where.folder).includes("credence-runs")) return null;
  const [name] = readdirSync(join(where.folder, "credence-runs"));
  return name === undefined ? null : join(where.folder, "credence-runs", name);
}

function runId(where: Place): string | null {
  return runFolder(where);
}
