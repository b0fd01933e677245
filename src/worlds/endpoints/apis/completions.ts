import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { Answer, TokenLogProb } from "../exchange.ts";
import { type Api, openAiProblem, routing, type StreamEvent, tokenCap } from "./api.ts";
import { chatUsage } from "./chat.ts";

const request = z
  .looseObject({
    model: z.string(),
    prompt: z.string(),
    max_tokens: tokenCap.nullish(),
    temperature: z.number().nullish(),
    logprobs: z.int().min(0).max(20).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    provider: routing.nullish(),
  })
  .transform((body) => ({
    model: body.model,
    prompt: { raw: body.prompt },
    maxTokens: body.max_tokens ?? null,
    temperature: body.temperature ?? null,
    stream: body.stream === true,
    streamUsage: body.stream_options?.include_usage === true,
    topLogProbs: body.logprobs ?? null,
    continueFinal: null,
    providers: body.provider ?? null,
  }));

/** OpenAI's older completions: raw text in, text out. There is no turn that a server could fake. */
export const completions: Api = {
  path: "/completions",
  request,
  problem: openAiProblem,
  reply: (answer) => ({
    ...head(answer),
    choices: [
      { index: 0, text: answer.text, logprobs: logProbs(answer.logProbs), finish_reason: answer.finish },
    ],
    ...(answer.usage === null ? {} : { usage: chatUsage(answer.usage) }),
  }),
  events: (answer) => {
    const chunk = (text: string, tokens: number, finish: string | null): StreamEvent => ({
      tokens,
      data: { ...head(answer), choices: [{ index: 0, text, logprobs: null, finish_reason: finish }] },
    });
    return [
      ...answer.pieces(answer.text).map((piece) => chunk(piece, 1, null)),
      chunk("", 0, answer.finish),
      ...(answer.usage === null || !answer.streamUsage
        ? []
        : [{ tokens: 0, data: { ...head(answer), choices: [], usage: chatUsage(answer.usage) } }]),
      { tokens: 0, data: "[DONE]" },
    ];
  },
};

/** The older form: lists beside each other, and the likeliest tokens as members of an object. */
function logProbs(list: readonly TokenLogProb[] | null): JsonObject | null {
  if (list === null) return null;
  return {
    tokens: list.map(({ token }) => token),
    token_logprobs: list.map(({ logProb }) => logProb),
    top_logprobs: list.map(({ top }) =>
      Object.fromEntries(top.map(({ token, logProb }) => [token, logProb])),
    ),
  };
}

function head(answer: Answer): JsonObject {
  return {
    id: `cmpl-${answer.id}`,
    object: "text_completion",
    created: 0,
    model: answer.model,
    provider: answer.provider,
  };
}
