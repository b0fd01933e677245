import { totalmem } from "node:os";
import { CredenceError } from "../../core/error.ts";
import { type Missing, noUsage, type Usage } from "../../core/outcome.ts";
import { random } from "../../stats/distributions/random.ts";
import { failedReply } from "../failure.ts";
import type { LocalModelFile } from "../files/local-file.ts";
import type { Capabilities, Model, OpenOptions, Prompt, Reply, ScoreRequest, TurnScores } from "../model.ts";
import { free } from "../prices.ts";
import { engine } from "./engine.ts";
import { libllama } from "./libllama.ts";
import { drawToken, logSumExp } from "./log-probs.ts";
import type { Engine, Pass, PassEnd } from "./passes.ts";
import { promptWriter } from "./prompt.ts";
import { answerProbabilities, spellingsOf } from "./spellings.ts";
import { threadsFrom } from "./thread-tuner.ts";
import { type Turn, type TurnStep, turnSteps } from "./turns.ts";

/** A local model with the engine's own counts, for tests and benches. */
export interface LocalModel extends Model {
  readonly counters: Engine["counters"];
}

/** What can be scored of a list of turns, and why the others cannot. */
interface PlannedTurns {
  readonly steps: readonly TurnStep[];
  readonly missing: readonly (TurnScores[number] | undefined)[];
}

const neverReached: Missing = { kind: "failed", code: "not-reached", reason: "the turn was not reached" };

