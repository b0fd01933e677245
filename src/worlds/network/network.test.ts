import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { multiplyInto, transposedTimesInto, zeros } from "./matrix.ts";
import { network, type TokenFact } from "./network.ts";

const shape = {
  ...{ subjects: 16, relations: 2, objects: 8, width: 16, heads: 4, hidden: 32, layers: 2 },
  rate: 5e-3,
};
const facts = (count: number, seed: string): TokenFact[] => {
  const source = random(seed);
  return Array.from({ length: count }, (_, i) => ({
    ...{ subject: i % 16, relation: Math.floor(i / 16) % 2, object: source.int(8) },
  }));
};
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;

test("products, by hand", () => {
  const of = (rows: number, columns: number, ...data: number[]) => ({
    rows,
    columns,
    data: Float32Array.from(data),
  });
  const a = of(2, 4, 1, 2, 3, 4, 0, 0, 0, 1);
  const b = of(4, 2, 1, 0, 0, 1, 1, 1, 2, 0);
  const out = zeros(2, 2);
  multiplyInto(out, a, b);
  assert.deepEqual([...out.data], [12, 5, 2, 0]);
  const back = zeros(4, 4);
  transposedTimesInto(
    back,
    of(4, 4, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1),
    of(4, 4, ...Array.from({ length: 16 }, (_, i) => i)),
  );
  assert.deepEqual(
    [...back.data],
    Array.from({ length: 16 }, (_, i) => i),
  );
});

test("twice a small step, nearly twice the fall of the loss", () => {
  const batch = facts(32, "slope");
  const lossAfter = (rate: number): number => {
    const net = network({ ...shape, rate }, random("weights"));
    net.train(batch);
    return -mean(net.logProbs(batch));
  };
  const still = -mean(network(shape, random("weights")).logProbs(batch));
  const [small, twice] = [still - lossAfter(2e-4), still - lossAfter(4e-4)];
  assert.ok(small > 0);
  assert.ok(Math.abs(twice / small - 2) < 0.1, `${twice / small}`);
});

test("facts are learned by heart, an untaught copy goes its own way, and equal seeds give equal networks", () => {
  const taught = facts(32, "facts");
  const make = () => network(shape, random("7"));
  const [net, other] = [make(), make()];
  for (let epoch = 0; epoch < 150; epoch++) {
    net.train(taught);
    other.train(taught);
  }
  assert.ok(mean(net.logProbs(taught)) > Math.log(0.95), `${Math.exp(mean(net.logProbs(taught)))}`);
  assert.deepEqual(net.logProbs(taught), other.logProbs(taught));
  const copy = net.copy();
  const before = net.logProbs(taught);
  copy.train(facts(32, "others"));
  assert.deepEqual(net.logProbs(taught), before);
  assert.notDeepEqual(copy.logProbs(taught), before);
  // Probabilities of all objects sum to one.
  const all = Array.from({ length: 8 }, (_, object) => ({ subject: 3, relation: 1, object }));
  assert.ok(Math.abs(net.logProbs(all).reduce((sum, one) => sum + Math.exp(one), 0) - 1) < 1e-5);
});

test("the loss falls at every small step, with one layer and with three", () => {
  for (const layers of [1, 2, 3]) {
    const net = network({ ...shape, layers, rate: 1e-3 }, random(`layers ${layers}`));
    const batch = facts(32, "steps");
    let loss = -mean(net.logProbs(batch));
    for (let step = 0; step < 20; step++) {
      net.train(batch);
      const now = -mean(net.logProbs(batch));
      assert.ok(now < loss, `layers ${layers}, step ${step}: ${now} after ${loss}`);
      loss = now;
    }
  }
});
