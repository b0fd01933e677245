import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { type JsonObject, jsonObject } from "../../core/json.ts";
import { apis, parseReference } from "../../models/reference.ts";
import type { EndpointConfig } from "./config.ts";
import { bodyMembers, reasoningOff } from "./requests.ts";

/** Schema of one endpoint as requests need it. */
export const targetSchema = z
  .object({
    reference: z.string(),
    api: z.enum(apis),
    model: z.string(),
    /** Host name, for its habits. */
    host: z.string(),
    /** Environment variables that may hold its key. */
    keys: z.array(z.string()).readonly(),
    limitName: z.enum(["max_tokens", "max_completion_tokens"]),
    temperature: z.number().nullable(),
    /** Members of every body; of those that switch reasoning off; of those with an unfinished turn. */
    always: jsonObject,
    off: jsonObject,
    unfinished: jsonObject,
    /** Members of the last message, where it is an unfinished turn. */
    message: jsonObject,
  })
  .readonly();
export type Target = z.infer<typeof targetSchema>;

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
    limitName:
      config.limitName === "auto"
        ? host === "api.openai.com"
          ? "max_completion_tokens"
          : "max_tokens"
        : config.limitName,
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
    message: given("--prefill-message", config.prefillMessage),
  };
}
