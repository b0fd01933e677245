import { z } from "zod";
import type { JsonObject } from "../../../core/json.ts";
import type { Answer, Ask } from "../exchange.ts";

/** An API's form: how a request is read, how an answer and an error are written. */
export interface Api {
  /** The end of its address. */
  readonly path: string;
  readonly request: z.ZodType<Ask>;
  readonly reply: (answer: Answer) => JsonObject;
  readonly events: (answer: Answer) => readonly StreamEvent[];
  readonly problem: (status: number, message: string) => JsonObject;
}

/** One server-sent event. */
export interface StreamEvent {
  readonly event?: string;
  readonly data: JsonObject | "[DONE]";
  /** Tokens that it carries: time passes for them. */
  readonly tokens: number;
}

/** Text, or a list of parts with text. */
export const content: z.ZodType<string> = z
  .string()
  .or(
    z
      .array(z.looseObject({ text: z.string() }))
      .transform((parts) => parts.map((part) => part.text).join("")),
  )
  .or(z.null().transform(() => ""));

/** A cap on the reply's tokens. */
export const tokenCap: z.ZodType<number> = z.int().min(1);

/** What routers read: which providers may answer. */
export const routing: z.ZodType<readonly string[] | null> = z
  .looseObject({
    only: z.array(z.string()).optional(),
    order: z.array(z.string()).optional(),
    allow_fallbacks: z.boolean().optional(),
  })
  .transform(
    ({ only, order, allow_fallbacks }) => only ?? (allow_fallbacks === false ? (order ?? null) : null),
  );

/** An error as OpenAI's APIs write it. */
export function openAiProblem(status: number, message: string): JsonObject {
  const type =
    status === 429 ? "rate_limit_exceeded" : status >= 500 ? "server_error" : "invalid_request_error";
  return { error: { message, type, param: null, code: null } };
}
