import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { forecastConfig } from "./config.ts";
import type { Observation } from "./hindcast.ts";
import { compareMeasures } from "./measures.ts";

const config = forecastConfig.parse({});

function measure(name: string, n: number, y: (years: number) => number, from = 0) {
  const points = Array.from({ length: n }, (_, i): Observation => {
    const date = 2000 + from + i / 2;
    return { date, axes: { date }, y: y(i / 2), label: "" };
  });
  return { name, points };
}

test("the steadier measure is named, in years of its own growth, whatever its unit", () => {
  const source = random("measures");
  const [steady, loose] = [
    measure("steady", 40, (years) => 0.5 * years + 0.1 * source.normal()),
    // Twice as steep, eight times as loose: off by four times as long.
    measure("loose", 40, (years) => years + 0.8 * source.normal()),
  ];
  const [best, other] = compareMeasures([loose, steady], config);
  assert.deepEqual([best?.series, best?.worse, other?.series, other?.worse], ["steady", null, "loose", true]);
  assert.ok(best?.years != null && other?.years != null);
  assert.ok(other.years / best.years > 2.5 && other.years / best.years < 6, `${other.years / best.years}`);
});

test("two that are alike are not told apart, one that does not grow is left out with the reason", () => {
  const source = random("alike");
  const found = compareMeasures(
    [
      measure("a", 30, (years) => years + 0.3 * source.normal()),
      measure("b", 30, (years) => 2 * years + 0.6 * source.normal(), 1),
      measure("flat", 30, () => source.normal()),
    ],
    config,
  );
  assert.deepEqual(found.map(({ series, worse }) => [series, worse]).slice(1), [
    [found[0]?.series === "a" ? "b" : "a", false],
    ["flat", null],
  ]);
  assert.match(found[2]?.why ?? "", /not beyond doubt/);
  assert.deepEqual(compareMeasures([measure("alone", 30, (years) => years)], config), []);
});
