import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../stats/distributions/random.ts";
import { engine } from "./engine.ts";
import type { Batch, Libllama } from "./libllama.ts";
import type { Engine, EngineLimits, Pass, PassEnd } from "./passes.ts";

const vocabulary = 7;

/** What the fake model answers after a sequence: numbers that change with any of its tokens. */
function answer(tokens: readonly number[]): Float32Array {
  let state = 17;
  for (const token of tokens) state = (state * 31 + token + 1) % 65_521;
  return Float32Array.from({ length: vocabulary }, (_, i) => ((state * (i + 3)) % 101) / 10);
}

interface Fake {
  readonly library: Libllama;
  /** Tokens it was given, by its own count. */
  readonly seen: { tokens: number; batches: number; contexts: number; freed: number; most: number };
  fail: boolean;
  /** Did the last decode give states? */
  states: boolean;
}

/** A libllama that keeps sequences as lists and objects to whatever the real one would get wrong. */
function fake(): Fake {
  const seen = { tokens: 0, batches: 0, contexts: 0, freed: 0, most: 0 };
  const contexts = new Map<number, { lists: number[][]; length: number; outputs: number; hidden: boolean }>();
  const results = new Map<number, Float32Array>();
  const of = (context: unknown): NonNullable<ReturnType<typeof contexts.get>> => {
    const found = typeof context === "number" ? contexts.get(context) : undefined;
    assert.ok(found !== undefined, "a context that is there");
    return found;
  };
  const never = (): never => assert.fail("the engine has no need of this");
  const library: Libllama = {
    loadModel: never,
    freeModel: never,
    vocabulary: never,
    vocabularySize: never,
    hiddenSize: never,
    trainedContext: never,
    cellBytes: never,
    template: never,
    tokenize: never,
    piece: never,
    bos: never,
    eos: never,
    addsBos: never,
    quantize: never,
    endsTurn: never,
    isControl: never,
    newContext: (_, shape) => {
      const lists = Array.from({ length: shape.sequences }, () => []);
      contexts.set(++seen.contexts, {
        lists,
        length: Math.floor(shape.cells / shape.sequences),
        outputs: shape.outputs,
        hidden: false,
      });
      return seen.contexts;
    },
    freeContext: (context) => {
      of(context);
      seen.freed++;
      if (typeof context === "number") contexts.delete(context);
    },
    newBatch: (capacity): Batch => ({
      struct: { n_tokens: 0 },
      token: new Int32Array(capacity),
      position: new Int32Array(capacity),
      sequence: Array.from({ length: capacity }, () => new Int32Array(1)),
      output: new Int8Array(capacity),
    }),
    freeBatch: () => {},
    decode: async (context, batch) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (self.fail) return 2;
      const { lists, length, outputs, hidden } = of(context);
      self.states = hidden;
      results.clear();
      let before = -1;
      for (let i = 0; i < batch.struct.n_tokens; i++) {
        const sequence = batch.sequence[i]?.[0] ?? -1;
        assert.ok(sequence >= before, "sequences ascend");
        before = sequence;
        const list = lists[sequence];
        assert.ok(list !== undefined);
        assert.equal(batch.position[i], list.length, "positions go on where the sequence ends");
        list.push(batch.token[i] ?? -1);
        assert.ok(list.length <= length, "within the sequence's cells");
        if (batch.output[i] === 1) results.set(i, answer(list));
        else assert.ok(!hidden, "with states switched on every token is an output");
      }
      assert.ok(results.size <= outputs, "no more outputs than agreed");
      const used = batch.sequence.slice(0, batch.struct.n_tokens).map(([sequence = -1]) => sequence);
      const ids = [...new Set(used)];
      const each = used.length / ids.length;
      assert.ok(
        ids.every(
          (id, i) => id === (ids[0] ?? 0) + i && used.filter((other) => other === id).length === each,
        ),
        "neighbouring sequences with as many tokens each, which libllama computes at once",
      );
      seen.tokens += batch.struct.n_tokens;
      seen.batches++;
      seen.most = Math.max(
        seen.most,
        new Set(batch.sequence.slice(0, batch.struct.n_tokens).map(([s]) => s)).size,
      );
      return 0;
    },
    logits: (_, index) => {
      assert.ok(!self.states);
      return results.get(index) ?? assert.fail("no output was asked for here");
    },
    hidden: (_, index) => {
      assert.ok(self.states);
      return results.get(index) ?? assert.fail("no output was asked for here");
    },
    wantHidden: (context, wanted) => {
      of(context).hidden = wanted;
    },
    setThreads: () => {},
    memory: (context) => context,
    removeTail: (memory, sequence, from) => {
      const list = of(memory).lists[sequence];
      assert.ok(list !== undefined && from >= 0 && from <= list.length);
      list.length = from;
      return true;
    },
  };
  const self: Fake = { library, seen, fail: false, states: false };
  return self;
}

