import assert from "node:assert/strict";
import { test } from "node:test";
import { type Random, random } from "../distributions/random.ts";
import { higher } from "../distributions/welch.ts";
import { classifierMixtures } from "../text/classifier-mixtures.ts";
import { codeRows } from "../text/sparse-rows.ts";
import { drawn, mixtureOf, mixturePower, mixtureSize, singleRows } from "./mixtures.ts";

const level = 0.05;

const units = (suspect: number, clean: number) => ({
  suspect: singleRows(suspect),
  clean: singleRows(clean),
});

test("no row stands twice in a mixture, prompts stay whole, and its size is that of the smaller side", () => {
  assert.deepEqual([mixtureSize(60, 5000), mixtureSize(5000, 61), mixtureSize(7, 14)], [60, 30, 7]);
  const prompts = Array.from({ length: 40 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2]);
  const source = random("whole prompts");
  for (let world = 0; world < 50; world++) {
    const share = source.float();
    const { against, clean, replaced, suspect } = mixtureOf(
      { suspect: singleRows(50), clean: prompts },
      share,
      source,
    );
    assert.equal(against.length, 50);
    assert.equal(clean.length + replaced.length, 50);
    assert.ok(Math.abs(suspect.length - 50 * share) < 1);
    assert.equal(suspect.length, replaced.length);
    const all = [...against, ...clean, ...replaced];
    assert.equal(new Set(all).size, all.length);
    assert.equal(new Set(suspect).size, suspect.length);
    const promptsOf = (rows: readonly number[]) => new Set(rows.map((row) => Math.floor(row / 3)));
    assert.equal(promptsOf(against).intersection(promptsOf([...clean, ...replaced])).size, 0);
  }
  // Three of ten rows in the mean, though a share of .3 of 5 is no whole number.
  const counts = Array.from({ length: 4000 }, () => mixtureOf(units(5, 10), 0.3, source).suspect.length);
  assert.ok(Math.abs(counts.reduce((sum, one) => sum + one, 0) / 4000 - 1.5) < 0.04);
  assert.deepEqual(new Set(counts), new Set([1, 2]));
  assert.deepEqual(drawn(singleRows(3), 9, source).toSorted(), [0, 1, 2]);
});

/** Share of mixtures with a difference, over many data sets: [share 0, share 1]. */
function powers(
  sets: number,
  one: (seed: string, source: Random) => readonly { readonly found: number; readonly worlds: number }[],
): readonly number[] {
  const found = [0, 0];
  let looks = 0;
  for (let set = 0; set < sets; set++) {
    const rungs = one(`set ${set}`, random(`mixed rows ${set}`));
    for (const [i, rung] of rungs.entries()) found[i] = (found[i] ?? 0) + rung.found;
    looks += rungs[0]?.worlds ?? 0;
  }
  return found.map((count) => count / looks);
}

/** Four standard errors of a binomial share. */
const error = (share: number, looks: number): number => 4 * Math.sqrt((share * (1 - share)) / looks);

const scored = (size: number, shift: number) =>
  powers(400, (seed, source) => {
    const scores = (count: number, by: number): number[] =>
      Array.from({ length: count }, () => source.normal() + by);
    const [suspect, clean] = [scores(size, shift), scores(2 * size, 0)];
    const of = (rows: readonly number[], from: readonly number[]): number[] =>
      rows.map((row) => from[row] ?? 0);
    return mixturePower({ shares: [0, 1], worlds: 10, level, seed }, (share, draws) => {
      const mixture = mixtureOf(units(size, 2 * size), share, draws);
      const mixed = [...of(mixture.clean, clean), ...of(mixture.suspect, suspect)];
      return higher(mixed, of(mixture.against, clean), level);
    });
  });

for (const size of [10, 30, 60]) {
  test(`simulated, ${size} rows a side: scores without a difference are told apart as often as the level says, others are seen`, () => {
    const [none = 1, alike = 1] = scored(size, 0);
    assert.ok(Math.abs(none - level) < error(level, 4000), `share 0: ${none}`);
    // Mixtures of one data set share their suspect rows: its power is one draw.
    assert.ok(Math.abs(alike - level) < error(level, 400), `share 1, the same scores: ${alike}`);
    const [before = 1, seen = 0] = scored(size, 1.5);
    assert.ok(Math.abs(before - level) < error(level, 4000), `share 0 beside other scores: ${before}`);
    assert.ok(seen > 0.85, `a real difference: ${seen}`);
  });

  test(`simulated, ${size} rows a side: the classifier that is fitted on a mixture holds its level, and sees a word`, () => {
    const texts = (count: number, planted: number, source: Random): string[][] =>
      Array.from({ length: count }, () =>
        Array.from({ length: 12 }, () => (source.float() < planted ? "x" : `w${source.int(30)}`)),
      );
    const power = (planted: number) =>
      powers(100, (seed, source) => {
        const all = [...texts(size, planted, source), ...texts(2 * size, 0, source)];
        const numbers = Int32Array.from(all.keys());
        return classifierMixtures({
          ...{ rows: codeRows(all).rows, train: Uint8Array.from(all, (_, i) => Number(i % 5 < 3)) },
          ...{ suspect: numbers.subarray(0, size), clean: numbers.subarray(size), twins: false },
          ...{ shares: [0, 1], worlds: 20, level, seed },
        });
      });
    const [none = 1] = power(0);
    assert.ok(Math.abs(none - level) < error(level, 2000), `share 0: ${none}`);
    const [, seen = 0] = power(0.6);
    assert.ok(seen > 0.6, `a real difference: ${seen}`);
  });
}

test("scores that do not vary are told apart where so many could not fall so by chance", () => {
  const same = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
  assert.equal(higher(same(4, 1), same(4, 0), level).found, true);
  // Two of four: one deal in six.
  assert.equal(higher(same(2, 1), same(2, 0), level).found, false);
  assert.deepEqual(higher(same(9, 1), same(9, 1), level), { found: false, z: 0 });
  assert.deepEqual(higher([1], [0, 0.1], level), { found: false, z: 0 });
});
