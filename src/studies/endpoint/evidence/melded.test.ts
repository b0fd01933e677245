import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../stats/distributions/random.ts";
import { alphaAt } from "./looks.ts";
import { fakedAtLeast, honouredAtLeast } from "./melded.ts";

test("a bound lies above two exact bounds one after the other, and falls with misses and imitations", () => {
  const all = honouredAtLeast({ of: 31, n: 31 }, { of: 0, n: 20 }, 0.05);
  assert.ok(all > 0.865 && all < 0.93, String(all));
  assert.ok(honouredAtLeast({ of: 30, n: 31 }, { of: 0, n: 20 }, 0.05) < all);
  assert.ok(honouredAtLeast({ of: 31, n: 31 }, { of: 6, n: 20 }, 0.05) < all);
  assert.equal(honouredAtLeast({ of: 31, n: 31 }, { of: 20, n: 20 }, 0.05), 0, "a perfect imitation");
  assert.equal(honouredAtLeast({ of: 4, n: 31 }, { of: 6, n: 20 }, 0.05), 0);
});

test("the bound lies above the truth in no more than its share of worlds", () => {
  const source = random("melded");
  const drawn = (n: number, p: number): number =>
    Array.from({ length: n }, () => source.float() < p).filter((on) => on).length;
  for (const [h, q] of [
    [0.9, 0.2],
    [0.7, 0.05],
    [0.5, 0.4],
  ] as const) {
    let above = 0;
    const worlds = 400;
    for (let i = 0; i < worlds; i++) {
      const target = { of: drawn(40, h + (1 - h) * q), n: 40 };
      const imitation = { of: drawn(20, q), n: 20 };
      if (honouredAtLeast(target, imitation, 0.05) > h) above++;
    }
    // Of 400 at 5% more than 31 come about less than once in a hundred.
    assert.ok(above <= 31, `${above} of ${worlds} at h = ${h}, q = ${q}`);
  }
});

test("what an open turn may give now and then is no accusation", () => {
  assert.equal(fakedAtLeast({ of: 3, n: 30 }, 0.1, 0.01), 0);
  assert.equal(fakedAtLeast({ of: 0, n: 30 }, 0.1, 0.01), 0);
  const most = fakedAtLeast({ of: 25, n: 30 }, 0.1, 0.01);
  assert.ok(most > 0.5 && most < 25 / 30, String(most));
});

test("all looks together spend no more than the error of one", () => {
  let spent = 0;
  for (let look = 0; look < 200; look++) spent += alphaAt(look, 0.05);
  assert.ok(spent <= 0.05 + 1e-12 && spent > 0.0499, String(spent));
});
