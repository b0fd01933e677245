import { availableParallelism } from "node:os";
import { CredenceError } from "../../core/error.ts";
import { noUsage, type Usage } from "../../core/outcome.ts";
import { random } from "../../stats/random.ts";
import type { Capabilities, Model, OpenOptions, Prompt, Reply } from "../model.ts";
import { priceOf } from "../prices.ts";
import { type Engine, engine, type Pass, type PassEnd } from "./engine.ts";
import { libllama } from "./libllama.ts";
import { drawToken, logSumExp } from "./log-probs.ts";
import { promptWriter } from "./prompt.ts";

/** A model file whose hash has been checked. */
export interface LocalModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly name: string;
  /** As the person wrote it. */
  readonly reference: string;
}

/** A local model with the engine's own counts, for tests and benches. */
export interface LocalModel extends Model {
  readonly counters: Engine["counters"];
}

/** Tokens a batch holds, sequences side by side, and bytes for logits kept from one batch. */
const batchTokens = 512;
const sequences = 16;
const logitBytes = 128 * 2 ** 20;
/** A spelling of several tokens whose first is less likely than this is not followed. */
const negligible = 1e-6;
/** Cells of the cache: with F32 keys and values about 0.75 GB for a model of 135 million parameters. */
const mostCells = 16_384;

/**
 * Opens a GGUF file in this process: generate, score, choose, hidden state and template, with exact prefix reuse and an exact
 * token count.
 *
 * @throws CredenceError `model` when the file is no model that libllama can load
 */
