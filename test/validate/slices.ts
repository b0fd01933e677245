// A small part of the simulations of `npm run validate`, made again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { registry } from "../../validate/registry.ts";
import type { Registered } from "../../validate/simulation.ts";

/** Tests a slice of every simulation whose name is among the wanted. */
export async function testSlices(wanted: (name: string) => boolean): Promise<void> {
  for (const [name, load] of Object.entries(registry)) {
    if (!wanted(name)) continue;
    const entry = await load();
    if (entry.kind === "simulation") testSlice(entry);
  }
}

function testSlice(simulation: Registered): void {
  const { name } = simulation;

  test(`${name}: a slice made now does not contradict it`, async () => {
    // Three cases spread over the list; their seeds are those of the full run's first analyses.
    const step = Math.max(1, Math.floor(simulation.cases.length / 3));
    for (const { name } of simulation.cases.filter((_, i) => i % step === 0)) {
      const draws = await simulation.draws(name, 0, simulation.slice);
      assert.deepEqual(
        await simulation.draws(name, simulation.slice - 1, simulation.slice),
        draws.slice(-1),
        "a draw rests on its number alone",
      );
      const kept: unknown = JSON.parse(JSON.stringify(draws));
      assert.ok(Array.isArray(kept));
      const summary = simulation.summarize(kept, name);
      assert.equal(summary.analyses, simulation.slice);
      assert.deepEqual(simulation.check(summary, false), [], name);
    }
  });
}
