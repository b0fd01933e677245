import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { Answer, TokenLogProb } from "../exchange.ts";
import type { ReplyUsage } from "../usage.ts";
import { type Api, content, openAiProblem, routing, type StreamEvent, tokenCap } from "./api.ts";

const request = z
  .looseObject({
    model: z.string(),
    messages: z
      .array(
        z.looseObject({
          role: z.enum(["system", "developer", "user", "assistant"]),
          content,
        }),
      )
      .min(1),
    max_tokens: tokenCap.nullish(),
    max_completion_tokens: tokenCap.nullish(),
    temperature: z.number().nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
    logprobs: z.boolean().nullish(),
    top_logprobs: z.int().min(0).max(20).nullish(),
    continue_final_message: z.boolean().nullish(),
    provider: routing.nullish(),
  })
  .transform((body) => ({
    model: body.model,
    prompt: {
      turns: body.messages.map(({ role, content: text }) => ({
        role: role === "developer" ? ("system" as const) : role,
        text,
      })),
    },
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    temperature: body.temperature ?? null,
    stream: body.stream === true,
    streamUsage: body.stream_options?.include_usage === true,
    topLogProbs: body.logprobs === true ? (body.top_logprobs ?? 0) : null,
    continueFinal: body.continue_final_message ?? null,
    providers: body.provider ?? null,
  }));

/** OpenAI's chat completions, with the fields that routers and open servers add: `provider`, `reasoning_content`. */
export const chat: Api = {
  path: "/chat/completions",
  request,
  problem: openAiProblem,
  reply: (answer) => ({
    ...head(answer, "chat.completion"),
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: answer.text,
          ...(answer.thoughts === null ? {} : { reasoning_content: answer.thoughts }),
        },
        logprobs: logProbs(answer.logProbs),
        finish_reason: answer.finish,
      },
    ],
    ...(answer.usage === null ? {} : { usage: chatUsage(answer.usage) }),
  }),
  events: (answer) => {
    const chunk = (delta: JsonObject, tokens: number, more: JsonObject = {}): StreamEvent => ({
      tokens,
      data: {
        ...head(answer, "chat.completion.chunk"),
        choices: [{ index: 0, delta, finish_reason: null, ...more }],
      },
    });
    return [
      chunk({ role: "assistant", content: "" }, 0),
      ...answer.pieces(answer.thoughts ?? "").map((piece) => chunk({ reasoning_content: piece }, 1)),
      ...answer
        .pieces(answer.text)
        .map((piece, i) =>
          chunk(
            { content: piece },
            1,
            answer.logProbs === null ? {} : { logprobs: logProbs(answer.logProbs.slice(i, i + 1)) },
          ),
        ),
      chunk({}, 0, { finish_reason: answer.finish }),
      ...(answer.usage === null || !answer.streamUsage
        ? []
        : [
            {
              tokens: 0,
              data: {
                ...head(answer, "chat.completion.chunk"),
                choices: [],
                usage: chatUsage(answer.usage),
              },
            },
          ]),
      { tokens: 0, data: "[DONE]" },
    ];
  },
};

function head(answer: Answer, object: string): JsonObject {
  return {
    id: `chatcmpl-${answer.id}`,
    object,
    created: 0,
    model: answer.model,
    provider: answer.provider,
  };
}

/** Usage as chat and raw completions state it. */
export function chatUsage({ input, output, thoughts }: ReplyUsage): JsonObject {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(thoughts === 0 ? {} : { completion_tokens_details: { reasoning_tokens: thoughts } }),
  };
}

function logProbs(list: readonly TokenLogProb[] | null): JsonObject | null {
  return list === null ? null : { content: tokenEntries(list) };
}

/** Tokens with their log-probabilities and alternatives, as chat and responses write them. */
export function tokenEntries(list: readonly TokenLogProb[]): JsonObject[] {
  const entry = ({ token, logProb }: { readonly token: string; readonly logProb: number }) => ({
    token,
    logprob: logProb,
    bytes: [...new TextEncoder().encode(token)],
  });
  return list.map((one) => ({ ...entry(one), top_logprobs: one.top.map(entry) }));
}
