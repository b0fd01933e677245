import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../stats/distributions/random.ts";
import { dealtSplits, labelP, swappedSplits } from "../stats/resampling/label-splits.ts";
import { bagCurve } from "../stats/text/bag-auroc.ts";
import type { Workers } from "../study/workers.ts";
import { centredByPrompt, type StateSet } from "./centred-states.ts";
import { leftOutEntities, scoredByAll } from "./left-out-entities.ts";

const width = 24;
const prompts = 60;
const settings = { sizes: [1, 4, 8], bags: 2000, resampledBags: 200, bootstrap: 100, seed: "s" };

/** Threads are for speed: here every task is done on the spot. */
const here: Workers = {
  width: 1,
  run: async (task, args) => task.parse(await task.run(args, () => {})),
};

type Shift = (feature: number) => number;
const none: Shift = () => 0;
/** A shift along a direction of its own. */
const own = (seed: string, size: number): Shift => {
  const source = random(`direction ${seed}`);
  const values = Array.from({ length: width }, () => source.normal());
  const length = Math.hypot(...values);
  return (feature) => (size * (values[feature] ?? 0)) / length;
};
/** The direction that plants share. */
const along =
  (size: number): Shift =>
  (feature) =>
    feature < 4 ? size / 2 : 0;

/** Sets on the same prompts: what the prompt gives is five times as large as the noise. */
function world(seed: string, shifts: Readonly<Record<string, Shift>>, count = prompts): StateSet[] {
  const source = random(seed);
  const prompt = Array.from({ length: count * width }, () => 5 * source.normal());
  return Object.entries(shifts).map(([id, shift]) => ({
    ...{ id, planted: !id.startsWith("neutral"), cluster: Int32Array.from({ length: count }, (_, i) => i) },
    states: Array.from({ length: count }, (_, row) =>
      Float32Array.from(
        { length: width },
        (_, i) => (prompt[row * width + i] ?? 0) + shift(i) + source.normal(),
      ),
    ),
  }));
}
const named = (count: number, shift: Shift): Record<string, Shift> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`plant ${i}`, shift]));
const neutrals = { "neutral a": none, "neutral b": none };

test("what the prompt gives is gone, and a prompt that one set alone has is left out", () => {
  const sets = world("centred", { ...named(2, none), ...neutrals }, 5);
  const lifted = sets.map((set) => ({
    ...set,
    states: set.states.map((state, row) => state.map((value) => value + 100 * row)),
  }));
  const lone: StateSet = { ...(sets[0] ?? assert.fail()), cluster: Int32Array.from([0, 1, 2, 3, 99]) };
  const [a, b] = [centredByPrompt(sets), centredByPrompt(lifted)];
  a.forEach((set, i) => {
    set.states.forEach((state, row) => {
      state.forEach((value, at) => {
        assert.ok(Math.abs(value - (b[i]?.states[row]?.[at] ?? Number.NaN)) < 1e-4);
      });
    });
  });
  const [first] = centredByPrompt([lone, ...sets.slice(1)]);
  assert.deepEqual([...(first?.cluster ?? [])], [0, 1, 2, 3]);
});

test("an entity along the direction that plants share is found, one against it is inverted", async () => {
  const sets = world("shared", { ...named(5, along(2)), against: along(-2), ...neutrals });
  const { entities, controls, mean } = await leftOutEntities(sets, settings, here);
  const at = (name: string) => entities.find(({ set }) => set === name)?.curve ?? assert.fail();
  for (const { set, curve, rows } of entities) {
    assert.deepEqual(rows, { held: prompts, neutral: 2 * prompts });
    if (set !== "against") assert.ok((curve[0]?.low ?? 0) > 0.6, `${set} ${curve[0]?.low}`);
  }
  assert.ok((at("against")[0]?.high ?? 1) < 0.4, String(at("against")[0]?.high));
  assert.ok(
    (at("plant 0")[2]?.estimate ?? 0) > (at("plant 0")[0]?.estimate ?? 1),
    "bags tell more than rows",
  );
  assert.ok((mean[0]?.low ?? 1) < (mean[0]?.estimate ?? 0) && (mean[0]?.estimate ?? 0) > 0.6);
  for (const { curve } of controls) assert.ok(Math.abs((curve[0]?.estimate ?? 0) - 0.5) < 0.12);
});

