import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../distributions/random.ts";
import { groupFolds } from "../resampling/folds.ts";
import { leaveOutBlocks } from "../resampling/jackknife.ts";
import { auroc } from "./auroc.ts";
import { probeBlocks, probeNull, probeScores, splitProbe } from "./probe.ts";

const width = 80;
function world(seed: string, strength: number, rows = 200) {
  const source = random(seed);
  const group = Array.from({ length: rows }, (_, i) => `task ${i % 25}`);
  const positive = Uint8Array.from({ length: rows }, () => source.int(2));
  const states = new Float32Array(rows * width).map((_, i) => {
    const row = Math.floor(i / width);
    // One feature in ten is of another size, and the signal lies in four of them.
    const size = i % 10 === 0 ? 30 : 1;
    const signal = i % width < 4 ? strength * ((positive[row] ?? 0) - 0.5) : 0;
    return size * (source.normal() + signal);
  });
  return { states, width, positive, group, fold: groupFolds(group, 5) };
}

/** Each row's task by number. */
function tasks(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % 25);
}

test("a planted direction is found out of fold, not far from what the best linear rule gets", () => {
  const input = world("planted", 1.2);
  // Four independent features with distance 1.2: d-prime 2.4, AUROC Phi(2.4 / sqrt 2) = .955.
  const found = auroc(probeScores(input), input.positive);
  assert.ok(found > 0.8 && found < 0.98, `${found}`);
});

test("without a signal, and with permuted labels, it is at chance: nothing leaks from a fold into its probe", () => {
  const areas = Array.from({ length: 12 }, (_, i) => {
    const input = world(`null ${i}`, 0, 120);
    return auroc(probeScores(input), input.positive);
  });
  const mean = areas.reduce((a, b) => a + b, 0) / areas.length;
  assert.ok(Math.abs(mean - 0.5) < 0.06, `${mean}`);
});

test("a row without a state has no score, and one class to train on gives none at all", () => {
  const input = world("gaps", 1);
  input.states.fill(Number.NaN, 3 * width, 4 * width);
  const scores = probeScores(input);
  assert.ok(Number.isNaN(scores[3]));
  assert.ok(Number.isFinite(scores[2]));
  assert.ok(probeScores({ ...input, positive: new Uint8Array(200) }).every(Number.isNaN));
});

test("its own null lies around one half, a planted direction above it, and draws come from the seed alone", () => {
  const input = { ...world("planted null", 1.2, 120), cluster: tasks(120), draws: 8, seed: "7" };
  const null8 = probeNull(input);
  assert.equal(null8.length, 8);
  const mean = null8.reduce((a, b) => a + b, 0) / 8;
  assert.ok(Math.abs(mean - 0.5) < 0.08, `${mean}`);
  assert.ok(auroc(probeScores(input), input.positive) > Math.max(...null8));
  assert.deepEqual(probeNull(input), null8);
  assert.notDeepEqual(probeNull({ ...input, seed: "8" }), null8);
});

test("a probe trained on some rows scores others as it does out of fold, with its own penalty or the one given", () => {
  const input = world("split", 1.2, 120);
  input.states.fill(Number.NaN, 3 * width, 4 * width);
  const rows = Array.from(input.positive.keys());
  const [train, test] = [true, false].map((taught) =>
    Int32Array.from(rows.filter((row) => (input.fold[row] !== 0) === taught)),
  );
  assert.ok(train !== undefined && test !== undefined);
  const { scores, penalty } = splitProbe({ ...input, train, test, penalty: null });
  const whole = probeScores(input);
  assert.deepEqual(
    [...scores],
    [...test].map((row) => whole[row]),
  );
  assert.deepEqual(splitProbe({ ...input, train, test, penalty }).scores, scores);
  assert.notDeepEqual(splitProbe({ ...input, train, test, penalty: penalty * 100 }).scores, scores);
});

test("blocks are left out of the fits and of what is scored; the whole is as it is without them", () => {
  const input = world("blocks", 1.2, 120);
  const blocks = leaveOutBlocks(tasks(120), input.positive, 5);
  const { scores, without } = probeBlocks({ ...input, blocks });
  assert.deepEqual(scores, probeScores(input));
  assert.equal(without.length, 5);
  without.forEach((left, block) => {
    assert.ok(left.every((score, row) => Number.isNaN(score) === (blocks.of[row] === block)));
    assert.ok(auroc(left, input.positive) > 0.75);
  });
});
