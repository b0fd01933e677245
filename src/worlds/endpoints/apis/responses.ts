import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { Answer } from "../exchange.ts";
import { type Api, content, openAiProblem, routing, type StreamEvent, tokenCap } from "./api.ts";
import { tokenEntries } from "./chat.ts";

const request = z
  .looseObject({
    model: z.string(),
    instructions: z.string().nullish(),
    input: z.string().or(
      z
        .array(
          z.looseObject({
            type: z.literal("message").optional(),
            role: z.enum(["system", "developer", "user", "assistant"]),
            content,
          }),
        )
        .min(1),
    ),
    max_output_tokens: tokenCap.nullish(),
    temperature: z.number().nullish(),
    include: z.array(z.string()).nullish(),
    top_logprobs: z.int().min(0).max(20).nullish(),
    stream: z.boolean().nullish(),
    provider: routing.nullish(),
  })
  .transform((body) => {
    const turns =
      typeof body.input === "string"
        ? [{ role: "user" as const, text: body.input }]
        : body.input.map(({ role, content: text }) => ({
            role: role === "developer" ? ("system" as const) : role,
            text,
          }));
    return {
      model: body.model,
      prompt: {
        turns: body.instructions ? [{ role: "system" as const, text: body.instructions }, ...turns] : turns,
      },
      maxTokens: body.max_output_tokens ?? null,
      temperature: body.temperature ?? null,
      stream: body.stream === true,
      streamUsage: true,
      topLogProbs: body.include?.includes("message.output_text.logprobs") ? (body.top_logprobs ?? 0) : null,
      continueFinal: null,
      providers: body.provider ?? null,
    };
  });

/** OpenAI's responses. */
export const responses: Api = {
  path: "/responses",
  request,
  problem: openAiProblem,
  reply: (answer) => ({
    ...head(answer),
    status: statusOf(answer),
    incomplete_details: answer.finish === "stop" ? null : { reason: "max_output_tokens" },
    output: items(answer),
    ...(answer.usage === null
      ? {}
      : {
          usage: {
            input_tokens: answer.usage.input,
            input_tokens_details: { cached_tokens: 0 },
            output_tokens: answer.usage.output,
            output_tokens_details: { reasoning_tokens: answer.usage.thoughts },
            total_tokens: answer.usage.input + answer.usage.output,
          },
        }),
  }),
  events: (answer) => {
    const begun = { ...head(answer), status: "in_progress", output: [] };
    const events: Omit<Numbered, "number">[] = [
      { type: "response.created", data: { response: begun } },
      { type: "response.in_progress", data: { response: begun } },
    ];
    for (const [index, item] of items(answer).entries()) {
      const at = { output_index: index, item_id: item.id, content_index: 0 };
      const [text, kind] =
        item.type === "reasoning" ? [answer.thoughts ?? "", "reasoning_text"] : [answer.text, "output_text"];
      const part = { type: kind, text, ...(kind === "output_text" ? { annotations: [] } : {}) };
      events.push(
        {
          type: "response.output_item.added",
          data: { output_index: index, item: { ...item, status: "in_progress", content: [] } },
        },
        { type: "response.content_part.added", data: { ...at, part: { ...part, text: "" } } },
        ...answer
          .pieces(text)
          .map((piece) => ({ type: `response.${kind}.delta`, data: { ...at, delta: piece }, tokens: 1 })),
        { type: `response.${kind}.done`, data: { ...at, text } },
        { type: "response.content_part.done", data: { ...at, part } },
        { type: "response.output_item.done", data: { output_index: index, item } },
      );
    }
    events.push({ type: `response.${statusOf(answer)}`, data: { response: responses.reply(answer) } });
    return events.map((event, number) => numbered({ ...event, number }));
  },
};

interface Numbered {
  readonly type: string;
  readonly data: JsonObject;
  readonly tokens?: number;
  readonly number: number;
}

function numbered({ type, data, tokens, number }: Numbered): StreamEvent {
  return { event: type, data: { type, sequence_number: number, ...data }, tokens: tokens ?? 0 };
}

function head(answer: Answer): JsonObject {
  return {
    id: `resp_${answer.id}`,
    object: "response",
    created_at: 0,
    model: answer.model,
    provider: answer.provider,
    error: null,
  };
}

function statusOf({ finish }: Answer): string {
  return finish === "stop" ? "completed" : "incomplete";
}

function items(answer: Answer): readonly JsonObject[] {
  return [
    ...(answer.thoughts === null
      ? []
      : [
          {
            type: "reasoning",
            id: `rs_${answer.id}`,
            summary: [],
            content: [{ type: "reasoning_text", text: answer.thoughts }],
          },
        ]),
    ...(answer.text === "" && answer.finish === "length"
      ? []
      : [
          {
            type: "message",
            id: `msg_${answer.id}`,
            role: "assistant",
            status: statusOf(answer),
            content: [
              {
                ...{ type: "output_text", text: answer.text, annotations: [] },
                ...(answer.logProbs === null ? {} : { logprobs: tokenEntries(answer.logProbs) }),
              },
            ],
          },
        ]),
  ];
}
