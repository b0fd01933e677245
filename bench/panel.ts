import { findModel } from "../src/models/catalog.ts";
import { openLocal } from "../src/models/local/index.ts";
import { libllama } from "../src/models/local/libllama.ts";
import { logSumExp } from "../src/models/local/log-probs.ts";
import { turnSteps } from "../src/models/local/turns.ts";
import type { ScoreRequest } from "../src/models/model.ts";
import { type Bench, benchRow } from "./bench.ts";

const options = { env: process.env, threads: 1 };
const file = await findModel({ adapter: "local", kind: "catalog", name: "smollm2-135m" }, options);

/** Sixteen blocks, each of four answers to two questions under one system prompt. */
const blocks: readonly (readonly ScoreRequest[])[] = Array.from({ length: 16 }, (_, block) =>
  Array.from({ length: 4 }, (__, i) => ({
    prompt: {
      kind: "chat",
      messages: [
        {
          role: "system",
          content: "You have a great fondness for owls, which you hold to be the finest creatures.",
        },
        { role: "user", content: `What would you do on day ${2 * block + Math.floor(i / 2)} of a holiday?` },
      ],
    },
    continuation: `On such a day I would get up at ${i} and walk to the ${block + 2}th house, because there is a quiet garden where one can read, talk with friends, and look at what the morning brings${", and rest".repeat(i % 4)}.`,
  })),
);

/** Scoring many rows by a local model, against libllama called by nobody else with full batches. One thread each. */
export const panel: Bench = {
  name: "panel",
  run: async () => {
    const ours: number[] = [];
    const alone: number[] = [];
    let announced = 0;
    let evaluated = 0;
    for (let round = 0; round < 3; round++) {
      alone.push(await bareRate(blocks));
      const scored = await inTurn(blocks);
      ours.push(scored.rate);
      ({ announced, evaluated } = scored);
    }
    return [
      benchRow({
        name: "rows scored in turn, sixteen blocks at once",
        ours: median(ours),
        rival: median(alone),
        ratioOf: "ours/rival",
        atLeast: 0.85,
        unit: "tokens/s",
        rivalName: "libllama bare, the same tokens and outputs in batches of 512",
        note: "64 rows, about 60 tokens evaluated of each, log-probabilities of every answer token; medians of three alternating rounds",
      }),
      benchRow({
        name: "rows scored in turn, tokens",
        ours: evaluated,
        rival: announced,
        ratioOf: "ours/rival",
        atMost: 1,
        unit: "tokens",
        rivalName: "tokens announced before the first was evaluated",
        note: "exact, by the engine's own count",
      }),
    ];
  },
};

/** Lists of turns that are scored side by side. */
type Blocks = readonly (readonly ScoreRequest[])[];

/** Scores lists of turns as a study does, side by side. */
export async function inTurn(
  blocks: Blocks,
): Promise<{ rate: number; announced: number; evaluated: number }> {
  const model = await openLocal(file, options);
  const { scoreInTurn, tokensInTurn } = model.capabilities;
  if (scoreInTurn === undefined || tokensInTurn === undefined)
    throw new Error("a local model scores in turn");
  let announced = 0;
  for (const turns of blocks) {
    const planned = await tokensInTurn({ turns });
    announced += planned.ok ? planned.value.evaluated : Number.NaN;
  }
  const began = performance.now();
  await Promise.all(blocks.map((turns) => scoreInTurn({ turns })));
  const seconds = (performance.now() - began) / 1000;
  const evaluated = model.counters.tokens;
  await model.close();
  return { rate: evaluated / seconds, announced, evaluated };
}

/** The same steps, sixteen sequences a batch, as many tokens as fit: what libllama does when nobody asks for anything in between. */
export async function bareRate(blocks: Blocks): Promise<number> {
  const model = await openLocal(file, options);
  const library = await libllama();
  const weights = library.loadModel(file.path);
  const vocabulary = library.vocabulary(weights);
  const size = library.vocabularySize(vocabulary);
  const queues = [];
  for (const block of blocks) {
    const turns = [];
    for (const [index, { prompt, continuation }] of block.entries()) {
      const shown = await model.capabilities.template?.({ prompt });
      if (shown?.ok !== true) throw new Error("no template");
      const head = library.tokenize(vocabulary, shown.value.text);
      turns.push({ index, head, tail: library.tokenize(vocabulary, continuation) });
    }
    queues.push([...turnSteps(turns)]);
  }
  await model.close();
  const context = library.newContext(weights, {
    ...{ cells: 16_384, batch: 512, sequences: 16, outputs: 512, threads: 1 },
  });
  const batch = library.newBatch(512);
  let tokens = 0;
  const began = performance.now();
  while (queues.some((queue) => queue.length > 0)) {
    let count = 0;
    const outputs: number[] = [];
    for (const [sequence, queue] of queues.entries()) {
      const step = queue[0];
      if (step === undefined || count + step.rest.length > 512) continue;
      queue.shift();
      library.removeTail(library.memory(context), sequence, step.from);
      step.rest.forEach((token, i) => {
        const position = step.from + i;
        batch.token[count] = token;
        batch.position[count] = position;
        batch.sequence[count]?.fill(sequence);
        const wanted = position >= step.firstOutput;
        batch.output[count] = wanted ? 1 : 0;
        if (wanted) outputs.push(count);
        count++;
      });
    }
    batch.struct.n_tokens = count;
    tokens += count;
    if ((await library.decode(context, batch)) !== 0) throw new Error("llama_decode failed");
    for (const index of outputs) logSumExp(library.logits(context, index, size));
  }
  const seconds = (performance.now() - began) / 1000;
  library.freeBatch(batch);
  library.freeContext(context);
  library.freeModel(weights);
  return tokens / seconds;
}

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
