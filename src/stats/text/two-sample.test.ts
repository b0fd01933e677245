import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { benjaminiHochberg } from "../distributions/false-discovery.ts";
import { fisherExact } from "../distributions/fisher-exact.ts";
import { normalCdf } from "../distributions/normal.ts";
import { pairsNeeded, rowsNeeded, triesNeeded } from "../distributions/power.ts";
import { random } from "../distributions/random.ts";
import { exchange } from "../resampling/exchangeable.ts";
import { bagCurve } from "./bag-auroc.ts";
import { logOddsWithPrior } from "./log-odds-prior.ts";
import { signFlipWords } from "./sign-flip-words.ts";
import { codeRows } from "./sparse-rows.ts";
import { permutationP, twoSample } from "./two-sample.ts";
import { twoSetScorer } from "./two-sample-bayes.ts";

const fixture: {
  fisher: { k: number; n: number; l: number; m: number; p: number }[];
  adjusted: { p: number[]; q: number[] }[];
  bayes: { counts: number[][]; positive: number[]; train: number[]; scores: number[]; auroc: number };
  mcnemar: { onlyFirst: number; onlySecond: number; z: number }[];
} = JSON.parse(readFileSync(new URL("../../../test/fixtures/audit/audit.json", import.meta.url), "utf8"));

const near = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(
    Math.abs(actual - expected) <= within * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  );

test("Fisher's exact test equals scipy's hypergeometric tails, doubled", () => {
  for (const { k, n, l, m, p } of fixture.fisher) near(fisherExact(k, n, l, m), p, 1e-7);
  assert.equal(fisherExact(0, 5, 0, 7), 1);
});

test("adjusted p equal scipy's", () => {
  for (const { p, q } of fixture.adjusted)
    for (const [i, one] of benjaminiHochberg(p).entries()) near(one, q[i] ?? 0);
});

const table = {
  ...codeRows(fixture.bayes.counts.map((row) => row.flatMap((count, term) => Array(count).fill(`t${term}`)))),
  positive: Uint8Array.from(fixture.bayes.positive),
  train: Uint8Array.from(fixture.bayes.train),
};

test("scores of held rows and their AUROC equal numpy's and scipy's", () => {
  const scores = twoSetScorer(table).score(table.positive);
  for (const [i, score] of fixture.bayes.scores.entries()) near(scores[i] ?? 0, score);
  const { curve } = twoSample({
    ...table,
    ...{ cluster: Int32Array.from(table.positive.keys()), permutations: 0, from: 0, seed: "1" },
    ...{ sizes: [1], bags: 10, resampledBags: 10, bootstrap: 20 },
  });
  near(curve[0]?.estimate ?? 0, fixture.bayes.auroc);
});

test("a second labelling leaves no trace in the next one", () => {
  const scorer = twoSetScorer(table);
  const first = Float64Array.from(scorer.score(table.positive));
  scorer.score(table.positive.map((one) => 1 - one));
  assert.deepEqual(scorer.score(table.positive), first);
});

test("bags of normal scores reach the AUROC that their means have", () => {
  const source = random("bags");
  const scores = Float64Array.from({ length: 8000 }, (_, i) => source.normal() + (i % 2) * 0.3);
  const positive = Uint8Array.from(scores, (_, i) => i % 2);
  const curve = bagCurve(
    { scores, positive, cluster: Int32Array.from(scores.keys()) },
    { sizes: [1, 4, 16], bags: 20_000, resampledBags: 500, bootstrap: 60, seed: "7" },
  );
  for (const { k, estimate, low, high } of curve) {
    near(estimate, normalCdf(0.3 * Math.sqrt(k / 2)), 0.05);
    assert.ok(low < estimate && estimate < high);
  }
});

test("labels move within a prompt of both sets, whole prompts elsewhere, and never between teaching and held rows", () => {
  // Prompts: 0 in both sets; 1 and 2 two rows each of one set; 3 to 6 single rows, half of them teaching.
  const cluster = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 4, 5, 6]);
  const positive = Uint8Array.from([1, 0, 1, 1, 0, 0, 1, 0, 1, 0]);
  const train = Uint8Array.from([1, 1, 1, 1, 1, 1, 0, 0, 1, 1]);
  const { shuffle, movable } = exchange(cluster, positive, train);
  assert.equal(movable, 10);
  const seen = new Set<string>();
  const labels = Uint8Array.from(positive);
  for (let i = 0; i < 200; i++) {
    shuffle(labels, random(String(i)));
    seen.add(labels.join(""));
    assert.equal((labels[0] ?? 0) + (labels[1] ?? 0), 1);
    assert.equal(labels[2], labels[3]);
    assert.notEqual(labels[2], labels[4]);
    assert.notEqual(labels[6], labels[7]);
    assert.notEqual(labels[8], labels[9]);
  }
  assert.equal(seen.size, 16);
  const alone = exchange(Int32Array.from([0, 0, 1]), Uint8Array.from([1, 1, 0]), Uint8Array.from([1, 1, 1]));
  assert.equal(alone.movable, 0);
});

test("a permutation rests on its number alone, so that threads can share them", () => {
  const input = {
    ...table,
    ...{ cluster: Int32Array.from(table.positive.keys()), seed: "1" },
    ...{ sizes: [1], bags: 10, resampledBags: 10, bootstrap: 0 },
  };
  const whole = twoSample({ ...input, permutations: 6, from: 0 }).shuffled;
  const late = twoSample({ ...input, permutations: 3, from: 3 }).shuffled;
  assert.deepEqual(whole.slice(3), late);
  assert.equal(permutationP(0.7, [0.5, 0.7, 0.9, 0.2]), 3 / 5);
});

