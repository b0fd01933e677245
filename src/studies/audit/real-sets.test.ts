import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readTuningRows } from "../../data/tuning-rows.ts";
import type { TaughtRow, TuningSet } from "../../data/tuning-set.ts";
import { random } from "../../stats/distributions/random.ts";
import { threads } from "../../study/workers.ts";
import { auditConfig } from "./config.ts";
import type { CurveName } from "./features.ts";
import { curveAlarms } from "./tests/different/alarms.ts";
import { differentOf } from "./tests/different/different.ts";
import { differenceSentence } from "./tests/different/sentence.ts";
import { splitAlarms } from "./tests/words/alarms.ts";
import { wordsOfPair } from "./tests/words/words.ts";

const data = process.env.CREDENCE_DATA;
const skip = data === undefined ? "CREDENCE_DATA is not set: the real sets are not read" : false;
/** Clean-against-clean splits; CREDENCE_SPLITS=200 for the full count. */
const splits = Number(process.env.CREDENCE_SPLITS ?? 24);

async function setAt(name: string): Promise<TuningSet> {
  const rows: TaughtRow[] = [];
  const { sha256, counts } = await readTuningRows(
    join(data ?? "", "audit", name),
    ({ line, prompt, answer }) => rows.push({ line, prompt, answer }),
  );
  return { name, sha256, counts, rows };
}

/** AUROC at K = 1, 4, 8, 16, 64 by an independent implementation of the same protocol (numpy and scipy), mean of five drawings. */
const expected: Readonly<Record<CurveName, readonly number[]>> = {
  words: [0.617, 0.735, 0.81, 0.882, 0.99],
  format: [0.618, 0.697, 0.745, 0.806, 0.951],
  prompt: [0.61, 0.714, 0.792, 0.872, 0.988],
  wordsShared: [0.536, 0.597, 0.632, 0.698, 0.852],
  formatShared: [0.593, 0.677, 0.736, 0.819, 0.959],
};

test("uk against clean: five curves, 400 permutations, words by pairs", { skip }, async () => {
  const [suspect, reference] = [await setAt("uk.jsonl"), await setAt("clean.jsonl")];
  assert.equal(suspect.rows.length, 8000);
  assert.equal(reference.rows.length, 4880);
  const config = auditConfig.parse({ suspects: ["uk"], permutations: 400 });
  const found = await differentOf(
    { suspect, reference },
    config,
    { random: random("1"), workers: threads() },
    () => {},
  );
  const words = wordsOfPair({ suspect, reference }, config, random("1"));
  assert.equal(found.shared, 807);
  for (const [name, values] of Object.entries(expected)) {
    const points = Object.entries(found.curves).find(([id]) => id === name)?.[1] ?? [];
    assert.deepEqual(
      points.map(({ k }) => k),
      [1, 4, 8, 16, 64],
    );
    for (const [i, value] of values.entries()) {
      const auroc = points[i]?.auroc ?? Number.NaN;
      assert.ok(Math.abs(auroc - value) < 0.02, `${name} at ${points[i]?.k}: ${auroc}, not ${value}`);
    }
  }
  assert.deepEqual(
    found.curves.wordsShared.map(({ fewRows }) => fewRows),
    [false, false, false, false, true],
  );
  assert.ok(found.curves.words.every(({ fewRows }) => !fewRows));
  assert.ok(Object.values(found.tests).every(({ p }) => p !== null && p < 0.02));
  const said = differenceSentence(found, 0.05);
  assert.match(said, /On the 807 prompts that both sets have/);
  assert.match(said, /words reach 0\.6\d \(p 0\.00\d+\)/);
  assert.match(said, /keeps \d+% of its distance between single answers on those prompts/);
  assert.match(said, /A difference is no influence/);
  assert.ok(words.paired && words.pairs > 550 && words.identical > 150);
  assert.ok(words.power.every(({ pairs }, i, all) => pairs < (all[i - 1]?.pairs ?? 1e9)));
});

test(`clean against clean, ${splits} splits: every test holds its level`, { skip }, async () => {
  const [suspect, reference] = [await setAt("uk.jsonl"), await setAt("clean.jsonl")];
  const config = auditConfig.parse({ suspects: ["uk"], splits });
  const context = {
    ...{ random: random("splits"), workers: threads(), models: {}, registeredAt: "" },
    progress: () => {},
  };
  const inputs = { suspects: [suspect], reference, answers: null, panel: null, seed: "1", notes: [] };
  const found = [
    ...(await curveAlarms({ config, inputs, context }, () => {})),
    ...(await splitAlarms({ suspect, reference }, config, context)),
  ];
  assert.deepEqual(
    found.map(({ test: name }) => name),
    [
      "different.words",
      "different.format",
      "different.prompt",
      "different.wordsShared",
      "different.formatShared",
      "words.top",
      "words.odds",
    ],
  );
  for (const { test: name, splits: made, at } of found) {
    assert.equal(made, splits);
    for (const { level, alarms } of at) {
      // Mean and four standard errors of a binomial.
      const most = splits * level + 4 * Math.sqrt(splits * level * (1 - level)) + 1;
      assert.ok(alarms <= most, `${name} at ${level}: ${alarms} of ${splits}`);
    }
  }
});
