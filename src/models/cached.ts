import { z } from "zod";
import { identityOf } from "../core/identity.ts";
import { contentHash, type Json } from "../core/json.ts";
import { noUsage } from "../core/outcome.ts";
import type { CallOptions, Capabilities, Model, Reply, ScoreRequest, TurnScores } from "./model.ts";

/** Where replies are kept. */
export interface ReplyStore {
  get(key: string): Json | undefined;
  set(key: string, reply: Json): void;
}

const stored = z.object({ value: z.unknown() });

type Call<Request, Value> = (request: Request, call?: CallOptions) => Promise<Reply<Value>>;

/**
 * The same model with answers kept: the same request of the same draw is not sent twice. Only answers are kept, never
 * failures. A kept answer is marked as replayed and used no tokens. What asks the server itself (`wire`) is always sent.
 */
export function cachedModel(model: Model, store: ReplyStore): Model {
  const scope = identityOf(model.identity);
  const kept = <Request extends object, Value>(
    capability: string,
    inner: Call<Request, Value>,
    isValue: (value: unknown) => value is Value,
  ): Call<Request, Value> => {
    return async (request, call) => {
      const copy: Json = JSON.parse(JSON.stringify(request));
      const key = contentHash({ scope, capability, request: copy });
      const found = stored.safeParse(store.get(key));
      if (found.success && isValue(found.data.value)) {
        return { ok: true, value: found.data.value, usage: noUsage, replayed: true };
      }
      const reply = await inner(request, call);
      if (reply.ok) store.set(key, JSON.parse(JSON.stringify({ value: reply.value })));
      return reply;
    };
  };
  const { generate, score, choose } = model.capabilities;
  const capabilities: Partial<Capabilities> = {
    ...model.capabilities,
    ...(generate === undefined ? {} : { generate: kept("generate", generate, holds(generatedForm)) }),
    ...(score === undefined ? {} : { score: kept("score", score, holds(scoredForm)) }),
    ...(choose === undefined ? {} : { choose: kept("choose", choose, holds(chosenForm)) }),
  };
  return { ...model, capabilities };
}

/**
 * A model that runs here with its scores kept by content: no continuation is scored twice on one machine, in whichever list or run it
 * stands. Kept scores are told by `tokensInTurn` too: what it counts is what would be evaluated.
 */
export function cachedScores(model: Model, store: ReplyStore): Model {
  const { adapter, name, fingerprint } = model.identity;
  const keyOf = (turn: ScoreRequest): string =>
    contentHash({ scope: { adapter, name, fingerprint }, turn: JSON.parse(JSON.stringify(turn)) });
  const known = (turn: ScoreRequest): TurnScores[number] | undefined => {
    const found = keptScore.safeParse(store.get(keyOf(turn)));
    return found.success ? found.data : undefined;
  };
  const { scoreInTurn, tokensInTurn } = model.capabilities;
  const capabilities: Partial<Capabilities> = {
    ...model.capabilities,
    ...(scoreInTurn === undefined
      ? {}
      : {
          scoreInTurn: async ({ turns }, call) => {
            const scores = turns.map(known);
            const open = turns.filter((_, i) => scores[i] === undefined);
            if (open.length === 0)
              return { ok: true, value: scores.flatMap((one) => one ?? []), usage: noUsage, replayed: true };
            const reply = await scoreInTurn({ turns: open }, call);
            if (!reply.ok) return reply;
            const fresh = reply.value.values();
            const value = turns.flatMap((turn, i) => {
              const before = scores[i];
              if (before !== undefined) return before;
              const score = fresh.next().value;
              if (score === undefined) return [];
              if ("logProbs" in score) store.set(keyOf(turn), { logProbs: score.logProbs });
              return score;
            });
            return { ...reply, value };
          },
        }),
    ...(tokensInTurn === undefined
      ? {}
      : {
          tokensInTurn: ({ turns }) =>
            tokensInTurn({ turns: turns.filter((turn) => known(turn) === undefined) }),
        }),
  };
  return { ...model, capabilities };
}

const keptScore = z.object({ logProbs: z.array(z.number()) });

function holds<Value>(form: z.ZodType<Value>): (value: unknown) => value is Value {
  return (value): value is Value => form.safeParse(value).success;
}

const generatedForm = z.object({
  text: z.string(),
  toolCalls: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      arguments: z.union([z.string(), z.record(z.string(), z.json())]),
    }),
  ),
  reasoning: z.string().exactOptional(),
  finishReason: z.enum(["stop", "length", "tool-calls", "content-filter", "other"]),
  route: z.string().exactOptional(),
});
const scoredForm = z.object({ tokens: z.array(z.string()), logProbs: z.array(z.number()) });
const chosenForm = z.object({ probabilities: z.record(z.string(), z.number()), mass: z.number() });