test("McNemar's z equals scipy's; the largest over flips holds its level and finds a planted word", () => {
  for (const { onlyFirst, onlySecond, z } of fixture.mcnemar) {
    const rows = (mine: number, others: number): string[][] =>
      Array.from({ length: onlyFirst + onlySecond }, (_, i) =>
        i >= others && i < others + mine ? ["w"] : [],
      );
    const first = codeRows([["w"], ...rows(onlyFirst, 0)]).rows;
    const second = codeRows([["w"], ...rows(onlySecond, onlyFirst)]).rows;
    const { terms } = signFlipWords(
      { first, second, cluster: Int32Array.from({ length: onlyFirst + onlySecond + 1 }, (_, i) => i) },
      { flips: 99, least: 1, level: 0.05, seed: "z" },
    );
    near(terms[0]?.z ?? Number.NaN, z, 1e-6);
  }
  const world = (planted: number, seed: string) => {
    const source = random(seed);
    const text = (extra: number): string[] => [
      ...Array.from({ length: 8 }, () => `w${source.int(60)}`),
      ...(source.float() < extra ? ["planted"] : []),
    ];
    const texts = Array.from({ length: 400 }, (_, i) => text(i < 200 ? planted : 0));
    const { rows, terms } = codeRows(texts);
    const { ids, counts, width, offsets } = rows;
    const found = signFlipWords(
      {
        first: { ids, counts, width, offsets: offsets.subarray(0, 201) },
        second: { ids, counts, width, offsets: offsets.subarray(200) },
        cluster: Int32Array.from({ length: 200 }, (_, i) => i),
      },
      { flips: 199, least: 6, level: 0.05, seed },
    );
    return { p: found.terms[0]?.p ?? 1, word: terms[found.terms[0]?.id ?? -1] };
  };
  assert.equal(world(0.15, "planted").word, "planted");
  assert.ok(world(0.15, "planted").p <= 0.01);
  const alarms = Array.from({ length: 120 }, (_, i) => world(0, `null ${i}`).p).filter(
    (p) => p <= 0.05,
  ).length;
  // 6 of 120 are due; 14 or more happen once in 400 such tests.
  assert.ok(alarms < 14, `${alarms} false alarms of 120`);
});

test("log odds: by hand from the paper's equations, and shrunk to nothing where both sets agree", () => {
  const [one, other] = logOddsWithPrior([30, 70], [10, 90], 100);
  // Prior of the first: 100 * 40 / 200 = 20.
  const delta = Math.log(50 / (200 - 50)) - Math.log(30 / (200 - 30));
  near(one?.delta ?? 0, delta);
  near(one?.z ?? 0, delta / Math.sqrt(1 / 50 + 1 / 30));
  assert.ok((other?.delta ?? 0) < 0);
  near(logOddsWithPrior([5, 15], [10, 30], 50)[0]?.delta ?? 1, 0);
});

test("sizes needed agree with simulation", () => {
  const source = random("sizes");
  // A word in 8% of first texts and in no second ones, |z| above 2.5.
  const pairs = pairsNeeded(0.08, 0.08, 2.5, 0.8);
  const found = Array.from({ length: 2000 }, () => {
    let b = 0;
    for (let i = 0; i < pairs; i++) if (source.float() < 0.08) b++;
    return Math.sqrt(b) > 2.5;
  }).filter(Boolean).length;
  assert.ok(found > 1500 && found < 1880, `power ${found / 2000}`);
  assert.ok(rowsNeeded(0.6, 0.05, 0.8) < rowsNeeded(0.55, 0.05, 0.8));
  near(rowsNeeded(0.6, 0.05, 0.8), 6.183 / 0.06, 0.02);
  assert.ok(triesNeeded(0.4, 0.2, 0.025, 0.8) > 30 && triesNeeded(0.4, 0.2, 0.025, 0.8) < 45);
});

test("a longer text has more of every term: that is taken out where it is asked for, and a planted term is found all the same", () => {
  const source = random("lengths");
  const said = (length: number, planted: boolean): string[] => [
    ...Array.from({ length }, () => `w${Math.floor(80 * source.float() ** 2)}`),
    ...(planted ? ["planted"] : []),
  ];
  const zs = (share: number, byLength: boolean) => {
    const pairs = Array.from({ length: 300 }, () => [
      said(18 + source.int(8), source.float() < share),
      said(9 + source.int(8), false),
    ]);
    const { rows, terms } = codeRows([...pairs.map(([a = []]) => a), ...pairs.map(([, b = []]) => b)]);
    const { ids, counts, width, offsets } = rows;
    const found = signFlipWords(
      {
        first: { ids, counts, width, offsets: offsets.subarray(0, 301) },
        second: { ids, counts, width, offsets: offsets.subarray(300) },
        ...{ cluster: Int32Array.from({ length: 300 }, (_, i) => i), byLength },
      },
      { flips: 199, least: 6, level: 0.05, seed: "lengths" },
    );
    return { least: found.terms[0]?.p ?? 1, word: terms[found.terms[0]?.id ?? -1] };
  };
  assert.equal(zs(0, false).least, 1 / 200, "lengths alone look like words");
  const quiet = Array.from({ length: 40 }, () => zs(0, true).least).filter((p) => p <= 0.05).length;
  // 2 of 40 are due; 8 or more happen once in 1,000 such tests.
  assert.ok(quiet < 8, `${quiet} alarms of 40`);
  assert.deepEqual(zs(0.12, true), { least: 1 / 200, word: "planted" });
});
