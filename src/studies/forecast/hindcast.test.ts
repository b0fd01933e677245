import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import {
  forecaster,
  type Hindcast,
  type HindcastPlan,
  hindcasting,
  hindcasts,
  type Observation,
} from "./hindcast.ts";
import { fitLine } from "./line.ts";
import { modelIds, modelNamed } from "./models.ts";
import type { Predictive } from "./predictive.ts";
import { scoreOf } from "./score.ts";

/** Everything anew for every forecast: points sorted, model fitted, axis fitted. */
function anew(points: readonly Observation[], plan: HindcastPlan): Hindcast[] {
  const of = (point: Observation | undefined, axis: string): number => point?.axes[axis] ?? Number.NaN;
  return plan.axes.flatMap((axis) =>
    (axis === "date" ? (["conditional"] as const) : (["conditional", "unconditional"] as const)).flatMap(
      (knowledge) =>
        plan.models.flatMap((model) => {
          const out: Hindcast[] = [];
          for (let end = Math.max(plan.least, modelNamed(model).least); end < points.length; end++) {
            const seen = points.slice(plan.window === null ? 0 : Math.max(0, end - plan.window), end);
            const ordered = seen.toSorted((a, b) => of(a, axis) - of(b, axis));
            const forecast = (x: number): Predictive | null =>
              modelNamed(model).fit({
                x: ordered.map((point) => of(point, axis)),
                y: ordered.map(({ y }) => y),
              })(x);
            for (const horizon of plan.horizons) {
              const target = points[end + horizon - 1];
              if (target === undefined) continue;
              let predicted = forecast(of(target, axis));
              if (knowledge === "unconditional") {
                const line = fitLine(
                  seen.map(({ date }) => date),
                  seen.map((point) => of(point, axis)),
                );
                assert.ok(line);
                const x = line.intercept + line.slope * target.date;
                const far = 1 + 1 / line.n + (target.date - line.meanX) ** 2 / line.spread;
                const there = forecast(x);
                const beside = forecast(x + Math.sqrt((line.squares / (line.n - 2)) * far));
                predicted =
                  there === null || beside === null
                    ? null
                    : { ...there, scale: Math.hypot(there.scale, beside.location - there.location) };
              }
              if (predicted === null) continue;
              const base = { axis, model, knowledge, origin: end - 1, horizon, predicted, actual: target.y };
              out.push({ ...base, ...scoreOf(predicted, target.y) });
            }
          }
          return out;
        }),
    ),
  );
}

/** Dates and another axis that repeats values and goes back and forth. */
function wandering(n: number, seed: string): Observation[] {
  const source = random(seed);
  let date = 2000;
  return Array.from({ length: n }, (_, i) => {
    date += source.int(3) / 12;
    const compute = Math.round(10 * (0.3 * i + 2 * source.normal())) / 10;
    return { date, axes: { date, compute }, y: compute + 0.2 * i + source.normal(), label: String(i) };
  });
}

test("every hindcast is that of sorting and fitting anew at its origin, on all points and on the last few", () => {
  for (const window of [null, 9]) {
    const plan = { axes: ["date", "compute"], models: modelIds, horizons: [1, 3], least: 5, window };
    for (const n of [6, 9, 40]) {
      const points = wandering(n, `hindcasts ${n}`);
      assert.deepEqual(hindcasts(points, plan), anew(points, plan), `${n} points, window ${window}`);
    }
  }
});

test("on long series, where a trend goes on from an earlier one, hindcasts are within 1e-9 of those made anew", () => {
  const points = wandering(260, "long");
  const models = ["superexponential", "logistic"] as const;
  const plan = { axes: ["date", "compute"], models, horizons: [1, 4], least: 190, window: null };
  const [made, expected] = [hindcasts(points, plan), anew(points, plan)];
  assert.equal(made.length, expected.length);
  for (const [i, { axis, model, origin, predicted }] of expected.entries()) {
    const { location, scale } = made[i]?.predicted ?? { location: Number.NaN, scale: Number.NaN };
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(b);
    const where = `${axis}, ${model}, origin ${origin}`;
    assert.ok(near(location, predicted.location) && near(scale, predicted.scale), where);
  }
});

test("hindcasting says from one origin to the next how much is done", () => {
  const steps = hindcasting(wandering(12, "steps"), {
    ...{ axes: ["date", "compute"], models: ["line"], horizons: [1], least: 5, window: null },
  });
  const shares = [...steps];
  assert.equal(shares.length, 14);
  assert.ok(shares.every((share, i) => share > (shares[i - 1] ?? 0) && share < 1));
});

test("an axis at half its pace is forecast to stand where it would have stood at half the time ahead", () => {
  const points = Array.from({ length: 12 }, (_, i): Observation => {
    return { date: 2000 + i, axes: { date: 2000 + i, compute: 3 * i }, y: 3 * i + (i % 2), label: "" };
  });
  const forecast = forecaster(points, "compute", "line");
  assert.ok(Math.abs((forecast(2015, 1)?.x ?? 0) - 45) < 1e-9);
  assert.ok(Math.abs((forecast(2015, 0.5)?.x ?? 0) - 39) < 1e-9);
  assert.equal(forecaster(points, "date", "line")(2015, 0.5)?.x, 2015);
});