const limits: EngineLimits = {
  longest: 4096,
  cells: 4096,
  sequences: 4,
  batch: 32,
  outputs: 8,
  threads: 1,
  vocabulary,
  hidden: vocabulary,
};

const start = (by: Fake, over: Partial<EngineLimits> = {}): Engine =>
  engine(by.library, null, { ...limits, ...over });

/** Runs a pass and checks every output against the sequence it should have come after. */
async function checked(runs: Engine, pass: Omit<Pass, "onLogits">): Promise<PassEnd> {
  let outputs = 0;
  const end = await runs.run({
    ...pass,
    onLogits: (position, logits) => {
      outputs++;
      assert.deepEqual(logits, answer(pass.tokens.slice(0, position + 1)));
    },
  });
  if (!end.aborted) assert.ok(outputs > 0);
  return end;
}

test("whatever runs together, every answer is that of its own sequence and every token is booked once", async () => {
  const by = fake();
  const runs = start(by);
  const source = random("engine");
  const prefixes = [0, 1, 2].map(() => Array.from({ length: 90 + source.int(60) }, () => source.int(5)));
  const ends: PassEnd[] = [];
  for (let round = 0; round < 12; round++) {
    const wave = Array.from({ length: 1 + source.int(9) }, async () => {
      await new Promise((resolve) => setTimeout(resolve, source.int(4)));
      const prefix = source.float() < 0.8 ? source.pick(prefixes) : [];
      const tokens = [...prefix, ...Array.from({ length: 1 + source.int(20) }, () => source.int(5))];
      const length = tokens.length;
      const kind = source.int(4);
      const steps = 1 + source.int(5);
      let step = 0;
      const stop = new AbortController();
      const next = (): ReturnType<NonNullable<Pass["next"]>> => {
        if (step++ === steps || kind === 0) return null;
        if (kind === 1) return source.int(5);
        return kind === 2 ? { from: length, tokens: [step, step + 1] } : null;
      };
      let ticks = source.int(6);
      const tick = (): unknown => (ticks-- > 0 ? setImmediate(tick) : stop.abort());
      if (kind === 3) tick();
      const firstOutput = length - 1 - source.int(Math.min(12, length));
      ends.push(await checked(runs, { tokens, firstOutput, growth: 6, next, signal: stop.signal }));
    });
    await Promise.all(wave);
  }
  const evaluated = ends.reduce((sum, end) => sum + end.evaluated, 0);
  assert.equal(evaluated, by.seen.tokens);
  assert.deepEqual(runs.counters, { tokens: by.seen.tokens, batches: by.seen.batches });
  assert.ok(ends.some((end) => end.aborted) && ends.some((end) => end.reused > 80));
  assert.ok(by.seen.most > 1, "sequences share batches");
  await runs.close();
  assert.equal(by.seen.freed, by.seen.contexts);
});

test("questions on one prefix, asked at once, evaluate it once", async () => {
  const by = fake();
  const runs = start(by);
  const prefix = Array.from({ length: 200 }, (_, i) => i % 5);
  const ends = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map((i) =>
      checked(runs, { tokens: [...prefix, 6, i, i], firstOutput: prefix.length + 2 }),
    ),
  );
  // The prefix and the 6 are shared; two tokens are each question's own.
  assert.equal(by.seen.tokens, 201 + 8 * 2);
  assert.deepEqual(ends.map((end) => end.reused).sort(), [0, ...new Array<number>(7).fill(201)].sort());
  await runs.close();
});

