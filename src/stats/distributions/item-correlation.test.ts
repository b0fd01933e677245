import assert from "node:assert/strict";
import { test } from "node:test";
import { fixture } from "../../../test/fixtures/endpoint-stats/read.ts";
import { near } from "../../../test/fixtures/stats/read.ts";
import { CredenceError } from "../../core/error.ts";
import { itemCorrelation } from "./item-correlation.ts";
import { random } from "./random.ts";

test("correlations are those of the mean squares of single calls", () => {
  for (const { items, correlation } of fixture.itemCorrelation)
    near(itemCorrelation(items), correlation, 1e-12);
});

test("a planted correlation comes out", () => {
  const source = random("items");
  // Half the items always hit with 0.8, the others with 0.2: variance 0.09 of 0.25.
  const items = Array.from({ length: 4000 }, (_, item) => {
    const rate = item % 2 === 0 ? 0.8 : 0.2;
    const calls = 2 + source.int(4);
    let hits = 0;
    for (let call = 0; call < calls; call++) if (source.float() < rate) hits++;
    return { hits, calls };
  });
  near(itemCorrelation(items), 0.09 / 0.25, 0.03);
});

test("nothing to estimate is NaN; impossible counts are refused", () => {
  assert.ok(Number.isNaN(itemCorrelation([{ hits: 1, calls: 2 }])));
  assert.ok(
    Number.isNaN(
      itemCorrelation([
        { hits: 1, calls: 1 },
        { hits: 0, calls: 1 },
      ]),
    ),
  );
  assert.ok(
    Number.isNaN(
      itemCorrelation([
        { hits: 0, calls: 3 },
        { hits: 0, calls: 3 },
      ]),
    ),
  );
  assert.throws(() => itemCorrelation([{ hits: 3, calls: 2 }]), CredenceError);
});
