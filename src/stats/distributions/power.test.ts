import assert from "node:assert/strict";
import { test } from "node:test";
import { shiftRowsNeeded } from "./power.ts";
import { random } from "./random.ts";

test("with the rows it names, a panel's z passes its threshold as often as promised", () => {
  const world = { shift: 0.06, rowSpread: 0.05, setSpread: 0.01 };
  const [threshold, power] = [3.2, 0.8];
  const rows = shiftRowsNeeded(world, threshold, power) ?? assert.fail();
  assert.ok(rows > 10);
  const source = random("panel power");
  const scale = Math.sqrt(world.setSpread ** 2 + world.rowSpread ** 2 / rows);
  let named = 0;
  for (let set = 0; set < 2000; set++) {
    // Box and Muller's two normal draws: the set's nature, and the mean of its rows' noise.
    const [radius, angle] = [Math.sqrt(-2 * Math.log(1 - source.float())), 2 * Math.PI * source.float()];
    const found =
      world.shift +
      world.setSpread * radius * Math.cos(angle) +
      (world.rowSpread / Math.sqrt(rows)) * radius * Math.sin(angle);
    if (found / scale > threshold) named++;
  }
  assert.ok(Math.abs(named / 2000 - power) < 0.03, `${named} of 2000 named at ${rows} rows`);
  // Sets that differ by nature put a floor under it.
  assert.equal(shiftRowsNeeded({ ...world, shift: 0.03 }, threshold, power), null);
});
