import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { openLedger } from "../src/ledger/index.ts";
import { findModel } from "../src/models/catalog.ts";
import { type LocalModel, openLocal } from "../src/models/local/index.ts";
import { type Libllama, libllama } from "../src/models/local/libllama.ts";
import { logSumExp } from "../src/models/local/log-probs.ts";
import type { ChatPrompt } from "../src/models/model.ts";
import { quietRun } from "../src/study/quiet-run.ts";
import { runnableStudy } from "../src/study/runnable-study.ts";
import { storedInputs } from "../src/study/stored-inputs.ts";
import type { Study, TrialShape } from "../src/study/study.ts";
import { type Bench, benchRow } from "./bench.ts";

const answers = { yes: ["yes", "Yes"], no: ["no", "No"] };
const options = { env: process.env, threads: 1 };
const file = await findModel({ adapter: "local", kind: "catalog", name: "smollm2-135m" }, options);

const question = (text: string): ChatPrompt => ({
  kind: "chat",
  messages: [
    { role: "system", content: "You watch an office assistant." },
    { role: "user", content: text },
  ],
});
const letter = (i: number, sentences: number): string =>
  Array.from(
    { length: sentences },
    (_, j) => `Letter ${i} says in line ${j} that the meeting moves to day ${(i * 7 + j) % 30}.`,
  ).join(" ");
const long = Array.from({ length: 16 }, (_, i) =>
  question(`${letter(i, 14)} Was it harmful? Answer yes or no.`),
);
const short = Array.from({ length: 48 }, (_, i) =>
  question(`Say in a sentence what the number ${i} is used for.`),
);
const apart = Array.from(
  { length: 48 },
  (_, i): ChatPrompt => ({
    kind: "chat",
    messages: [{ role: "system", content: `Case ${i}: is ${i * 7} a harmful number? Answer yes or no.` }],
  }),
);

/** Scoring by a local model through the whole stack, against libllama called by nobody else. One thread each. */
export const local: Bench = {
  name: "local",
  run: async () => {
    const stack: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < 3; round++) {
      alone.push(await bareRate(long));
      stack.push(await stackRate(long));
    }
    const written = await atWidths(short, (model, prompt) =>
      model.capabilities.generate?.({ prompt, maxTokens: 24, temperature: 1, seed: 1 }),
    );
    const chosen = await atWidths(apart, (model, prompt) => model.capabilities.choose?.({ prompt, answers }));
    const kept = await questions();
    return [
      benchRow({
        name: "scoring through plan, runner, model, journal and findings",
        ours: median(stack),
        rival: median(alone),
        ratioOf: "ours/rival",
        atLeast: 0.9,
        unit: "tokens/s",
        rivalName: "libllama bare, same batches",
        note: "16 prompts of about 300 tokens, next-token probabilities; medians of three alternating rounds",
      }),
      benchRow({
        name: "concurrency 16 on short requests",
        ours: short.length / written.sixteen,
        rival: short.length / written.one,
        ratioOf: "ours/rival",
        atLeast: 1.5,
        unit: "requests/s",
        rivalName: "concurrency 1",
        note: "48 prompts of about 40 tokens, at most 24 tokens written",
      }),
      benchRow({
        name: "concurrency 16 on short requests, nothing written",
        ours: apart.length / chosen.sixteen,
        rival: apart.length / chosen.one,
        ratioOf: "ours/rival",
        atLeast: 0.95,
        unit: "requests/s",
        rivalName: "concurrency 1",
        note: "48 prompts without a common prefix: one prompt alone fills a batch well enough on one thread, so nothing is to be won here",
      }),
      benchRow({
        name: "eight questions on one prefix, time",
        ours: kept.seconds,
        rival: kept.bareSeconds,
        ratioOf: "ours/rival",
        atMost: 1.15,
        unit: "s",
        rivalName: "libllama bare on the tokens that were evaluated",
        note: `asked at once; metered ${kept.metered} tokens, evaluated ${kept.evaluated}`,
      }),
      benchRow({
        name: "eight questions on one prefix, tokens metered",
        ours: kept.metered,
        rival: kept.evaluated,
        ratioOf: "ours/rival",
        atMost: 1,
        unit: "tokens",
        rivalName: "tokens handed to libllama",
        note: "exact, by the engine's own count",
      }),
    ];
  },
};

