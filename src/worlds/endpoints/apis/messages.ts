import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { Answer } from "../exchange.ts";
import type { ReplyUsage } from "../usage.ts";
import { type Api, content, type StreamEvent, tokenCap } from "./api.ts";

const request = z
  .looseObject({
    model: z.string(),
    system: content.nullish(),
    messages: z.array(z.looseObject({ role: z.enum(["user", "assistant"]), content })).min(1),
    max_tokens: tokenCap,
    temperature: z.number().nullish(),
    stream: z.boolean().nullish(),
  })
  .transform((body) => {
    const turns = body.messages.map(({ role, content: text }) => ({ role, text }));
    return {
      model: body.model,
      prompt: {
        turns: body.system ? [{ role: "system" as const, text: body.system }, ...turns] : turns,
      },
      maxTokens: body.max_tokens,
      temperature: body.temperature ?? null,
      stream: body.stream === true,
      streamUsage: true,
      topLogProbs: null,
      continueFinal: null,
      providers: null,
    };
  });

/** Anthropic's messages. */
export const messages: Api = {
  path: "/messages",
  request,
  problem: (status, message) => ({
    type: "error",
    error: {
      type:
        status === 429
          ? "rate_limit_error"
          : status === 404
            ? "not_found_error"
            : status >= 500
              ? "api_error"
              : "invalid_request_error",
      message,
    },
  }),
  reply: (answer) => ({
    ...head(answer),
    content: [
      ...(answer.thoughts === null ? [] : [{ type: "thinking", thinking: answer.thoughts, signature: "" }]),
      ...(answer.text === "" ? [] : [{ type: "text", text: answer.text }]),
    ],
    stop_reason: stopReason(answer),
    stop_sequence: null,
    ...(answer.usage === null
      ? {}
      : { usage: { input_tokens: answer.usage.input, ...outputUsage(answer.usage) } }),
  }),
  events: (answer) => {
    const blocks = [
      ...(answer.thoughts === null
        ? []
        : [
            {
              start: { type: "thinking", thinking: "", signature: "" },
              delta: "thinking",
              text: answer.thoughts,
            },
          ]),
      ...(answer.text === ""
        ? []
        : [{ start: { type: "text", text: "" }, delta: "text", text: answer.text }]),
    ];
    return [
      event("message_start", {
        message: {
          ...head(answer),
          content: [],
          stop_reason: null,
          stop_sequence: null,
          ...(answer.usage === null
            ? {}
            : {
                usage: { input_tokens: answer.usage.input, output_tokens: answer.usage.output === 0 ? 0 : 1 },
              }),
        },
      }),
      ...blocks.flatMap(({ start, delta, text }, index) => [
        event("content_block_start", { index, content_block: start }),
        ...answer
          .pieces(text)
          .map((piece) =>
            event("content_block_delta", { index, delta: { type: `${delta}_delta`, [delta]: piece } }, 1),
          ),
        event("content_block_stop", { index }),
      ]),
      event("message_delta", {
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        ...(answer.usage === null ? {} : { usage: outputUsage(answer.usage) }),
      }),
      event("message_stop", {}),
    ];
  },
};

function event(type: string, data: JsonObject, tokens = 0): StreamEvent {
  return { event: type, data: { type, ...data }, tokens };
}

function head(answer: Answer): JsonObject {
  return { id: `msg_${answer.id}`, type: "message", role: "assistant", model: answer.model };
}

function stopReason({ finish }: Answer): string {
  return finish === "stop" ? "end_turn" : "max_tokens";
}

function outputUsage({ output, thoughts }: ReplyUsage): JsonObject {
  return {
    output_tokens: output,
    ...(thoughts === 0 ? {} : { output_tokens_details: { thinking_tokens: thoughts } }),
  };
}
