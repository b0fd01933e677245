import type { JsonObject } from "./json.ts";

/** What a trial's key knows of a model: enough that another file or another name is another measurement. */
export interface ModelIdentity {
  readonly adapter: "local" | "openai" | "anthropic" | "scripted";
  /** Name as the provider knows it, or the file's name. */
  readonly name: string;
  /** Where it is served (base URL without credentials); null for a model in this process. */
  readonly endpoint: string | null;
  /** SHA-256 of the model file, or null where there is none to hash. */
  readonly fingerprint: string | null;
}

/** A model's identity alone, to be hashed. */
export function identityOf({ adapter, name, endpoint, fingerprint }: ModelIdentity): JsonObject {
  return { adapter, name, endpoint, fingerprint };
}

/** Dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  /** Where the price was read and when. */
  readonly source: string;
}

/** How a provider's prefix cache works, as it says itself. */
export interface CacheRule {
  /** Shortest prefix that is kept, in tokens. */
  readonly minimumTokens: number;
  /** What is read from the cache is a multiple of this many tokens. */
  readonly blockTokens: number;
  /** How long a prefix is kept without use, in seconds. */
  readonly ttlSeconds: number;
  /** Does what the model wrote enter the cache, or prompts alone? */
  readonly keepsOutputs: boolean;
  /** Is only kept what a request marks? */
  readonly marked: boolean;
  /** Where the rule was read and when. */
  readonly source: string;
}

/** A model as a run remembers it: enough to plan, to analyse and to price again without opening it. */
export interface RegisteredModel extends ModelIdentity {
  /** The reference it was opened with. */
  readonly reference: string;
  /** Names of what it could do. */
  readonly capabilities: readonly string[];
  readonly caching: "exact" | "reported" | "none";
  readonly contextTokens: number | null;
  readonly price: Price | null;
  /** Null where the provider's rule is not known, or the model runs in this process. */
  readonly cacheRule: CacheRule | null;
}
