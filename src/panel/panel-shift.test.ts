import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { panelShift } from "./panel-shift.ts";
import type { ShiftSet } from "./shift-table.ts";

const effect = 0.05;

/** Four candidates; the set looked at is planted with the third. Rows come in clusters of `size` that share their noise. */
function world(seed: string, size: number): readonly [ShiftSet, readonly ShiftSet[]] {
  const source = random(seed);
  const make = (id: string, planted: number | null): ShiftSet => {
    const cluster = Int32Array.from({ length: 60 }, (_, row) => Math.floor(row / size));
    const shared = Array.from({ length: 4 }, () => Array.from({ length: 60 }, () => 0.06 * source.normal()));
    return {
      id,
      planted: id === "suspect" ? null : planted,
      cluster,
      shift: shared.map((byCluster, candidate) =>
        Float64Array.from(
          cluster,
          (number) =>
            (byCluster[number] ?? 0) + (candidate === planted ? effect : 0) + 0.03 * source.normal(),
        ),
      ),
    };
  };
  const references = [0, 1, 2, 3, null, null].map((planted, i) => make(`reference ${i}`, planted));
  return [make("suspect", 2), references];
}

/** Share of worlds whose interval of the planted cell holds the effect. */
function held(size: number, worlds: number): number {
  let count = 0;
  for (let i = 0; i < worlds; i++) {
    const [suspect, references] = world(`${size} ${i}`, size);
    const { interval } = panelShift({ suspect, references, trim: 0.1, draws: 80, seed: `${i}` });
    const cell = interval[2];
    if (cell !== undefined && cell.low <= effect && cell.high >= effect) count++;
  }
  return count / worlds;
}

test("95% intervals hold the planted effect, also where rows of a prompt are alike", () => {
  // Four standard errors of 150 worlds below 93%.
  for (const size of [1, 3]) {
    const share = held(size, 150);
    assert.ok(share > 0.85, `clusters of ${size}: ${share}`);
  }
});

test("the same seed gives the same figures; fewer than two references are refused", () => {
  const [suspect, references] = world("a", 1);
  const input = { suspect, references, trim: 0.1, draws: 50, seed: "s" };
  assert.deepEqual(panelShift(input), panelShift(input));
  const { top, rank, margin, first, z } = panelShift(input);
  assert.equal(top, 2);
  assert.equal(rank[2]?.estimate, 1);
  assert.ok((rank[2]?.low ?? 0) >= 1 && (rank[2]?.high ?? 9) <= 4);
  assert.ok(margin.estimate > 0 && first > 0.5 && (z[2] ?? 0) > 1);
  assert.throws(() => panelShift({ ...input, references: references.slice(0, 1) }), RangeError);
});

test("what is planted in the set looked at is not told to the analysis", () => {
  const [suspect, references] = world("b", 1);
  const input = { suspect, references, trim: 0.1, draws: 20, seed: "s" };
  assert.deepEqual(panelShift(input), panelShift({ ...input, suspect: { ...suspect, planted: 0 } }));
});