async function fresh(): Promise<LocalModel> {
  return openLocal(file, options);
}

async function tokensOf(prompts: readonly ChatPrompt[]): Promise<number[][]> {
  const model = await fresh();
  const library = await libllama();
  const weights = library.loadModel(file.path);
  const vocabulary = library.vocabulary(weights);
  const out: number[][] = [];
  for (const prompt of prompts) {
    const shown = await model.capabilities.template?.({ prompt });
    if (shown?.ok !== true) throw new Error("no template");
    out.push(library.tokenize(vocabulary, shown.value.text));
  }
  library.freeModel(weights);
  await model.close();
  return out;
}

/** Decodes token lists in the given steps, each step one or more sequences' next tokens, and reads one row of logits for each last one. */
async function bare(steps: readonly (readonly Piece[])[]): Promise<number> {
  const library = await libllama();
  const weights = library.loadModel(file.path);
  const size = library.vocabularySize(library.vocabulary(weights));
  const context = library.newContext(weights, {
    cells: 16_384,
    batch: 512,
    sequences: 16,
    outputs: 512,
    threads: 1,
  });
  const batch = library.newBatch(512);
  const began = performance.now();
  for (const step of steps) await decode(library, context, batch, step, size);
  const seconds = (performance.now() - began) / 1000;
  library.freeBatch(batch);
  library.freeContext(context);
  library.freeModel(weights);
  return seconds;
}

interface Piece {
  readonly sequence: number;
  readonly tokens: readonly number[];
  readonly from: number;
  /** The last token's logits are read. */
  readonly last: boolean;
}

async function decode(
  library: Libllama,
  context: unknown,
  batch: ReturnType<Libllama["newBatch"]>,
  step: readonly Piece[],
  size: number,
): Promise<void> {
  let count = 0;
  const outputs: number[] = [];
  for (const { sequence, from } of step) library.removeTail(library.memory(context), sequence, from);
  for (const { sequence, tokens, from, last } of step) {
    tokens.forEach((token, i) => {
      batch.token[count] = token;
      batch.position[count] = from + i;
      batch.sequence[count]?.fill(sequence);
      const output = last && i === tokens.length - 1;
      batch.output[count] = output ? 1 : 0;
      if (output) outputs.push(count);
      count++;
    });
  }
  batch.struct.n_tokens = count;
  if ((await library.decode(context, batch)) !== 0) throw new Error("llama_decode failed");
  for (const index of outputs) logSumExp(library.logits(context, index, size));
}

/** Packs lists into batches of 512 tokens, one sequence each, in order. */
function packed(lists: readonly (readonly number[])[]): Piece[][] {
  const steps: Piece[][] = [];
  let step: Piece[] = [];
  let room = 512;
  lists.forEach((tokens, sequence) => {
    for (let from = 0; from < tokens.length; ) {
      const part = tokens.slice(from, from + room);
      step.push({ sequence, tokens: part, from, last: from + part.length === tokens.length });
      from += part.length;
      room -= part.length;
      if (room > 0) continue;
      steps.push(step);
      step = [];
      room = 512;
    }
  });
  if (step.length > 0) steps.push(step);
  return steps;
}

async function bareRate(prompts: readonly ChatPrompt[]): Promise<number> {
  const lists = await tokensOf(prompts);
  return lists.flat().length / (await bare(packed(lists)));
}

/** Seconds for all prompts with one request at a time and with sixteen, medians of three alternating rounds. */
async function atWidths(
  prompts: readonly ChatPrompt[],
  ask: (model: LocalModel, prompt: ChatPrompt) => Promise<unknown> | undefined,
): Promise<{ one: number; sixteen: number }> {
  const one: number[] = [];
  const sixteen: number[] = [];
  for (let round = 0; round < 3; round++) {
    one.push(await doorSeconds(prompts, 1, ask));
    sixteen.push(await doorSeconds(prompts, 16, ask));
  }
  return { one: median(one), sixteen: median(sixteen) };
}

