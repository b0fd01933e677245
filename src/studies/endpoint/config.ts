import { z } from "zod";
import { apis } from "../../models/reference.ts";
import { leastCalls } from "./rounds.ts";

const optional = z.string().nullable().default(null);

/** Schema of the settings: flags, config file and help are made from it. */
export const endpointConfig = z
  .object({
    endpoints: z
      .array(z.string())
      .default([])
      .describe(
        "what to test: openrouter:NAME, openai:NAME, anthropic:NAME or http://host:port/v1#NAME; several are compared",
      )
      .meta({ positional: true }),
    test: z
      .array(z.enum(["prefill", "reasoning"]))
      .min(1)
      .default(["prefill", "reasoning"])
      .describe("is my unfinished turn continued; is reasoning off when I turn it off"),
    api: z
      .enum(["auto", ...apis])
      .default("auto")
      .describe(
        "form of the requests; auto: messages for anthropic:, what the address says (?api=), else chat",
      ),
    calls: z
      .int()
      .min(
        leastCalls,
        `an unfinished turn takes ${leastCalls} calls at least: a first look and a first round of probes`,
      )
      .max(5000)
      .default(400)
      .describe(
        "most calls for the question of the prefill, each endpoint; it stops as soon as the answer is safe",
      ),
    atLeast: z
      .number()
      .gt(0)
      .lt(100)
      .default(70)
      .describe(
        "C1: percent of unfinished turns of which it must be sure that they are continued; 90 takes some 400 calls",
      ),
    repeats: z
      .int()
      .min(0)
      .max(10_000)
      .default(0)
      .describe(
        "unfinished turns sent after the answer is known, to see whether it is always the same: 30 or more",
      ),
    reasoningCalls: z
      .int()
      .min(5)
      .max(20_000)
      .default(140)
      .describe(
        "calls with reasoning off, each endpoint: 90 without any bound what is shown at 5%, 459 at 1%, with the 99% that a verdict takes",
      ),
    stepCalls: z
      .int()
      .min(4)
      .max(1000)
      .default(16)
      .describe("calls in which steps are asked for openly: what the model can do when it does reason"),
    rate: z
      .number()
      .gt(0)
      .lt(100)
      .default(5)
      .describe("C2: percent of calls in which the model may reason although it is switched off"),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .nullable()
      .default(null)
      .describe("sent with every request; default: the endpoint's own"),
    provider: optional.describe(
      "OpenRouter: ask this provider and no other (sets only, no fallbacks, parameters required)",
    ),
    reasoningOff: optional.describe(
      "JSON members of the body that switch reasoning off; default: as the API has it, such as reasoning_effort none",
    ),
    prefillBody: optional.describe(
      'JSON members sent with unfinished turns only, such as {"continue_final_message":true,"add_generation_prompt":false}',
    ),
    prefillMessage: optional.describe(
      'JSON members of the unfinished turn\'s own message, such as {"prefix":true}',
    ),
    limitName: z
      .enum(["auto", "max_tokens", "max_completion_tokens"])
      .default("auto")
      .describe("chat: the member that caps output tokens; auto: as the host has it"),
    body: optional.describe("JSON members sent with every request"),
    weights: optional.describe(
      "a local model with the endpoint's own open weights (./model.gguf): replies are weighed under its template, open, closed and faked",
    ),
    fromLog: z
      .array(z.string())
      .default([])
      .describe(
        "replies saved earlier, Inspect logs (.eval, .json) or JSON lines of {request, response}: what can be read from them, no call",
      ),
  })
  .superRefine(({ endpoints, fromLog }, context) => {
    const lacks = (message: string): void =>
      context.addIssue({ code: "custom", path: ["endpoints"], message });
    if (endpoints.length === 0 && fromLog.length === 0)
      lacks(
        "name an endpoint, such as openrouter:NAME or http://127.0.0.1:8000/v1#NAME; or try --simulate mechanism=CONT",
      );
    if (endpoints.length > 0 && fromLog.length > 0)
      lacks("endpoints are asked or replies are read, not both in one run");
    if (new Set(endpoints).size !== endpoints.length) lacks("an endpoint is named twice");
  });
export type EndpointConfig = z.infer<typeof endpointConfig>;
