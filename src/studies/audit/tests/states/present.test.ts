import assert from "node:assert/strict";
import { test } from "node:test";
import type { CurvePoint } from "../../bag-points.ts";
import { monitorBlocks, monitorSentence } from "./present.ts";
import type { TrainedMonitor } from "./result.ts";

const curve = (auroc: number, width: number): CurvePoint[] => [
  { k: 1, auroc, low: auroc - width, high: auroc + width, fewRows: false },
];
const found = (over: Partial<TrainedMonitor>): TrainedMonitor => ({
  ...{ model: "m", layer: "final", rows: 100, missing: [], controls: [], reason: null },
  entities: [
    { set: "owls", rows: { held: 100, neutral: 200 }, curve: curve(0.7, 0.05), inverted: false },
    { set: "tea", rows: { held: 100, neutral: 200 }, curve: curve(0.4, 0.05), inverted: true },
  ],
  ...{ mean: curve(0.62, 0.05), transfers: true },
  suspect: { curve: curve(0.66, 0.04), p: 0.01, rows: { suspect: 90, clean: 90 }, shared: true },
  ...over,
});

test("a suspect's figure is evidence only where the monitor holds for entities it never saw", () => {
  assert.match(
    monitorSentence("s", found({})),
    /an AUROC of 0\.66.*look planted to it, which may still be style/,
  );
  const unlike = monitorSentence("s", found({ transfers: false }));
  assert.match(
    unlike,
    /^Cannot say\..*does not transfer to left-out entities says nothing about s.*no evidence/,
  );
  assert.doesNotMatch(unlike, /look planted/);
  assert.match(monitorSentence("s", found({ mean: [], transfers: false })), /^Cannot say/);
  const [rows] = curve(0.51, 0.04);
  assert.ok(rows !== undefined);
  const level = found({
    suspect: { curve: [rows], p: 0.4, rows: { suspect: 90, clean: 90 }, shared: true },
  });
  assert.match(monitorSentence("s", level), /cannot tell them from clean ones, which leaves open/);
});

test("every entity is shown, an inverted one is marked, and a set without a figure says why", () => {
  const said = JSON.stringify(monitorBlocks("s", found({ suspect: null, reason: "no reference" }), true));
  assert.match(said, /"owls"/);
  assert.match(said, /"tea \(inverted\)"/);
  assert.match(said, /Only the panel is shown: no reference/);
  assert.doesNotMatch(JSON.stringify(monitorBlocks("s", found({}), false)), /inverted/);
});
