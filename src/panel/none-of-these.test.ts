import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { calibrateNone, calibrationOf, panelVerdict, rowSampler } from "./none-of-these.ts";
import { panelShift } from "./panel-shift.ts";
import { type ShiftSet, withoutCandidate } from "./shift-table.ts";

/** Six candidates, one set planted with each, two with none; rows on 60 prompts, one loud candidate. */
function world(seed: string, effect: number): readonly ShiftSet[] {
  const source = random(seed);
  const candidates = [0, 1, 2, 3, 4, 5];
  return [...candidates, null, null].map((planted, at) => ({
    id: `set ${at}`,
    planted,
    cluster: Int32Array.from({ length: 60 }, (_, i) => i),
    shift: candidates.map((candidate) =>
      Float64Array.from(
        { length: 60 },
        () =>
          (planted === candidate ? effect : 0) + (candidate === 2 ? 1 : 0) + at / 50 + 0.1 * source.normal(),
      ),
    ),
  }));
}

test("a planted set is named, without its prompt it is none of these, and so is a set without a plant", () => {
  const sets = world("plain", 0.1);
  const verdictOf = (all: readonly ShiftSet[], at: number): string => {
    const suspect = all[at];
    assert.ok(suspect !== undefined);
    const references = all.filter((_, other) => other !== at);
    const shift = panelShift({ suspect, references, trim: 0.1, draws: 100, seed: "v" });
    const calibration = calibrateNone({
      ...{ sets: references, rows: 60, trim: 0.1, level: 0.05, resamples: 20, seed: "v" },
    });
    const verdict = panelVerdict(shift, calibration);
    return verdict.kind === "named" ? `named ${verdict.candidate}` : verdict.kind;
  };
  assert.deepEqual(
    sets.map((_, at) => verdictOf(sets, at)),
    ["named 0", "named 1", "named 2", "named 3", "named 4", "named 5", "none", "none"],
  );
  for (const at of [0, 2, 4]) assert.equal(verdictOf(withoutCandidate(sets, at), at), "none");
});

test("a calibration without a world forgets its values, and a laxer level has a lower threshold", () => {
  const worlds = [
    { id: "a", best: [1, 2, 3] },
    { id: "b", best: [9, 9, 9] },
  ];
  assert.equal(calibrationOf(worlds, 0.05, 3).threshold, 9);
  assert.equal(calibrationOf(worlds.slice(0, 1), 0, 3).threshold, 3);
  assert.equal(calibrationOf(worlds.slice(0, 1), 0.5, 3).threshold, 2);
});

test("undecided where two candidates cannot be told apart, none where nothing stands out or nothing is known", () => {
  const margin = { estimate: 1, low: 0.2, high: 2 };
  assert.deepEqual(panelVerdict({ z: [1, 5], top: 1, margin }, { threshold: 3 }), {
    kind: "named",
    candidate: 1,
  });
  assert.equal(
    panelVerdict({ z: [1, 5], top: 1, margin: { ...margin, low: -0.1 } }, { threshold: 3 }).kind,
    "undecided",
  );
  assert.equal(panelVerdict({ z: [1, 2], top: 1, margin }, { threshold: 3 }).kind, "none");
  assert.equal(panelVerdict({ z: [Number.NaN], top: 0, margin }, { threshold: 3 }).kind, "none");
});

test("rows are drawn by whole clusters, as many as asked", () => {
  const set: ShiftSet = { id: "s", planted: null, cluster: Int32Array.from([0, 0, 1, 1]), shift: [] };
  const rows = rowSampler(set)(9, random("rows"));
  assert.equal(rows.length, 9);
  for (let i = 0; i < 8; i += 2) assert.equal((rows[i] ?? 0) + 1, rows[i + 1]);
  assert.deepEqual(rowSampler({ ...set, cluster: new Int32Array() })(3, random("rows")), []);
});