export async function openLocal(file: LocalModelFile, options: OpenOptions): Promise<LocalModel> {
  options.onProgress?.(0, `loading ${file.name}`);
  const library = await libllama();
  const model = library.loadModel(file.path);
  if (model === null) {
    throw new CredenceError("model", "the file cannot be loaded as a model", {
      where: file.path,
      fix: "It must be a GGUF file of an architecture that libllama 0.4.0 knows.",
    });
  }
  const vocabulary = library.vocabulary(model);
  const size = library.vocabularySize(vocabulary);
  const longest = Math.min(mostCells, library.trainedContext(model));
  const decoder = new TextDecoder();
  const textOf = (token: number): string => decoder.decode(library.piece(vocabulary, token));
  const special = Array.from({ length: size }, (_, token) => token)
    .filter((token) => library.isControl(vocabulary, token))
    .map(textOf);
  const bos = library.bos(vocabulary);
  const writer = promptWriter({
    source: library.template(model),
    bos: bos < 0 ? "" : textOf(bos),
    eos: textOf(library.eos(vocabulary)),
    special,
  });
  const runs = engine(library, model, {
    longest,
    cells: mostCells,
    sequences,
    batch: batchTokens,
    outputs: Math.max(1, Math.min(batchTokens, Math.floor(logitBytes / (size * 4)))),
    threads: options.threads ?? threadsFrom(options.env?.CREDENCE_THREADS),
    vocabulary: size,
    hidden: library.hiddenSize(model),
  });
  options.onProgress?.(1, `loading ${file.name}`);

  const tokensOf = (prompt: Prompt): number[] => {
    const pieces = writer.pieces(prompt);
    const tokens = pieces.flatMap((piece) => library.tokenize(vocabulary, piece));
    return library.addsBos(vocabulary) && bos >= 0 && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  };
  const tooLong = (length: number): Reply<never> | null =>
    length <= longest
      ? null
      : {
          ok: false,
          usage: noUsage,
          missing: {
            kind: "failed",
            code: "context-length",
            reason: `${length} tokens, and ${file.name} can read ${longest}`,
          },
        };
  const ended = <Value>(end: PassEnd, value: () => Value): Reply<Value> => {
    // Generated tokens that were read back in are output, not input.
    const usage: Usage = {
      uncachedInput: end.evaluated - end.generated,
      cacheRead: end.reused,
      cacheWrite: 0,
      output: end.generated,
    };
    if (!end.aborted) return { ok: true, value: value(), usage };
    return {
      ok: false,
      missing: { kind: "censored", code: "aborted", reason: "the call was given up" },
      usage,
    };
  };
  const pass = (over: Pass, signal: AbortSignal | undefined): Promise<PassEnd> =>
    runs.run({ ...over, ...(signal === undefined ? {} : { signal }) });

  const capabilities: Capabilities = {
    template: async ({ prompt }) => ({
      ok: true,
      usage: noUsage,
      value: { text: writer.pieces(prompt).join(""), tokens: tokensOf(prompt).length },
    }),

    score: async ({ prompt, continuation }, call) => {
      const head = tokensOf(prompt);
      const tail = library.tokenize(vocabulary, continuation);
      const refused = tooLong(head.length + tail.length);
      if (refused !== null) return refused;
      const tokens = [...head, ...tail];
      const logProbs = new Array<number>(tail.length).fill(Number.NaN);
      // The last token predicts nothing that is asked for.
      const evaluated = tokens.slice(0, -1);
      const end = await pass(
        {
          tokens: evaluated,
          firstOutput: head.length - 1,
          onLogits: (position, logits) => {
            logProbs[position - head.length + 1] =
              (logits[tokens[position + 1] ?? 0] ?? 0) - logSumExp(logits);
          },
        },
        call?.signal,
      );
      return ended(end, () => ({ tokens: tail.map(textOf), logProbs }));
    },

    choose: async ({ prompt, answers }, call) => {
      const tokens = tokensOf(prompt);
      const refused = tooLong(tokens.length + 8);
      if (refused !== null) return refused;
      const spellings = distinctSpellings(answers, (text) => library.tokenize(vocabulary, text));
      const probabilities: Record<string, number> = Object.fromEntries(
        Object.keys(answers).map((label) => [label, 0]),
      );
      const add = (label: string, probability: number): void => {
        probabilities[label] = (probabilities[label] ?? 0) + probability;
      };
      const longer: { readonly label: string; readonly path: readonly number[]; probability: number }[] = [];
      let branch = -1;
      const end = await pass(
        {
          tokens: [...tokens],
          firstOutput: tokens.length - 1,
          growth: spellings.reduce((most, { path }) => Math.max(most, path.length - 1), 0),
          onLogits: (position, logits) => {
            const norm = logSumExp(logits);
            const at = (token: number): number => Math.exp((logits[token] ?? 0) - norm);
            const tried = longer[branch];
            if (tried !== undefined) {
              const token = tried.path[position - tokens.length + 1];
              if (token !== undefined) tried.probability *= at(token);
              return;
            }
            for (const { label, path } of spellings) {
              const probability = at(path[0] ?? 0);
              if (path.length === 1) add(label, probability);
              else if (probability > negligible) longer.push({ label, path, probability });
            }
          },
          next: () => {
            const done = longer[branch];
            if (done !== undefined) add(done.label, done.probability);
            const { path } = longer[++branch] ?? {};
            return path === undefined ? null : { from: tokens.length, tokens: path.slice(0, -1) };
          },
        },
        call?.signal,
      );
      const mass = Object.values(probabilities).reduce((sum, p) => sum + p, 0);
      return ended(end, () => ({ probabilities, mass }));
    },

    hidden: async ({ prompt }, call) => {
      const tokens = tokensOf(prompt);
      const refused = tooLong(tokens.length);
      if (refused !== null) return refused;
      let state = new Float32Array();
      const end = await pass(
        {
          tokens,
          firstOutput: tokens.length - 1,
          onHidden: (view) => {
            state = view.slice();
          },
        },
        call?.signal,
      );
      return ended(end, () => state);
    },

    generate: async (request, call) => {
      const tokens = tokensOf(request.prompt);
      const refused = tooLong(tokens.length + request.maxTokens);
      if (refused !== null) return refused;
      const source = random(`${request.seed ?? 0} ${request.draw ?? 0}`);
      const sampling = { temperature: request.temperature ?? 1, topP: request.topP ?? 1 };
      const bytes = new TextDecoder();
      let drawn = 0;
      let text = "";
      let count = 0;
      let finish: "stop" | "length" = "length";
      const promptLength = tokens.length;
      const end = await pass(
        {
          tokens,
          firstOutput: promptLength - 1,
          growth: request.maxTokens,
          onLogits: (position, logits) => {
            if (position === tokens.length - 1) drawn = drawToken(logits, sampling, source);
          },
          next: () => {
            if (library.endsTurn(vocabulary, drawn)) {
              finish = "stop";
              return null;
            }
            count++;
            text += bytes.decode(library.piece(vocabulary, drawn), { stream: true });
            const stop = request.stop?.map((mark) => text.indexOf(mark)).find((at) => at !== -1);
            if (stop !== undefined) {
              text = text.slice(0, stop);
              finish = "stop";
              return null;
            }
            return count >= request.maxTokens ? null : drawn;
          },
        },
        call?.signal,
      );
      const reply = ended(end, () => ({ text: text + bytes.decode(), toolCalls: [], finishReason: finish }));
      return { ...reply, usage: { ...reply.usage, output: count } };
    },
  };

  return {
    reference: file.reference,
    identity: { adapter: "local", name: file.name, endpoint: null, fingerprint: file.sha256 },
    caching: "exact",
    contextTokens: longest,
    concurrency: { start: 8, most: 16 },
    price: priceOf({ adapter: "local", kind: "file", name: file.name }),
    capabilities,
    counters: runs.counters,
    close: async () => {
      await runs.close();
      library.freeModel(model);
    },
  };
}

/**
 * Spellings as token paths, each counted once. One that begins with another spelling's whole path is left out: it is a
 * continuation of an answer that is already counted.
 */
function distinctSpellings(
  answers: Readonly<Record<string, readonly string[]>>,
  tokenize: (text: string) => number[],
): readonly { readonly label: string; readonly path: readonly number[] }[] {
  const all = Object.entries(answers).flatMap(([label, spellings]) =>
    spellings.map((text) => ({ label, path: tokenize(text) })).filter(({ path }) => path.length > 0),
  );
  const startsWith = (path: readonly number[], head: readonly number[]): boolean =>
    head.every((token, i) => path[i] === token);
  return all.filter(
    ({ path }, i) =>
      !all.some(
        (other, j) => j !== i && startsWith(path, other.path) && (other.path.length < path.length || j < i),
      ),
  );
}

/** At most one thread a physical core; the engine itself finds out how many of them pay. */
function threadsFrom(given: string | undefined): number {
  const asked = Number(given);
  if (asked >= 1) return Math.floor(asked);
  const cores = availableParallelism();
  return cores > 4 ? Math.floor(cores / 2) : cores;
}
