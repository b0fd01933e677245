import { isJsonObject, type Json } from "../core/json.ts";
import { type Usage, unknownUsage } from "../core/outcome.ts";

/** What the numbers of a reply's usage object are called: paths, such as `prompt_tokens_details.cached_tokens`. */
export interface UsageFields {
  readonly input: string;
  /** The first that is there counts. */
  readonly cacheRead: readonly string[];
  readonly cacheWrite: readonly string[];
  readonly output: string;
  /** Does the input's number hold what was read from the cache and written to it too? */
  readonly inputIncludesCached: boolean;
}

/** As most servers that speak OpenAI's protocol name them. */
export const commonFields: UsageFields = {
  input: "prompt_tokens",
  cacheRead: ["prompt_tokens_details.cached_tokens", "prompt_cache_hit_tokens"],
  cacheWrite: ["prompt_tokens_details.cache_write_tokens"],
  output: "completion_tokens",
  inputIncludesCached: true,
};

/** As the Responses API names them. */
export const responsesFields: UsageFields = {
  input: "input_tokens",
  cacheRead: ["input_tokens_details.cached_tokens"],
  cacheWrite: ["input_tokens_details.cache_write_tokens"],
  output: "output_tokens",
  inputIncludesCached: true,
};

/** As servers that speak Anthropic's Messages API name them. */
export const messagesFields: UsageFields = {
  input: "input_tokens",
  cacheRead: ["cache_read_input_tokens"],
  cacheWrite: ["cache_creation_input_tokens"],
  output: "output_tokens",
  inputIncludesCached: false,
};

/**
 * Reads a usage object. What is not reported stays unknown, never 0; where writing to the cache has no number of its own it has
 * no price of its own either, and is 0.
 */
export function usageBy(fields: UsageFields, usage: Json | undefined): Usage {
  if (!isJsonObject(usage)) return unknownUsage;
  const input = tokensAt(usage, fields.input);
  const cacheRead = firstOf(usage, fields.cacheRead);
  const written = firstOf(usage, fields.cacheWrite);
  const { inputIncludesCached } = fields;
  return {
    // A cache cannot have held more than the prompt had.
    uncachedInput:
      input === null || !inputIncludesCached ? input : Math.max(0, input - (cacheRead ?? 0) - (written ?? 0)),
    cacheRead,
    cacheWrite: written ?? (input !== null && inputIncludesCached ? 0 : null),
    output: tokensAt(usage, fields.output),
  };
}

function firstOf(usage: Json, paths: readonly string[]): number | null {
  for (const path of paths) {
    const tokens = tokensAt(usage, path);
    if (tokens !== null) return tokens;
  }
  return null;
}

function tokensAt(usage: Json, path: string): number | null {
  let value: Json | undefined = usage;
  for (const name of path.split(".")) {
    if (!isJsonObject(value)) return null;
    value = value[name];
  }
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
