import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { walkMeanSquare } from "./farmer-lafond.ts";
import { hindcasts, type Observation, summaries } from "./hindcast.ts";
import { modelIds, modelNamed } from "./models.ts";
import { scoreOf } from "./score.ts";

const years = (n: number): number[] => Array.from({ length: n }, (_, i) => 2000 + i);

test("the line's prediction is that of least squares with a t of n - 2", () => {
  const x = [1, 2, 3, 4, 5];
  const y = [1.1, 1.9, 3.2, 3.9, 5.2];
  const made = modelNamed("line").fit({ x, y })(7);
  // By hand: slope 1.02, mean 3 and 3.06; residual squares 0.088; s = sqrt(.092 / 3); sqrt(1 + 1/5 + 16/10) of it.
  assert.ok(made);
  assert.equal(made.freedom, 3);
  assert.ok(Math.abs(made.location - 7.14) < 1e-12);
  assert.ok(Math.abs(made.scale - Math.sqrt(0.088 / 3) * Math.sqrt(2.8)) < 1e-12);
});

test("on yearly data the walk's variance is that of Farmer and Lafond, with and without moving-average noise", () => {
  const source = random("walk");
  let y = 0;
  const ys = years(11).map(() => {
    y += 0.3 + source.normal();
    return y;
  });
  const steps = ys.slice(1).map((value, i) => value - (ys[i] ?? 0));
  const m = steps.length;
  const mean = steps.reduce((a, b) => a + b, 0) / m;
  const k2 = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (m - 1);
  for (const [id, theta] of [
    ["walk", 0],
    ["walk-ma", 0.63],
  ] as const) {
    for (const tau of [1, 3, 7]) {
      const made = modelNamed(id).fit({ x: years(11), y: ys })(2010 + tau);
      assert.ok(made);
      // walkMeanSquare holds the mean of a t's square, (m - 1) / (m - 3), which the t itself carries here.
      const expected = (k2 * walkMeanSquare(m, tau, theta) * (m - 3)) / (m - 1);
      assert.ok(Math.abs(made.scale ** 2 / expected - 1) < 1e-12, `${id} ${tau}`);
      assert.ok(Math.abs(made.location - ((ys.at(-1) ?? 0) + mean * tau)) < 1e-12);
    }
  }
});

test("each model wins where its own world is simulated", () => {
  const source = random("worlds");
  const n = 40;
  const worlds: Readonly<Record<string, (i: number) => number>> = {
    line: (i) => 0.5 * i,
    piecewise: (i) => (i < 15 ? 0.1 * i : 1.5 + 0.9 * (i - 15)),
    superexponential: (i) => -6 * Math.log2(1 - i / 44),
    logistic: (i) => -10 * Math.log2(1 + 2 ** (-(i - 8) / 6)),
  };
  for (const [name, curve] of Object.entries(worlds)) {
    const points = Array.from({ length: n }, (_, i): Observation => {
      return { date: 2000 + i, axes: { date: 2000 + i }, y: curve(i) + 0.15 * source.normal(), label: "" };
    });
    const found = summaries(
      hindcasts(points, {
        axes: ["date"],
        models: ["line", "piecewise", "superexponential", "logistic"],
        horizons: [5],
        least: 20,
        window: null,
      }),
    );
    const best = found.reduce((a, b) => (b.crps < a.crps ? b : a));
    assert.equal(best.model, name, found.map(({ model, crps }) => `${model} ${crps.toFixed(3)}`).join(", "));
  }
});

test("intervals of the line and of the walk hold what they promise in their own worlds", () => {
  const source = random("coverage");
  for (const id of ["line", "walk"] as const) {
    let inside = 0;
    const worlds = 2000;
    for (let world = 0; world < worlds; world++) {
      let level = 0;
      const ys = years(13).map((_, i) => {
        level += 0.4 + source.normal();
        return id === "walk" ? level : 0.4 * i + source.normal();
      });
      const made = modelNamed(id).fit({ x: years(12), y: ys.slice(0, 12) })(2012);
      assert.ok(made);
      if (scoreOf(made, ys[12] ?? 0).inside[1]) inside++;
    }
    assert.ok(Math.abs(inside / worlds - 0.8) < 0.03, `${id}: ${inside / worlds}`);
  }
});

test("too few points, no variance and an axis that stands still give no forecast and no number", () => {
  for (const id of modelIds) {
    const model = modelNamed(id);
    assert.equal(model.fit({ x: [1, 2], y: [1, 2] })(4)?.location ?? null, null, `${id}: two points`);
    const flat = model.fit({ x: years(10), y: years(10).map(() => 1) })(2012);
    assert.ok(flat === null || Number.isFinite(flat.location), `${id}: flat`);
    const still = model.fit({ x: years(10).map(() => 5), y: years(10) })(5);
    assert.ok(still === null || Number.isFinite(still.location), `${id}: an axis that stands still`);
  }
});

test("the future of an axis that is forecast makes the forecast wider than one that is given", () => {
  const source = random("knowledge");
  const points = Array.from({ length: 20 }, (_, i): Observation => {
    const compute = 0.5 * i + 0.4 * source.normal();
    return {
      date: 2000 + i,
      axes: { date: 2000 + i, compute },
      y: compute + 0.1 * source.normal(),
      label: "",
    };
  });
  const rows = hindcasts(points, {
    axes: ["compute"],
    models: ["line"],
    horizons: [2],
    least: 8,
    window: null,
  });
  const width = (knowledge: string): number => {
    const of = rows.filter((row) => row.knowledge === knowledge);
    return of.reduce((sum, { predicted }) => sum + predicted.scale, 0) / of.length;
  };
  assert.ok(width("unconditional") > 1.5 * width("conditional"));
});
