import type { CacheRule, ModelIdentity, Price } from "../core/identity.ts";
import type { Json, JsonObject } from "../core/json.ts";
import type { Message, ToolCall, ToolDefinition } from "../core/message.ts";
import type { Missing, Usage } from "../core/outcome.ts";
import type { Providers } from "./providers.ts";

/**
 * The one interface to models. A model offers capabilities; a study says which it needs; what is not offered is
 * absent from `capabilities`, so that a mismatch is found before anything is spent. A call never throws for what
 * a provider did: refusals, limits and broken replies come back as `{ ok: false, missing }`. Exceptions are bugs.
 */
export interface Model {
  /** The reference it was opened with, such as `local:smollm2-135m`. */
  readonly reference: string;
  readonly identity: ModelIdentity;
  /** How well the adapter knows what was read from a cache: by its own count, by the provider's word, or not at all. */
  readonly caching: "exact" | "reported" | "none";
  /** Longest prompt plus answer, in tokens; null where the provider does not say. */
  readonly contextTokens: number | null;
  /** Calls that may usefully be under way at once. */
  readonly concurrency: { readonly start: number; readonly most: number };
  /** Dollars per million tokens; null where no price is known. A local model costs 0. */
  readonly price: Price | null;
  /** How its provider's prefix cache works; null where that is not known, or the model runs in this process. */
  readonly cacheRule: CacheRule | null;
  readonly capabilities: Partial<Capabilities>;
  close(): Promise<void>;
}

/** Everything a model may be able to do. */
export interface Capabilities {
  /** Text and tool calls. */
  readonly generate: (request: GenerateRequest, call?: CallOptions) => Promise<Reply<Generated>>;
  /** Log-probability of every token of a given continuation. */
  readonly score: (request: ScoreRequest, call?: CallOptions) => Promise<Reply<Scored>>;
  /**
   * The same of several, one after another, each going on from the tokens it shares with the one before it: neighbours should be
   * alike. What is evaluated follows from the list alone. One that cannot be scored spoils no other.
   */
  readonly scoreInTurn: (request: ScoreInTurnRequest, call?: CallOptions) => Promise<Reply<TurnScores>>;
  /** Tokens that `scoreInTurn` would evaluate and reuse for such a list, exactly, without evaluating any. */
  readonly tokensInTurn: (request: ScoreInTurnRequest) => Promise<Reply<TurnTokens>>;
  /** Probabilities of fixed answers as the next tokens. */
  readonly choose: (request: ChooseRequest, call?: CallOptions) => Promise<Reply<Chosen>>;
  /** Final-layer state at the prompt's last token, or its mean over the tokens of a given continuation. */
  readonly hidden: (request: HiddenRequest, call?: CallOptions) => Promise<Reply<Float32Array>>;
  /** The prompt exactly as the model sees it. */
  readonly template: (request: TemplateRequest, call?: CallOptions) => Promise<Reply<Rendered>>;
  /**
   * A request of one's own to the model's server, sent once, and whatever came back. A status of 400 or 500 is a value; there is
   * none only where no answer came at all. Never answered from a cache.
   */
  readonly wire: (request: WireRequest, call?: CallOptions) => Promise<Reply<WireReply>>;
}

/** Name of a capability. */
export type CapabilityName = keyof Capabilities;

/** Options of any call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A conversation, or bare text for models without a chat form. */
export type Prompt = ChatPrompt | TextPrompt;

/** Turns for the model's own template. */
export interface ChatPrompt {
  readonly kind: "chat";
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolDefinition[];
  /** Leave the last assistant turn open, so that the answer continues it (a prefill). Else a new assistant turn is begun. */
  readonly open?: boolean;
}

/** Text as it is, no template. */
export interface TextPrompt {
  readonly kind: "text";
  readonly text: string;
}

export interface GenerateRequest {
  readonly prompt: Prompt;
  readonly maxTokens: number;
  /** 0 is greedy; left out, the provider's default. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Which of several independent draws of the same request this is (0, 1, ...): a cache must not answer two with one. */
  readonly draw?: number;
}

export interface Generated {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Reasoning that was returned apart from the text. */
  readonly reasoning?: string;
  readonly finishReason: "stop" | "length" | "tool-calls" | "content-filter" | "other";
  /** Who served it behind a router, where it is said. */
  readonly route?: string;
}

