import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { fitLine, type LineFit } from "./line.ts";
import { modelNamed } from "./models.ts";
import type { Predictive, Trend } from "./predictive.ts";

/** Every way to bend the axis fitted on all points, as the two models say it in words. */
function refitted(
  { x, y }: Trend,
  bendOf: (step: number) => (x: number) => number,
  target: number,
): Predictive | null {
  let best: { readonly fit: LineFit; readonly to: number } | null = null;
  for (let step = 0; step < 21; step++) {
    const bend = bendOf(step);
    const fit = fitLine(x.map(bend), y);
    if (fit === null || (best !== null && fit.squares >= best.fit.squares)) continue;
    best = { fit, to: bend(target) };
  }
  if (best === null) return null;
  const { fit, to } = best;
  const freedom = fit.n - 3;
  const location = fit.intercept + fit.slope * to;
  const scale = Math.sqrt((fit.squares / freedom) * (1 + 1 / fit.n + (to - fit.meanX) ** 2 / fit.spread));
  return Number.isFinite(location) && scale > 0 ? { freedom, location, scale } : null;
}

const plain: Readonly<
  Record<"superexponential" | "logistic", (trend: Trend, target: number) => Predictive | null>
> = {
  superexponential: (trend, target) => {
    const length = (trend.x.at(-1) ?? 0) - (trend.x[0] ?? 0);
    return refitted(
      trend,
      (step) => (x) => -Math.log2((target + length * (0.02 * 1.35 ** step) - x) / length),
      target,
    );
  },
  logistic: (trend, target) => {
    const first = trend.x[0] ?? 0;
    const length = (trend.x.at(-1) ?? 0) - first;
    return refitted(
      trend,
      (step) => (x) =>
        -Math.log2(
          1 +
            2 **
              (-(x - (first + ((step % 7) / 6) * 1.6 * length)) /
                (length * 0.08 * 2 ** Math.floor(step / 7))),
        ),
      target,
    );
  },
};

test("on long trends as on short ones the forecast is that of fitting every bend on all points, within 1e-9", () => {
  const source = random("bent axes");
  const spacings: Readonly<Record<string, () => number>> = {
    even: () => 1 / 52,
    uneven: () => source.float() ** 4,
    repeated: () => source.int(3) / 50,
    "ever closer": (() => {
      let gap = 1;
      return () => (gap *= 0.97);
    })(),
    "ever wider": (() => {
      let gap = 0.001;
      return () => (gap *= 1.02);
    })(),
  };
  const curves: Readonly<Record<string, (share: number) => number>> = {
    line: (share) => 20 * share + source.normal(),
    easier: (share) => -6 * Math.log2(1.1 - share) + 0.2 * source.normal(),
    "easier, little noise": (share) => -6 * Math.log2(1.1 - share) + 0.02 * source.normal(),
    slower: (share) => -10 * Math.log2(1 + 2 ** (-(share - 0.3) / 0.16)) + 0.1 * source.normal(),
    noise: () => source.normal(),
    "nearly exact": (share) => -3 * Math.log2(1.5 - share) + 1e-5 * source.normal(),
    exact: (share) => 30 * share,
  };
  let forecasts = 0;
  for (const n of [6, 40, 200, 201, 500]) {
    for (const [spacing, gap] of Object.entries(spacings)) {
      for (const [shape, curve] of Object.entries(curves)) {
        let last = 1990;
        const x = Array.from({ length: n }, () => (last += gap()));
        const [first = 0] = x;
        const length = last - first;
        const trend = { x, y: x.map((value) => curve((value - first) / length)) };
        for (const [id, reference] of Object.entries(plain)) {
          const model = modelNamed(id === "logistic" ? id : "superexponential").fit(trend);
          // Ahead, at the last point, and behind it, as on an axis that goes back.
          for (const ahead of [0.5, 0.01, 0.0001, 0, -0.0199, -0.3]) {
            const target = last + ahead * length;
            const [made, expected] = [model(target), reference(trend, target)];
            const where = `${id}, ${n} points, ${spacing}, ${shape}, ${ahead}`;
            if (made === null || expected === null) {
              assert.equal(made, expected, where);
              continue;
            }
            forecasts++;
            const near = (a: number, b: number): boolean =>
              Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(b), 1e-3);
            assert.equal(made.freedom, expected.freedom, where);
            assert.ok(
              near(made.location, expected.location),
              `${where}: ${made.location} ${expected.location}`,
            );
            assert.ok(near(made.scale, expected.scale), `${where}: ${made.scale} ${expected.scale}`);
          }
        }
      }
    }
  }
  assert.ok(forecasts > 1500, `${forecasts}`);
});
