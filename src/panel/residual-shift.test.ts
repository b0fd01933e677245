import assert from "node:assert/strict";
import { test } from "node:test";
import { panelFixture } from "../../test/fixtures/panel/read.ts";
import { near } from "../../test/fixtures/stats/read.ts";
import { random } from "../stats/distributions/random.ts";
import { panelShift } from "./panel-shift.ts";
import { residualShift } from "./residual-shift.ts";
import type { ShiftSet } from "./shift-table.ts";

function setOf(id: string, rows: readonly (readonly number[])[], planted: number | null = null): ShiftSet {
  return {
    ...{ id, planted },
    cluster: Int32Array.from(rows.keys()),
    shift: (rows[0] ?? []).map((_, candidate) =>
      Float64Array.from(rows, (row) => row[candidate] ?? Number.NaN),
    ),
  };
}

test("residuals are what scikit-learn's regressions on the row's mean and on the other candidates leave", () => {
  const { sets, residuals } = panelFixture.residual;
  const [suspect, ...references] = sets.map((rows, i) => setOf(`${i}`, rows));
  assert.ok(suspect !== undefined);
  const residual = residualShift(references);
  for (const [i, set] of [suspect, ...references].entries()) {
    residual(set).shift.forEach((values, candidate) => {
      values.forEach((value, row) => {
        near(value, residuals[i]?.[row]?.[candidate]);
      });
    });
  }
});

test("candidates that never vary leave what they differ by, one alone stays as it is, and so do sets without a row", () => {
  const shifts = (rows: readonly (readonly number[])[]): number[][] => {
    const set = setOf("s", rows);
    return residualShift([set, set])(set).shift.map((values) => [...values]);
  };
  assert.deepEqual(
    shifts([
      [0.5, 0.25],
      [0.5, 0.25],
    ]),
    [
      [0.25, 0.25],
      [-0.25, -0.25],
    ],
  );
  assert.deepEqual(shifts([[1], [2]]), [[1, 2]]);
  assert.deepEqual(residualShift([setOf("r", [])])(setOf("s", [])), setOf("s", []));
});

test("a row without a score under some candidate has no residual, and says nothing of the others' coefficients", () => {
  const { sets } = panelFixture.residual;
  const [suspect = [], reference = []] = sets;
  const holed = setOf("s", [...suspect, [1, Number.NaN, 1, 1, 1]]);
  const residual = residualShift([setOf("r", reference)])(holed);
  for (const values of residual.shift) {
    assert.ok(Number.isNaN(values.at(-1)));
    assert.ok(values.slice(0, -1).every(Number.isFinite));
  }
});

/**
 * Six candidates in two groups of three: what a row does under one it does under its group, and so do sets by nature, whatever is
 * planted in them.
 */
function world(seed: string, effect: number): readonly ShiftSet[] {
  const source = random(seed);
  return [0, 1, 2, 3, 4, 5, null, null].map((planted, at) => {
    const nature = [0.05 * source.normal(), 0.05 * source.normal()];
    const rows = Array.from({ length: 80 }, () => {
      const group = nature.map((mean) => mean + 0.1 * source.normal());
      return Array.from(
        { length: 6 },
        (_, candidate) =>
          (group[candidate % 2] ?? 0) + (candidate === planted ? effect : 0) + 0.02 * source.normal(),
      );
    });
    return setOf(`${at}`, rows, planted);
  });
}

test("a plant that is small against how sets differ by nature is found, because its group says what is nature", () => {
  let first = 0;
  for (let i = 0; i < 10; i++) {
    const sets = world(`nature ${i}`, 0.02);
    for (const [at, suspect] of sets.entries()) {
      if (suspect.planted === null) continue;
      const references = sets.filter((_, other) => other !== at);
      const { top } = panelShift({ suspect, references, trim: 0.1, draws: 1, seed: "s" });
      if (top === suspect.planted) first++;
    }
  }
  // Double-centring alone has it first in 36.
  assert.ok(first > 55, `${first} of 60`);
});
