import assert from "node:assert/strict";
import { test } from "node:test";
import { CredenceError } from "../core/error.ts";
import { noUsage } from "../core/outcome.ts";
import type { Capabilities } from "../models/model.ts";
import { rowHash } from "../scoring/score-block.ts";
import { pairName, parseScoreTable, systemHash, writeScore } from "../scoring/score-table.ts";
import { measureShift, shiftTrials, shiftValue } from "../scoring/shift-trial.ts";
import { panelRows } from "./panel-rows.ts";
import { panelCandidates, panelShiftSets, shiftSet } from "./shift-sets.ts";
import { readPanel } from "./shipped-panel.ts";

const row = (cluster: number, answer: string) => ({
  cluster,
  messages: [{ role: "user", content: `q${cluster}` }] as const,
  answer,
});

test("a shift is the mean under the candidate's wordings less that under the baseline; rows that lack a score are left out", () => {
  const rows = [row(4, "a"), row(5, "b"), row(6, "c")];
  const means = new Map([
    [pairName(rowHash(rows[0] ?? row(0, "")), systemHash("base")), -3],
    [pairName(rowHash(rows[0] ?? row(0, "")), systemHash("one")), -2.5],
    [pairName(rowHash(rows[0] ?? row(0, "")), systemHash("two")), -4],
    [pairName(rowHash(rows[1] ?? row(0, "")), systemHash("base")), -3],
    [pairName(rowHash(rows[1] ?? row(0, "")), systemHash("one")), -2],
  ]);
  const meanOf = (hash: string, system: string) => means.get(pairName(hash, system));
  const apart = ["one", "two"].map((system) => ({ set: system, systems: [system] }));
  const set = shiftSet({ id: "s", planted: null, rows }, apart, "base", meanOf);
  assert.deepEqual([...set.cluster], [4]);
  assert.deepEqual(
    set.shift.map((values) => [...values]),
    [[0.5], [-1]],
  );
  const together = shiftSet(
    { id: "s", planted: null, rows },
    [{ set: "1", systems: ["one", "two"] }],
    "base",
    meanOf,
  );
  assert.deepEqual([...together.cluster], [4]);
  assert.deepEqual([...(together.shift[0] ?? [])], [-0.25]);
});

test("a table is read back as it was written; a broken line is named", () => {
  const scores = [
    { row: "r", system: "s", mean: -1.25, tokens: 3 },
    { row: "q", system: "s", mean: -1 / 3, tokens: 1 },
  ];
  const text = scores.map(writeScore).join("");
  const back = parseScoreTable(text, "t");
  assert.deepEqual(back[0], scores[0]);
  assert.ok(Math.abs((back[1]?.mean ?? 0) + 1 / 3) < 1e-8);
  assert.throws(
    () => parseScoreTable(`${text}{"row":1}\n`, "t"),
    (error) => error instanceof CredenceError && error.where === "t:3",
  );
});

/** Likes an answer the more words of the prompt's first message it has; knows nothing of trials. */
const scoreInTurn: Capabilities["scoreInTurn"] = async ({ turns }) => ({
  ok: true,
  usage: noUsage,
  value: turns.map(({ prompt, continuation }) => {
    const first = prompt.kind === "chat" ? (prompt.messages[0]?.content ?? "") : "";
    const words = new Set(first.toLowerCase().split(/\W+/));
    return {
      logProbs: continuation
        .toLowerCase()
        .split(/\W+/)
        .map((word) => (words.has(word) ? -1 : -5)),
    };
  }),
});

test("the panel that ships goes through trials into sets: every pair once, every planted set with its number", async () => {
  const { recipe, answers } = readPanel();
  const some = answers.filter(({ prompt }) => prompt < 6);
  const rows = panelRows(recipe, some);
  const candidates = panelCandidates(recipe, 2);
  const systems = [recipe.baselines[0] ?? "", ...candidates.flatMap(({ systems: wordings }) => wordings)];
  assert.equal(systems.length, 1 + 2 * candidates.length);
  const trials = shiftTrials(rows, systems, "scorer");
  const byHash = new Map(rows.map((one) => [rowHash(one), one]));
  const rowOf = (hash: string) => byHash.get(hash) ?? assert.fail(`no row ${hash}`);
  const pairs = trials.flatMap(({ system, rows: hashes }) => hashes.map((hash) => pairName(hash, system)));
  assert.equal(new Set(pairs).size, pairs.length);
  assert.equal(pairs.length, byHash.size * systems.length);
  const scores = [];
  for (const trial of trials) {
    const measured = await measureShift(trial, rowOf, { capabilities: { scoreInTurn } });
    assert.ok("value" in measured);
    assert.deepEqual(shiftValue.parse(JSON.parse(JSON.stringify(measured.value))), measured.value);
    for (const [i, score] of measured.value.rows.entries()) {
      assert.ok("mean" in score);
      scores.push({ row: trial.rows[i] ?? "", system: systemHash(trial.system), ...score });
    }
  }
  const sets = panelShiftSets(recipe, some, scores, candidates);
  assert.deepEqual(
    sets.map(({ id, planted }) => [id, planted === null ? null : candidates[planted]?.set]),
    recipe.sets.map(({ id, candidates: any }) => [id, any.length > 0 ? id : null]),
  );
  for (const set of sets) {
    assert.equal(set.cluster.length, rows.filter(({ set: of }) => of === set.id).length);
    for (const values of set.shift) assert.ok(values.every(Number.isFinite));
  }
});

test("a block that fails is missing", async () => {
  const trials = shiftTrials([row(1, "a")], ["s"], "scorer");
  const measured = await measureShift(trials[0] ?? assert.fail(), () => row(1, "a"), {
    capabilities: {
      scoreInTurn: async () => ({
        ok: false,
        usage: noUsage,
        missing: { kind: "failed", code: "x", reason: "y" },
      }),
    },
  });
  assert.ok("missing" in measured && measured.missing.code === "x");
});