test("the same prompt again evaluates its last two tokens only: never one by itself", async () => {
  const runs = start(fake());
  const tokens = Array.from({ length: 100 }, (_, i) => i % 5);
  await checked(runs, { tokens: [...tokens], firstOutput: 99 });
  const again = await checked(runs, { tokens: [...tokens], firstOutput: 99 });
  assert.deepEqual([again.evaluated, again.reused], [2, 98]);
  await runs.close();
});

test("a longer prompt gets a larger room, once what is under way has ended", async () => {
  const by = fake();
  const runs = start(by);
  let drawn = 0;
  const next = (): number | null => (drawn++ < 20 ? 1 : null);
  const short = checked(runs, { tokens: [1, 2, 3], firstOutput: 2, growth: 20, next });
  while (drawn === 0) await new Promise((resolve) => setImmediate(resolve));
  const long = checked(runs, { tokens: new Array<number>(3000).fill(4), firstOutput: 2999 });
  await Promise.all([short, long]);
  assert.equal(by.seen.contexts, 2);
  assert.equal(by.seen.freed, 1);
  await runs.close();
});

test("states come from a batch of their own, the prompt before them costs no output", async () => {
  const runs = start(fake());
  const tokens = Array.from({ length: 70 }, (_, i) => i % 5);
  let state: readonly number[] = [];
  const wanted = runs.run({
    tokens,
    firstOutput: 69,
    onHidden: (_, view) => {
      state = [...view];
    },
  });
  await Promise.all([wanted, checked(runs, { tokens: [1, 1, 2], firstOutput: 0 })]);
  assert.deepEqual(state, [...answer(tokens)]);
  await runs.close();
});

test("states of many tokens come once each, in batches no larger than outputs allow, whatever runs beside", async () => {
  const runs = start(fake());
  const prefix = Array.from({ length: 70 }, (_, i) => i % 5);
  const read = async (tail: readonly number[]): Promise<void> => {
    const tokens = [...prefix, ...tail];
    const seen: number[] = [];
    await runs.run({
      tokens,
      firstOutput: prefix.length,
      onHidden: (position, view) => {
        seen.push(position);
        assert.deepEqual([...view], [...answer(tokens.slice(0, position + 1))]);
      },
    });
    assert.deepEqual(
      seen,
      tail.map((_, i) => prefix.length + i),
    );
  };
  const tail = (length: number): number[] => Array.from({ length }, (_, i) => (i * 3) % 5);
  await Promise.all([
    ...[1, 2, 9, 17, 40].map((length) => read(tail(length))),
    checked(runs, { tokens: [1, 1, 2], firstOutput: 0 }),
  ]);
  await Promise.all([33, 8, 1].map((length) => read(tail(length))));
  await runs.close();
});

test("a pass that is given up before it starts costs nothing", async () => {
  const runs = start(fake());
  const end = await runs.run({ tokens: [1, 2], firstOutput: 1, signal: AbortSignal.abort() });
  assert.deepEqual(end, { evaluated: 0, reused: 0, generated: 0, aborted: true });
  await runs.close();
});

test("a decode that fails is told to all that waited, and the next pass starts anew", async () => {
  const by = fake();
  const runs = start(by);
  by.fail = true;
  const both = [1, 2].map((token) => runs.run({ tokens: [token, 1], firstOutput: 1 }));
  for (const pass of both) await assert.rejects(pass, /llama_decode ended with 2/);
  by.fail = false;
  await checked(runs, { tokens: [1, 2, 3], firstOutput: 1 });
  await runs.close();
  await runs.close();
  assert.equal(by.seen.freed, by.seen.contexts);
  await assert.rejects(runs.run({ tokens: [1], firstOutput: 0 }), /closed/);
});

test("no memory for a context is said, and nothing is freed twice", async () => {
  const by = fake();
  const { newContext } = by.library;
  const runs = engine(
    {
      ...by.library,
      newContext: (model, shape) => (shape.sequences === 4 ? newContext(model, shape) : null),
    },
    null,
    limits,
  );
  await checked(runs, { tokens: [1, 2, 3], firstOutput: 2 });
  await assert.rejects(
    runs.run({ tokens: new Array<number>(3000).fill(1), firstOutput: 2999 }),
    /no memory for 1 sequences of 4096 tokens/,
  );
  await checked(runs, { tokens: [1, 2, 3], firstOutput: 2 });
  await runs.close();
});
