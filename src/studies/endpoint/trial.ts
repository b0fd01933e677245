import { z } from "zod";
import { contentHash, type Json, type JsonObject } from "../../core/json.ts";
import type { Api } from "../../models/reference.ts";
import type { TrialShape } from "../../study/study.ts";
import type { Turn } from "./conversation.ts";
import { capFor } from "./requests.ts";

/** One request to an endpoint, or one reply to be scored under a template rendered here. */
export interface EndpointTrial extends TrialShape {
  /** Which probe it belongs to. */
  readonly probe: string;
  /** Number of the endpoint among those of the run, from 0. */
  readonly endpoint: number;
  readonly turns: readonly Turn[];
  /** Most output tokens. */
  readonly cap: number;
  /** Is the request sent with the settings that switch reasoning off? */
  readonly reasoning: "off" | "left";
  /** Are log-probabilities of the reply's tokens asked for? */
  readonly logProbs: boolean;
  /** Members of the body that this endpoint was seen to need, and of the last message. */
  readonly members?: JsonObject;
  readonly message?: JsonObject;
  /** What the probe needs to read the reply. */
  readonly facts: JsonObject;
}

/** Hash of what a conversation says, by which its trial is known; `more` is what is asked of it beside. */
export function itemOf(turns: readonly Turn[], ...more: readonly string[]): string {
  const said = turns.map(({ role, text }): Json => [role, text]);
  return contentHash(more.length === 0 ? said : [said, ...more]);
}

/** One request to endpoint number `endpoint`; no fewer output tokens are asked for than its API takes. */
export function callTrial(
  endpoint: number,
  api: Api,
  asked: Pick<EndpointTrial, "probe" | "arm" | "turns" | "cap" | "facts"> & Partial<EndpointTrial>,
): EndpointTrial {
  return {
    ...{ item: itemOf(asked.turns), repeat: 0, role: endpointRole(endpoint), endpoint },
    ...{ reasoning: "off", logProbs: false, ...asked },
    cap: capFor(api, asked.cap),
  };
}

/** Is it a call of the endpoint's model? Scoring replies here and asking for records is not. */
export function isCall({ probe }: EndpointTrial): boolean {
  return probe !== "template" && probe !== "record";
}

const count = z.number().nullable();
const text = z.string().nullable();

/** Schema of what came back. */
export const replySchema = z
  .object({
    kind: z.literal("reply"),
    status: z.number(),
    /** Visible text, as it came, white space and all. */
    text: z.string(),
    /** Length in characters of reasoning that was shown apart from the text, or inside it between thinking marks. */
    shown: z.number(),
    /** Did the answer itself arrive where thoughts are shown, the text being empty? Then it is neither reasoning nor a fake. */
    misplaced: z.boolean().default(false),
    /** A text beside the content that nothing here knows, quoted: it might be thoughts. */
    unknown: text.default(null),
    finish: text,
    promptTokens: count,
    completionTokens: count,
    /** As declared; null where the reply does not say. */
    reasoningTokens: count,
    /** Log-probability of the first token, where it was asked for and given; nats. */
    firstLogProb: count,
    /** The likeliest tokens in its place with their log-probabilities, nats; null where none are given. */
    firstTokens: z
      .array(z.object({ token: z.string(), logProb: z.number() }).readonly())
      .readonly()
      .nullable()
      .default(null),
    /** Who served it behind a router. */
    provider: text,
    id: text,
    /** Why it is no completion, in the provider's words where it has any; null where it is one. */
    error: text,
    /** Is that the server's own no? A web page or an empty body is none. */
    refused: z.boolean().default(false),
    /** Did the connection end in the middle of the reply? */
    cut: z.boolean(),
    /** Seconds to the first byte of the body, and to its end: recorded, never evidence. */
    firstSeconds: count,
    seconds: z.number(),
    /** SHA-256 of the kept exchange; null for saved replies. */
    raw: text,
  })
  .readonly();
export type EndpointValue = z.infer<typeof replySchema>;

/** Log-probability of a reply under one way of rendering its prompt. */
const templateValue = z
  .object({ kind: z.literal("scored"), logProb: z.number(), tokens: z.number() })
  .readonly();
export type TemplateValue = z.infer<typeof templateValue>;

/** What a router keeps of a call: tokens by the provider's own tokenizer; null where it does not say. */
const recordValue = z
  .object({
    ...{ kind: z.literal("record"), id: z.string(), provider: text },
    ...{ promptTokens: count, completionTokens: count, reasoningTokens: count },
    /** How long the provider took; seconds. */
    seconds: count,
  })
  .readonly();
export type RecordValue = z.infer<typeof recordValue>;

/** Schema of what any trial of this study gives. */
export const endpointValue = z.union([replySchema, templateValue, recordValue]);
export type MeasuredValue = z.infer<typeof endpointValue>;

/** Name of the role of endpoint number `index`. */
export function endpointRole(index: number): string {
  return index === 0 ? "endpoint" : `endpoint-${index + 1}`;
}

/** Role of the open weights that replies are scored with. */
export const weightsRole = "weights";
