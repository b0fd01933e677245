import assert from "node:assert/strict";
import { test } from "node:test";
import { panelFixture } from "../../../test/fixtures/panel/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { doubleCentre } from "./double-centre.ts";

const { cells, planted, centred } = panelFixture.centred;

test("centred cells are NumPy's", () => {
  doubleCentre(cells, planted).forEach((row, candidate) => {
    row.forEach((cell, set) => {
      near(cell, centred[candidate]?.[set], 1e-12);
    });
  });
});

test("a loud prompt and a set that likes every prompt change nothing", () => {
  const before = doubleCentre(cells, planted);
  const loud = cells.map((row, candidate) => row.map((cell) => (candidate === 1 ? cell + 3 : cell)));
  const open = cells.map((row) => row.map((cell, set) => (set === 0 || set === 4 ? cell + 2 : cell)));
  for (const changed of [loud, open]) {
    doubleCentre(changed, planted).forEach((row, candidate) => {
      row.forEach((cell, set) => {
        near(cell, before[candidate]?.[set], 1e-12);
      });
    });
  }
});

test("how strongly a reference is planted does not hide the same plant in the set looked at", () => {
  const before = doubleCentre(cells, planted);
  const stronger = cells.map((row, candidate) =>
    row.map((cell, set) => (planted[set] === candidate ? cell + 10 : cell)),
  );
  const after = doubleCentre(stronger, planted);
  for (const [candidate, row] of after.entries()) near(row[0], before[candidate]?.[0], 1e-12);
  assert.ok((after[0]?.[1] ?? 0) > (before[0]?.[1] ?? 0) + 9.9);
});