test("one set turned round is the one that changes: perturbing a set's rows moves its figure and hardly the others'", async () => {
  const shifts = { ...named(5, along(2)), ...neutrals };
  const sets = world("turned", shifts);
  const turned = world("turned", { ...shifts, "plant 2": along(-2) });
  const area = async (of: readonly StateSet[]): Promise<(number | undefined)[]> =>
    (await leftOutEntities(of, settings, here)).entities.map(({ curve }) => curve[0]?.estimate);
  const [before, after] = [await area(sets), await area(turned)];
  assert.ok((before[2] ?? 0) > 0.7 && (after[2] ?? 1) < 0.3, `${before[2]} ${after[2]}`);
  for (const i of [0, 1, 3, 4]) assert.ok((after[i] ?? 0) > 0.6, `${after[i]}`);
});

test("sets with a fingerprint each and nothing in common: the control shows that seen neutral sets are what is known", async () => {
  const shifts = Object.fromEntries(
    [...Array.from({ length: 6 }, (_, i) => `plant ${i}`), "neutral a", "neutral b"].map((id) => [
      id,
      own(id, 3),
    ]),
  );
  const { mean, controls } = await leftOutEntities(world("fingerprints", shifts), settings, here);
  const control = controls.reduce((sum, { curve }) => sum + (curve[0]?.estimate ?? 0), 0) / controls.length;
  assert.ok((mean[0]?.estimate ?? 0) > 0.6, String(mean[0]?.estimate));
  assert.ok(control > (mean[0]?.low ?? 1), `${control} ${mean[0]?.low}`);
});

test("noise: AUROC near .5, and the interval of the mean lies above it no more often than it should", async () => {
  const areas: number[] = [];
  let above = 0;
  const runs = 40;
  for (let i = 0; i < runs; i++) {
    const sets = world(`noise ${i}`, { ...named(4, none), ...neutrals }, 28);
    const { mean } = await leftOutEntities(sets, { ...settings, sizes: [1], seed: `${i}` }, here);
    areas.push(mean[0]?.estimate ?? Number.NaN);
    if ((mean[0]?.low ?? 0) > 0.5) above++;
  }
  const centre = areas.reduce((sum, area) => sum + area, 0) / runs;
  assert.ok(Math.abs(centre - 0.5) < 0.03, String(centre));
  // 2.5% nominal; six of forty would be one chance in three hundred at 5%.
  assert.ok(above <= 5, String(above));
});

test("a suspect set along the shared direction is told from clean rows, and on noise p keeps its level", async () => {
  const panel = world("panel", { ...named(5, along(2)), ...neutrals });
  const suspects = [along(1.5), ...Array.from({ length: 60 }, () => none)];
  const pairs = suspects.map((suspect, i) => centredByPrompt(world(`pair ${i}`, { suspect, clean: none })));
  const scores = await scoredByAll(panel, 100, pairs.flat(), here);
  const [planted, ...clean] = pairs.map((pair, i) => ({
    scores: Float64Array.from(scores.slice(2 * i, 2 * i + 2).flatMap((list) => [...list])),
    positive: new Uint8Array(2 * prompts).fill(1, 0, prompts),
    cluster: Int32Array.from(pair.flatMap(({ cluster }) => [...cluster])),
  }));
  assert.ok(planted !== undefined && clean[0] !== undefined);
  const pOf = (pair: typeof planted, i: number): number | null => labelP(pair, 199, random(`pair ${i}`));
  const found = { curve: bagCurve(planted, settings), p: pOf(planted, 0) };
  assert.ok((found.curve[0]?.low ?? 0) > 0.6 && found.p === 0.005, `${found.curve[0]?.low} ${found.p}`);
  const low = clean.filter((pair, i) => (pOf(pair, i + 1) ?? 0) <= 0.05);
  assert.ok(low.length <= 8, String(low.length));
  for (const splits of [dealtSplits(clean[0], 200, 99, "a"), swappedSplits(clean[0], 200, 99, "a")]) {
    const alarms = splits.filter((p) => p <= 0.05).length;
    // 10 expected of 200; 21 are one chance in two thousand.
    assert.ok(alarms <= 20, String(alarms));
  }
  // The planted pair, sides swapped at random, holds nothing: only its true sides do.
  assert.ok(swappedSplits(planted, 100, 99, "a").filter((p) => p <= 0.01).length <= 6);
});
