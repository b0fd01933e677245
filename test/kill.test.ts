import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { random } from "../src/stats/distributions/random.ts";
import { type Place, place } from "./command-line.ts";
import { writeRuns } from "./runs.ts";
import { yesNoServer } from "./servers/yes-no.ts";

const settings = ["--label", "label", "--positive", "bad", "--negative", "good", "--group", "task"];

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
    "--arms",
    "prefix,fresh,actions,length",
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
    if (await diesMidway(killed, child, 200, moments.int(450))) kills++;
    await ended;
    id ??= runFolder(killed);
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

test("SIGKILL with the local model: the same probabilities, and tokens evaluated again shown apart", async (t) => {
  const arms = ["--arms", "prefix,prefix-same-turn", "--steps", "1"];
  const words = [
    "monitor",
    "runs.jsonl",
    ...settings,
    ...arms,
    "--model",
    "smollm2-135m",
    "--concurrency",
    "2",
  ];
  const calm = place(t);
  const killed = place(t);
  for (const { folder } of [calm, killed]) writeRuns(join(folder, "runs.jsonl"), 3);
  const whole = await calm.run(...words, "--json");
  assert.equal(whole.code, 0, whole.error);

  let kills = 0;
  let folder: string | null = null;
  for (let attempt = 0; attempt < 10 && kills < 2; attempt++) {
    const { child, ended } = killed.start(
      ...(folder === null ? words : ["resume", folder, "--concurrency", "2", "--no-cache"]),
    );
    if (await diesMidway(killed, child, 1000, 50 * kills)) kills++;
    await ended;
    folder ??= runFolder(killed);
  }
  assert.ok(folder !== null);
  const last = await killed.run("resume", folder, "--no-cache", "--json");
  assert.equal(last.code, 0, last.error);

  const expected = measured(calm);
  const actual = measured(killed);
  assert.equal(kills, 2, "two kills hit the run while it was under way");
  assert.equal(expected.size, 12);
  assert.deepEqual([...actual.keys()].toSorted(), [...expected.keys()].toSorted());
  const gap = Math.max(
    ...[...expected].map(([key, value]) => Math.abs(value - (actual.get(key) ?? Number.NaN))),
  );
  const again = (text: string): number => findings.parse(JSON.parse(text)).cost.evaluatedAgain;
  t.diagnostic(`largest difference of a score ${gap}; tokens evaluated again ${again(last.out)}`);
  assert.ok(gap < 1e-4, `score differ by ${gap}`);
  assert.equal(again(whole.out), 0);
  assert.ok(again(last.out) > 0, "what the kills cost is shown");
});

const findings = z.object({ cost: z.object({ evaluatedAgain: z.number() }) });
const journalLine = z.object({
  t: z.literal("outcome"),
  key: z.string(),
  result: z.object({ value: z.object({ score: z.number() }) }),
});

/** Score of every outcome in the journal, by its trial's key. */
function measured(where: Place): ReadonlyMap<string, number> {
  const file = journal(where);
  assert.ok(file !== null);
  const scores = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const outcome = journalLine.safeParse(JSON.parse(line));
    if (outcome.success) scores.set(outcome.data.key, outcome.data.result.value.score);
  }
  return scores;
}

/** Waits until the journal grows by more than some bytes, then a while, then kills. False if the run was over before. */
async function diesMidway(
  where: Place,
  child: ReturnType<Place["start"]>["child"],
  bytes: number,
  wait: number,
): Promise<boolean> {
  const before = journalBytes(where);
  while (child.exitCode === null && journalBytes(where) <= before + bytes) await sleep(5);
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
