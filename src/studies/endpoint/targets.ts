import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Api, apis, parseReference } from "../../models/reference.ts";
import type { EndpointConfig } from "./config.ts";
import { bodyMembers, reasoningOff } from "./requests.ts";

/** One endpoint as requests need it. */
export interface Target {
  readonly reference: string;
  readonly api: Api;
  readonly model: string;
  /** Host name, for its habits. */
  readonly host: string;
  /** Environment variables that may hold its key. */
  readonly keys: readonly string[];
  readonly limitName: "max_tokens" | "max_completion_tokens";
  readonly temperature: number | null;
  /** Members of every body; of those that switch reasoning off; of those with an unfinished turn. */
  readonly always: JsonObject;
  readonly off: JsonObject;
  readonly unfinished: JsonObject;
}

const members = z.record(z.string(), z.json());

/** Schema of a stored one. */
export const targetSchema: z.ZodType<Target> = z.object({
  reference: z.string(),
  api: z.enum(apis),
  model: z.string(),
  host: z.string(),
  keys: z.array(z.string()),
  limitName: z.enum(["max_tokens", "max_completion_tokens"]),
  temperature: z.number().nullable(),
  always: members,
  off: members,
  unfinished: members,
});

/** The endpoints of a config. */
export function targetsOf(config: EndpointConfig): Target[] {
  return config.endpoints.map((text) => targetOf(text, config));
}

function targetOf(text: string, config: EndpointConfig): Target {
  const reference = parseReference(text);
  if (reference.adapter === "local" || reference.adapter === "scripted") {
    throw new CredenceError("usage", `${text} is no endpoint: it runs in this process`, {
      fix: "Name an API: openrouter:NAME, openai:NAME, anthropic:NAME or http://host:port/v1#NAME. To test the test, use --simulate.",
    });
  }
  const address = reference.endpoint ?? "https://api.anthropic.com";
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  const api = config.api === "auto" ? reference.api : config.api;
  if ((api === "messages") !== (reference.adapter === "anthropic")) {
    throw new CredenceError("usage", `${text} cannot be asked through the ${api} API`, {
      fix: "Anthropic's form is asked for with anthropic:NAME or http://host:port/v1?api=messages#NAME, the others with --api or ?api=.",
    });
  }
  const given = (flag: string, text: string | null): JsonObject =>
    text === null ? {} : bodyMembers(text, flag);
  return {
    reference: text,
    api,
    model: reference.name,
    host,
    keys: reference.keys,
    limitName: host === "api.openai.com" ? "max_completion_tokens" : "max_tokens",
    temperature: config.temperature,
    always: {
      ...(config.provider === null
        ? {}
        : { provider: { only: [config.provider], allow_fallbacks: false, require_parameters: true } }),
      ...given("--body", config.body),
    },
    off:
      config.reasoningOff === null ? reasoningOff(api, host) : given("--reasoning-off", config.reasoningOff),
    unfinished: {
      ...(reference.adapter === "openai" && reference.open === "vllm"
        ? { continue_final_message: true, add_generation_prompt: false }
        : {}),
      ...given("--prefill-body", config.prefillBody),
    },
  };
}