/** Tokens a batch holds, sequences side by side, and bytes for logits kept from one batch. */
const batchTokens = 512;
const sequences = 16;
const logitBytes = 128 * 2 ** 20;
/** A spelling of several tokens whose first is less likely than this is not followed. */
const negligible = 1e-6;
/** Cells of the cache that all sequences share: about 0.75 GB for a model of 135 million parameters. */
const usualCells = 16_384;
/** Shares of the machine's memory that the cache may take: usually, and where one long prompt needs it. */
const usualShare = 0.2;
const mostShare = 0.5;

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
  let open = true;
  if (model === null) {
    throw new CredenceError("model", "the file cannot be loaded as a model", {
      where: file.path,
      fix: "It must be a GGUF file of an architecture that libllama 0.4.0 knows.",
    });
  }
  const vocabulary = library.vocabulary(model);
  const size = library.vocabularySize(vocabulary);
  const cellsIn = (share: number): number => Math.floor((totalmem() * share) / library.cellBytes(model));
  const cells = Math.max(1024, Math.min(usualCells, cellsIn(usualShare)));
  const longest = Math.min(library.trainedContext(model), Math.max(cells, cellsIn(mostShare)));
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
    cells,
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
  const tailOf = (text: string): number[] =>
    writer.pieces({ kind: "text", text }).flatMap((piece) => library.tokenize(vocabulary, piece));
  const refusal = (length: number, more: number): Reply<never> | null => {
    const total = length + more;
    if (length > 0 && total <= longest) return null;
    return length === 0
      ? failedReply("empty-prompt", "the prompt has no token to go on from", noUsage)
      : failedReply("context-length", `${total} tokens, and ${file.name} can read ${longest}`, noUsage);
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
  const planned = (turns: readonly ScoreRequest[]): PlannedTurns => {
    const missing: (TurnScores[number] | undefined)[] = [];
    const able: Turn[] = [];
    turns.forEach(({ prompt, continuation }, index) => {
      const head = tokensOf(prompt);
      const tail = tailOf(continuation);
      const refused = refusal(head.length, tail.length);
      missing[index] = refused === null || refused.ok ? undefined : { missing: refused.missing };
      if (refused !== null) return;
      if (tail.length === 0) missing[index] = { logProbs: [] };
      else able.push({ index, head, tail });
    });
    return { steps: turnSteps(able), missing };
  };
  const pass = (over: Pass, signal: AbortSignal | undefined): Promise<PassEnd> =>
    runs.run({ ...over, ...(signal === undefined ? {} : { signal }) });

  const capabilities: Omit<Capabilities, "wire"> = {
    template: async ({ prompt }) => ({
      ok: true,
      usage: noUsage,
      value: { text: writer.pieces(prompt).join(""), tokens: tokensOf(prompt).length },
    }),

    score: async ({ prompt, continuation }, call) => {
      const head = tokensOf(prompt);
      const tail = tailOf(continuation);
      const refused = refusal(head.length, tail.length);
      if (refused !== null) return refused;
      if (tail.length === 0) return { ok: true, usage: noUsage, value: { tokens: [], logProbs: [] } };
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

    scoreInTurn: async ({ turns }, call) => {
      const { steps, missing } = planned(turns);
      const scores: (TurnScores[number] | undefined)[] = [...missing];
      const [first] = steps;
      if (first === undefined)
        return { ok: true, usage: noUsage, value: scores.map((score) => score ?? { missing: neverReached }) };
      let at = 0;
      let reused = 0;
      let logProbs: number[] = [];
      const end = await pass(
        {
          tokens: [...first.rest],
          firstOutput: first.firstOutput,
          growth: Math.max(...steps.map(({ from, rest }) => from + rest.length)) - first.rest.length,
          alone: true,
          onLogits: (_, logits) => {
            const token = steps[at]?.turn.tail[logProbs.length] ?? 0;
            logProbs.push((logits[token] ?? 0) - logSumExp(logits));
          },
          next: () => {
            scores[steps[at]?.turn.index ?? 0] = { logProbs };
            logProbs = [];
            const step = steps[++at];
            if (step === undefined) return null;
            // The sequence's own earlier turns were in the cache, though no admission said so.
            reused += step.from;
            return { from: step.from, tokens: step.rest, firstOutput: step.firstOutput };
          },
        },
        call?.signal,
      );
      return ended({ ...end, reused }, () => scores.map((score) => score ?? { missing: neverReached }));
    },

    tokensInTurn: async ({ turns }) => {
      const { steps } = planned(turns);
      const sum = (of: (step: (typeof steps)[number]) => number): number =>
        steps.reduce((total, step) => total + of(step), 0);
      const evaluated = sum(({ rest }) => rest.length);
      const value = {
        evaluated,
        reused: sum(({ from }) => from),
        scored: sum(({ turn }) => turn.tail.length),
      };
      return { ok: true, usage: noUsage, value };
    },

    choose: async ({ prompt, answers }, call) => {
      const tokens = tokensOf(prompt);
      const spellings = spellingsOf(answers, tailOf);
      const growth = spellings.reduce((most, { path }) => Math.max(most, path.length - 1), 0);
      const refused = refusal(tokens.length, growth);
      if (refused !== null) return refused;
      const probabilities = new Array<number>(spellings.length).fill(0);
      const longer: number[] = [];
      let branch = -1;
      const end = await pass(
        {
          tokens: [...tokens],
          firstOutput: tokens.length - 1,
          growth,
          onLogits: (position, logits) => {
            const norm = logSumExp(logits);
            const at = (token = 0): number => Math.exp((logits[token] ?? 0) - norm);
            const tried = longer[branch];
            if (tried !== undefined) {
              const token = spellings[tried]?.path[position - tokens.length + 1];
              if (token !== undefined) probabilities[tried] = (probabilities[tried] ?? 0) * at(token);
              return;
            }
            for (const [i, { path }] of spellings.entries()) {
              const probability = at(path[0]);
              if (path.length > 1 && probability <= negligible) continue;
              probabilities[i] = probability;
              if (path.length > 1) longer.push(i);
            }
          },
          next: () => {
            const followed = spellings[longer[++branch] ?? -1];
            return followed === undefined
              ? null
              : { from: tokens.length, tokens: followed.path.slice(0, -1) };
          },
        },
        call?.signal,
      );
      const summed = answerProbabilities(Object.keys(answers), spellings, probabilities);
      const mass = Math.min(
        1,
        Object.values(summed).reduce((sum, p) => sum + p, 0),
      );
      return ended(end, () => ({ probabilities: summed, mass }));
    },

    hidden: async ({ prompt, continuation }, call) => {
      const head = tokensOf(prompt);
      const tail = continuation === undefined ? [] : tailOf(continuation);
      const refused = refusal(head.length, tail.length);
      if (refused !== null) return refused;
      if (continuation !== undefined && tail.length === 0) {
        return failedReply("empty-continuation", "the continuation has no token", noUsage);
      }
      const count = Math.max(1, tail.length);
      const tokens = [...head, ...tail];
      const sum = new Float64Array(library.hiddenSize(model));
      const end = await pass(
        {
          tokens,
          firstOutput: tokens.length - count,
          onHidden: (_, view) => {
            for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (view[i] ?? 0);
          },
        },
        call?.signal,
      );
      return ended(end, () => Float32Array.from(sum, (value) => value / count));
    },

    generate: async (request, call) => {
      const tokens = tokensOf(request.prompt);
      const refused = refusal(tokens.length, request.maxTokens);
      if (refused !== null) return refused;
      const source = random(`${request.seed ?? 0} ${request.draw ?? 0}`);
      const sampling = { temperature: request.temperature ?? 1, topP: request.topP ?? 1 };
      const stops = (request.stop ?? []).filter((mark) => mark !== "");
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
            const stop = Math.min(...stops.map((mark) => text.indexOf(mark)).filter((at) => at !== -1));
            if (stop < text.length) {
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
    price: free,
    cacheRule: null,
    capabilities,
    counters: runs.counters,
    close: async () => {
      if (!open) return;
      open = false;
      await runs.close();
      library.freeModel(model);
    },
  };
}
