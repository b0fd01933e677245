// The panel with the embedded model, as a person types it: what a dry run announces is what is evaluated, and a kill loses no finished row.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openModel } from "../../src/models/open.ts";
import { panelRows } from "../../src/panel/panel-rows.ts";
import { panelCandidates } from "../../src/panel/shift-sets.ts";
import { readPanel } from "../../src/panel/shipped-panel.ts";
import { rowHash, scoreBlock } from "../../src/scoring/score-block.ts";
import { systemHash } from "../../src/scoring/score-table.ts";
import { shippedScores } from "../../src/scoring/shipped-scores.ts";
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
    // A score that was kept but not yet written down would be evaluated once less than announced.
    "--no-cache",
  ];
  const dry = await where.run(...asked, "--dry-run");
  assert.equal(dry.code, 0, dry.error);
  const [arm] = JSON.parse(dry.out).arms;
  const [least, most] = arm.uncachedTokens;
  assert.ok(least > 0 && least === most, "one look, one number");
  assert.match(JSON.parse(dry.out).notes.join(" "), /counted by the model itself/);

  const { child, ended } = where.start(...asked, "--concurrency", "2");
  while (child.exitCode === null && journalled(where.folder).length < 2) await sleep(20);
  child.kill("SIGKILL");
  await ended;
  const before = journalled(where.folder);
  assert.ok(before.length >= 2 && before.length < arm.calls[1], `killed half-way: ${before.length}`);
  const [{ id }] = JSON.parse((await where.run("runs", "--json")).out);
  const resumed = await where.run("resume", id, "--no-cache", "--json");
  assert.equal(resumed.code, 0, resumed.error);
  assert.deepEqual(journalled(where.folder).slice(0, before.length), before);
  assert.equal(journalled(where.folder).length, arm.calls[1]);
  const { cost } = JSON.parse(resumed.out);
  assert.equal(cost.total.usage.uncachedInput, least, JSON.stringify(cost).slice(0, 600));

  // With what is kept nothing is scored twice between runs, and the dry run knows it.
  const cached = asked.filter((word) => word !== "--no-cache");
  const first = JSON.parse((await where.run(...cached)).out);
  const known = JSON.parse((await where.run(...cached, "--dry-run")).out).arms[0];
  const second = JSON.parse((await where.run(...cached)).out);
  assert.deepEqual(known.uncachedTokens, [0, 0]);
  assert.equal(first.cost.total.usage.uncachedInput, least);
  assert.equal(second.cost.total.usage.uncachedInput, 0);
  assert.deepEqual(second.results, first.results);
});

test("the scores that ship are those that the embedded model gives, and --rescore has it give them", async (t) => {
  const { recipe, answers } = readPanel();
  const rows = panelRows(recipe, answers).slice(0, 3);
  const systems = panelCandidates(recipe, 1).flatMap(({ systems: wordings }) => wordings.slice(0, 1));
  const model = await openModel("smollm2-135m", { env: process.env });
  t.after(() => model.close());
  const known = shippedScores(model.identity.fingerprint);
  for (const system of systems.slice(0, 2)) {
    const scored = await scoreBlock(model.capabilities, { system, rows });
    assert.ok(scored.ok);
    const { rows: scores } = scored.value;
    for (const [i, row] of rows.entries()) {
      const score = scores[i];
      const there = known(rowHash(row), systemHash(system));
      assert.ok(score !== undefined && "mean" in score && there !== undefined);
      assert.equal(there.tokens, score.tokens);
      // Other processors and other company in a batch move the last bits.
      assert.ok(Math.abs(there.mean - score.mean) < 0.02, `${there.mean} ${score.mean}`);
    }
  }
  const where = place(t);
  const suspect = join(written(t, { prompts: 11, suspect: 30, planted: 2, words: 2 }), "suspect.jsonl");
  const asked = ["audit", suspect, "--tests", "panel", "--scorer", "smollm2-135m", "--panel-rows", "20"];
  const tokens = async (...more: string[]): Promise<number> => {
    const dry = await where.run(
      ...asked,
      "--looks",
      "20",
      "--paraphrases",
      "1",
      "--dry-run",
      "--json",
      ...more,
    );
    assert.equal(dry.code, 0, dry.error);
    return JSON.parse(dry.out).arms[0].uncachedTokens[1];
  };
  const [shipped, anew] = [await tokens(), await tokens("--rescore")];
  assert.ok(8 * shipped < anew, `${shipped} of ${anew}`);
});
