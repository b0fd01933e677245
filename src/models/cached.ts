import { z } from "zod";
import { contentHash, type Json } from "../core/json.ts";
import { noUsage } from "../core/outcome.ts";
import type { CallOptions, Capabilities, Model, Reply } from "./model.ts";

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
  const { adapter, name, endpoint, fingerprint } = model.identity;
  const scope = { adapter, name, endpoint, fingerprint };
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
