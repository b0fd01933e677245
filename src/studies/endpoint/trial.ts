import { z } from "zod";
import type { JsonObject } from "../../core/json.ts";
import type { TrialShape } from "../../study/study.ts";
import type { Turn } from "./conversation.ts";

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
  /** What the probe needs to read the reply. */
  readonly facts: JsonObject;
}

/** A token and its log-probability; nats. */
type TokenLogProb = { readonly token: string; readonly logProb: number };

/** What came back. */
export type EndpointValue = {
  readonly kind: "reply";
  readonly status: number;
  /** Visible text, as it came, white space and all. */
  readonly text: string;
  /** Length in characters of reasoning that was shown apart from the text, or inside it between thinking marks. */
  readonly shown: number;
  readonly finish: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** As declared; null where the reply does not say. */
  readonly reasoningTokens: number | null;
  /** Log-probability of the first token, where it was asked for and given; nats. */
  readonly firstLogProb: number | null;
  /** The likeliest tokens in its place with their log-probabilities; null where none are given. */
  readonly firstTokens: readonly TokenLogProb[] | null;
  /** Who served it behind a router. */
  readonly provider: string | null;
  readonly id: string | null;
  /** The provider's words, where the status is no success. */
  readonly error: string | null;
  /** Did the connection end in the middle of the reply? */
  readonly cut: boolean;
  /** Seconds to the first byte of the body, and to its end: recorded, never evidence. */
  readonly firstSeconds: number | null;
  readonly seconds: number;
  /** SHA-256 of the kept exchange; null for saved replies. */
  readonly raw: string | null;
};

/** Log-probability of a reply under one way of rendering its prompt. */
export type TemplateValue = { readonly kind: "scored"; readonly logProb: number; readonly tokens: number };

/** What a router keeps of a call: tokens by the provider's own tokenizer; null where it does not say. */
export type RecordValue = {
  readonly kind: "record";
  readonly id: string;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly provider: string | null;
  /** How long the provider took; seconds. */
  readonly seconds: number | null;
};

/** What any trial of this study gives. */
export type MeasuredValue = EndpointValue | TemplateValue | RecordValue;

/** Is it a call of the endpoint's model? Scoring replies here and asking for records is not. */
export function isCall({ probe }: EndpointTrial): boolean {
  return probe !== "template" && probe !== "record";
}

const count = z.number().nullable();

/** Schema of a stored reply. */
export const replySchema: z.ZodType<EndpointValue> = z.object({
  kind: z.literal("reply"),
  status: z.number(),
  text: z.string(),
  shown: z.number(),
  finish: z.string().nullable(),
  promptTokens: count,
  completionTokens: count,
  reasoningTokens: count,
  firstLogProb: count,
  firstTokens: z
    .array(z.object({ token: z.string(), logProb: z.number() }))
    .nullable()
    .default(null),
  provider: z.string().nullable(),
  id: z.string().nullable(),
  error: z.string().nullable(),
  cut: z.boolean(),
  firstSeconds: count,
  seconds: z.number(),
  raw: z.string().nullable(),
});

/** Schema of a stored value. */
export const endpointValue: z.ZodType<MeasuredValue> = z.union([
  replySchema,
  z.object({ kind: z.literal("scored"), logProb: z.number(), tokens: z.number() }),
  z.object({
    ...{ kind: z.literal("record"), id: z.string(), provider: z.string().nullable(), seconds: count },
    ...{ promptTokens: count, completionTokens: count, reasoningTokens: count },
  }),
]);

/** Name of the role of endpoint number `index`. */
export function endpointRole(index: number): string {
  return index === 0 ? "endpoint" : `endpoint-${index + 1}`;
}

/** Role of the open weights that replies are scored with. */
export const weightsRole = "weights";
