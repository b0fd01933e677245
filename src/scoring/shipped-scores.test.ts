import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { countTokens } from "../asking/request.ts";
import { CredenceError } from "../core/error.ts";
import type { ModelIdentity } from "../core/identity.ts";
import { noUsage } from "../core/outcome.ts";
import type { Capabilities } from "../models/model.ts";
import { panelRows } from "../panel/panel-rows.ts";
import { panelCandidates } from "../panel/shift-sets.ts";
import { readPanel } from "../panel/shipped-panel.ts";
import { rowHash } from "./score-block.ts";
import { systemHash } from "./score-table.ts";
import { measureShift, shiftRequest, shiftTrials } from "./shift-trial.ts";
import { type KnownScore, shippedScores, shippedTables } from "./shipped-scores.ts";

test("a table is known by the model file that made it, and one that was changed is refused", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "credence-scores-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const text = `{"row":"r","system":"s","mean":-1.5,"tokens":3}\n`;
  const sha256 = createHash("sha256").update(text).digest("hex");
  const list = ["good", "bad"].map((name) => ({
    ...{ model: name, fingerprint: name, file: `${name}.jsonl.gz`, sha256 },
  }));
  writeFileSync(join(folder, "index.json"), JSON.stringify(list));
  writeFileSync(join(folder, "good.jsonl.gz"), gzipSync(text));
  writeFileSync(join(folder, "bad.jsonl.gz"), gzipSync(text.replace("1.5", "1.6")));
  const at = pathToFileURL(`${folder}/`);
  assert.deepEqual(shippedScores("good", at)("r", "s"), { mean: -1.5, tokens: 3 });
  for (const known of [shippedScores("good", at), shippedScores("other", at), shippedScores(null, at)])
    assert.equal(known("r", "other"), undefined);
  assert.throws(
    () => shippedScores("bad", at),
    (error) => error instanceof CredenceError && (error.where ?? "").endsWith("bad.jsonl.gz"),
  );
});

test("the tables that ship hold scores of the panel's rows under its candidates", () => {
  const { recipe, answers } = readPanel();
  const rows = panelRows(recipe, answers).map(rowHash);
  const systems = panelCandidates(recipe, 1).flatMap(({ systems: wordings }) => wordings.map(systemHash));
  const tables = shippedTables();
  assert.ok(tables.length > 0);
  for (const { fingerprint } of tables) {
    const known = shippedScores(fingerprint);
    const there = rows.filter((row) => systems.every((system) => known(row, system) !== undefined));
    assert.ok(there.length > 300, `${there.length}`);
    for (const row of there) assert.ok((known(row, systems[0] ?? "")?.mean ?? 1) < 0);
  }
});

test("the model is asked about rows that are not known, and about no others", async () => {
  const rows = ["a", "bb", "ccc"].map((answer) => ({
    messages: [{ role: "user", content: "q" }] as const,
    answer,
  }));
  const [first] = rows.map(rowHash);
  const asked: string[][] = [];
  const capabilities: Partial<Capabilities> = {
    scoreInTurn: async ({ turns }) => {
      asked.push(turns.map(({ continuation }) => continuation));
      return { ok: true, usage: noUsage, value: turns.map(() => ({ logProbs: [-1] })) };
    },
    tokensInTurn: async ({ turns }) => ({
      ok: true,
      usage: noUsage,
      value: { evaluated: turns.length, reused: 0, scored: 0 },
    }),
  };
  const rowOf = (hash: string) => rows.find((row) => rowHash(row) === hash) ?? assert.fail();
  const [trial = assert.fail()] = shiftTrials(rows, ["s"], "scorer");
  const some: KnownScore = (row, system) =>
    row === first && system === systemHash("s") ? { mean: -7, tokens: 2 } : undefined;
  const measured = await measureShift(trial, rowOf, { capabilities, known: some });
  assert.deepEqual(measured, {
    value: {
      rows: [
        { mean: -7, tokens: 2, shipped: true },
        { mean: -1, tokens: 1 },
        { mean: -1, tokens: 1 },
      ],
    },
  });
  assert.deepEqual(asked, [["bb", "ccc"]]);
  const identity: ModelIdentity = { adapter: "local", name: "m", endpoint: null, fingerprint: "f" };
  const planned = async (known: KnownScore) =>
    (
      await countTokens(
        { capabilities, identity },
        shiftRequest(trial, rowOf, () => known),
      )
    )?.evaluated;
  const none = { capabilities: {}, identity };
  assert.equal(await countTokens(none, shiftRequest(trial, rowOf, null)), null);
  assert.equal(await planned(some), 2);
  const all: KnownScore = () => ({ mean: -7, tokens: 2 });
  assert.equal(await planned(all), 0);
  const known = await measureShift(trial, rowOf, { capabilities, known: all });
  assert.ok("value" in known && known.value.rows.every((row) => "shipped" in row && row.shipped === true));
  assert.equal(asked.length, 1);
});