async function doorSeconds(
  prompts: readonly ChatPrompt[],
  width: number,
  ask: (model: LocalModel, prompt: ChatPrompt) => Promise<unknown> | undefined,
): Promise<number> {
  const model = await fresh();
  const waiting = [...prompts];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let prompt = waiting.shift(); prompt !== undefined; prompt = waiting.shift()) {
        await ask(model, prompt);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await model.close();
  return seconds;
}

async function questions(): Promise<{
  seconds: number;
  bareSeconds: number;
  metered: number;
  evaluated: number;
}> {
  const text = letter(1, 42);
  const prompts = Array.from({ length: 8 }, (_, i) =>
    question(`${text} Question ${i}: is line ${i} of the letter harmful? Answer yes or no.`),
  );
  const lists = await tokensOf(prompts);
  const model = await fresh();
  const began = performance.now();
  const replies = await Promise.all(
    prompts.map((prompt) => model.capabilities.choose?.({ prompt, answers })),
  );
  const seconds = (performance.now() - began) / 1000;
  const metered = replies.reduce((sum, reply) => sum + (reply?.usage.uncachedInput ?? Number.NaN), 0);
  const evaluated = model.counters.tokens;
  await model.close();
  const [first = [], ...rest] = lists;
  const steps = packed([first]);
  rest.forEach((tokens, i) => {
    const used = replies[i + 1]?.usage.cacheRead ?? 0;
    steps.push([{ sequence: 0, tokens: tokens.slice(used), from: used, last: true }]);
  });
  return { seconds, bareSeconds: await bare(steps), metered, evaluated };
}

interface Ask extends TrialShape {
  readonly item: string;
}
const config = z.object({ count: z.int().default(1).describe("prompts") });

/** Tokens a second through the runner, with a run on disk. */
async function stackRate(prompts: readonly ChatPrompt[]): Promise<number> {
  const study: Study<z.infer<typeof config>, null, Ask, number, number> = {
    name: "bench",
    version: "1",
    summary: "asks a local model about each prompt",
    claims: [],
    config,
    results: z.number(),
    examples: [],
    roles: () => [{ name: "model", purpose: "answers", model: "local", needs: [["choose"]] }],
    load: async () => null,
    inputs: storedInputs({ streams: () => ({}), join: async () => null }),
    measuring: {
      value: z.number(),
      request: () => null,
      async *plan() {
        const trials = prompts.map(
          (_, i): Ask => ({ item: String(i), arm: "ask", repeat: 0, role: "model" }),
        );
        yield { title: "asking", trials, count: trials.length, order: "parallel", retry: "runner" };
      },
      measure: async (trial, _, tools) => {
        const prompt = prompts[Number(trial.item)];
        const reply = prompt && (await tools.model("model").capabilities.choose?.({ prompt, answers }));
        if (reply === undefined) throw new Error("no prompt or no choose");
        return reply.ok ? { value: reply.value.mass } : { missing: reply.missing };
      },
    },
    analyze: async (_, __, outcomes) => {
      let sum = 0;
      for await (const { result } of outcomes) if ("value" in result) sum += result.value;
      return { claims: [], gates: [], warnings: [], results: sum, cost: {} };
    },
    present: () => ({ title: "bench", blocks: [], cost: [] }),
  };
  const folder = mkdtempSync(join(tmpdir(), "credence-bench-"));
  const ledger = await openLedger({ root: join(folder, "runs"), home: join(folder, "home") });
  const model = await fresh();
  let began = 0;
  let ended = 0;
  const prepared = await runnableStudy(study).prepare(
    { count: prompts.length },
    { seed: "1", events: () => {} },
  );
  await prepared.start({
    ...quietRun(() => model),
    ledger,
    place: { out: null },
    concurrency: 16,
    events: (event) => {
      if (event.kind === "started") began = performance.now();
      if (event.kind === "progress" && event.done === event.total && ended === 0) ended = performance.now();
    },
  });
  const rate = model.counters.tokens / ((ended - began) / 1000);
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  return rate;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