export interface ScoreRequest {
  readonly prompt: Prompt;
  readonly continuation: string;
}

/** One entry per token of the continuation. */
export interface Scored {
  readonly tokens: readonly string[];
  /** Nats. */
  readonly logProbs: readonly number[];
}

export interface ScoreInTurnRequest {
  readonly turns: readonly ScoreRequest[];
}

/** One entry a turn: log-probabilities in nats of the continuation's tokens, or why there are none. */
export type TurnScores = readonly (
  | { readonly logProbs: readonly number[] }
  | { readonly missing: Missing }
)[];

/** What a list of turns takes, in tokens. */
interface TurnTokens {
  readonly evaluated: number;
  readonly reused: number;
  /** Tokens whose log-probability is asked for. */
  readonly scored: number;
}

export interface ChooseRequest {
  readonly prompt: Prompt;
  /** Label → all its spellings, such as `{ yes: ["yes", "Yes", " yes"], no: [...] }`. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Chosen {
  /** Label → probability summed over its distinct spellings; not renormalised. */
  readonly probabilities: Readonly<Record<string, number>>;
  /** Probability of all answers together. What is left went to other tokens. */
  readonly mass: number;
}

export interface HiddenRequest {
  readonly prompt: Prompt;
  /** Text that goes on from the prompt: the mean of the states at its tokens is given, and none where it has no token. */
  readonly continuation?: string;
}

export interface TemplateRequest {
  readonly prompt: Prompt;
}

export interface Rendered {
  readonly text: string;
  /** Length in tokens, where the adapter has the tokenizer. */
  readonly tokens: number | null;
}

/** An HTTP request to the model's server. The adapter adds its credentials, and its API's version where the headers name none. */
export interface WireRequest {
  /** Begins with a slash, such as `/chat/completions` or `/generation?id=gen-1`. */
  readonly path: string;
  /** What the path is joined to: the base URL (default; for Anthropic's own it ends in `/v1`), or its scheme, host and port alone. */
  readonly at?: "base" | "origin";
  /** Default: POST. */
  readonly method?: "POST" | "GET";
  /** Sent as JSON without blanks, members in the order given. A GET has none. */
  readonly body?: JsonObject;
  /** Further headers; credentials and cookies among them are not sent. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP response as it came, without credentials and cookies. Redirects are answers too: none is followed. */
export interface WireReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, or as much as came. Bytes that are no UTF-8 are U+FFFD. */
  readonly text: string;
  /** Data of a stream's server-sent events in the order of arrival; empty where the body is no stream. */
  readonly events: readonly WireEvent[];
  /** Seconds since the request was sent. */
  readonly seconds: {
    readonly headers: number;
    /** Null where the body is empty. */
    readonly firstByte: number | null;
    readonly total: number;
  };
  /** Why the body ended early; null where it is whole. */
  readonly cut: string | null;
}

/** One server-sent event. */
export interface WireEvent {
  /** Seconds from sending the request to the end of the event's last line of data. */
  readonly seconds: number;
  /** Its lines of data, joined by line feeds. */
  readonly data: string;
}

/** What a call gave, with what it used. `raw` is what went over the wire, without credentials. */
export type Reply<Value> = (
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly missing: Missing }
) & {
  readonly usage: Usage;
  readonly raw?: RawExchange;
  /** Answered from the response cache. */
  readonly replayed?: boolean;
};

/** A request and its response as JSON values. */
export interface RawExchange {
  readonly request: Json;
  readonly response: Json;
}

/** What opening a model may need from outside. */
export interface OpenOptions {
  /** Called while a model file is fetched or loaded: 0 to 1, with a word on what is done. */
  readonly onProgress?: (fraction: number, doing: string) => void;
  /** CPU threads of a local model; default: physical cores less the load. */
  readonly threads?: number;
  /** Folder of model files; default: the user's cache folder, or `CREDENCE_CACHE`. */
  readonly cacheFolder?: string;
  /** The person has accepted a model's terms beforehand. */
  readonly yes?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What providers charge and how they cache; default: the list that is shipped. */
  readonly providers?: Providers;
  /** Replaces the network, for tests and for simulated endpoints. */
  readonly fetch?: typeof globalThis.fetch;
  /** Most calls that may be under way at once, from `--concurrency`. */
  readonly concurrency?: number;
}
