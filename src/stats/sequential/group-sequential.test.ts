import assert from "node:assert/strict";
import { test } from "node:test";
import { panelFixture } from "../../../test/fixtures/panel/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { random } from "../distributions/random.ts";
import { groupSequentialBounds, obrienFlemingSpending } from "./group-sequential.ts";

test("bounds are those of SciPy's joint normal distribution to 5e-4", () => {
  for (const { information, alpha, bounds } of panelFixture.sequential) {
    const found = groupSequentialBounds(information, obrienFlemingSpending(alpha));
    assert.equal(found.length, bounds.length);
    found.forEach((bound, look) => {
      near(bound, bounds[look], 5e-4);
    });
  }
});

test("of growing data without an effect a share of alpha crosses at some look, and more would at the fixed bound", () => {
  const information = [0.2, 0.4, 1];
  const bounds = groupSequentialBounds(information, obrienFlemingSpending(0.1));
  const source = random("looks");
  const worlds = 20_000;
  let crossed = 0;
  let fixed = 0;
  for (let world = 0; world < worlds; world++) {
    let sum = 0;
    let before = 0;
    const z = information.map((share) => {
      sum += Math.sqrt(share - before) * source.normal();
      before = share;
      return Math.abs(sum) / Math.sqrt(share);
    });
    if (z.some((value, look) => value > (bounds[look] ?? 0))) crossed++;
    if (z.some((value) => value > 1.645)) fixed++;
  }
  // Four standard errors of 20,000 worlds.
  assert.ok(Math.abs(crossed / worlds - 0.1) < 0.0085, `${crossed / worlds}`);
  assert.ok(fixed / worlds > 0.15);
});
