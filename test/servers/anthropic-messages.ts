// A server in the form of Anthropic's Messages API: it knows only the bytes of requests, refuses what the API refuses, and keeps a prompt
// cache by the API's rules (an entry at every breakpoint; a breakpoint finds entries up to 20 blocks before it).
import { createServer } from "node:http";
import type { TestContext } from "node:test";
import { z } from "zod";

/** A block of content, a system block or a tool. */
interface Part {
  readonly cache_control?: { readonly type: "ephemeral" } | undefined;
}

/** Content of a message. */
type Block = Part &
  (
    | { readonly type: "text"; readonly text: string }
    | {
        readonly type: "tool_use";
        readonly id: string;
        readonly name: string;
        readonly input: Readonly<Record<string, unknown>>;
      }
    | { readonly type: "tool_result"; readonly tool_use_id: string; readonly content?: string | undefined }
  );

/** A request that the server took. */
export interface MessagesRequest {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly { readonly role: "user" | "assistant"; readonly content: readonly Block[] }[];
  readonly system?: readonly (Part & { readonly text: string })[] | undefined;
  readonly tools?: readonly (Part & { readonly name: string })[] | undefined;
  readonly tool_choice?: { readonly type: "auto" | "none" } | undefined;
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  readonly stop_sequences?: readonly string[] | undefined;
}

const mark = z.object({ type: z.literal("ephemeral") }).strict();
const text = z
  .object({ type: z.literal("text"), text: z.string().regex(/\S/), cache_control: mark.optional() })
  .strict();
const toolUse = z
  .object({
    type: z.literal("tool_use"),
    id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
    input: z.record(z.string(), z.unknown()),
    cache_control: mark.optional(),
  })
  .strict();
const toolResult = z
  .object({
    type: z.literal("tool_result"),
    tool_use_id: z.string(),
    content: z.string().optional(),
    cache_control: mark.optional(),
  })
  .strict();
const block = z.discriminatedUnion("type", [text, toolUse, toolResult]);
const request: z.ZodType<MessagesRequest> = z
  .object({
    model: z.string(),
    max_tokens: z.int().positive(),
    messages: z
      .array(z.object({ role: z.enum(["user", "assistant"]), content: z.array(block).min(1) }).strict())
      .min(1),
    system: z.array(text).optional(),
    tools: z
      .array(
        z
          .object({
            name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
            description: z.string().optional(),
            input_schema: z.looseObject({ type: z.literal("object") }),
            cache_control: mark.optional(),
          })
          .strict(),
      )
      .optional(),
    tool_choice: z
      .object({ type: z.enum(["auto", "none"]) })
      .strict()
      .optional(),
    temperature: z.number().min(0).max(1).optional(),
    top_p: z.number().min(0).max(1).optional(),
    stop_sequences: z.array(z.string().regex(/\S/)).optional(),
  })
  .strict();

/** A running server. */
export interface MessagesServer {
  /** For `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  /** Every request that was taken, in the order of arrival. */
  readonly requests: readonly MessagesRequest[];
  /** Keys seen. */
  readonly keys: readonly string[];
  /** Path and `anthropic-version` seen. */
  readonly calls: readonly string[];
  /** Why the last refused request was refused. */
  readonly refused: () => string | null;
}

/** Starts one on loopback; `reply` changes the members of a healthy answer, or takes one away with undefined. */
export async function messagesServer(
  t: TestContext,
  reply: (request: MessagesRequest) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<MessagesServer> {
  const requests: MessagesRequest[] = [];
  const keys: string[] = [];
  const calls: string[] = [];
  const entries = new Set<string>();
  let refused: string | null = null;
  const server = createServer((incoming, response) => {
    const { authorization = "", "x-api-key": key, "anthropic-version": version } = incoming.headers;
    keys.push(String(key ?? authorization.replace(/^Bearer /, "")));
    calls.push(`${incoming.method} ${incoming.url} ${version}`);
    let body = "";
    incoming.setEncoding("utf8").on("data", (words: string) => {
      body += words;
    });
    incoming.on("end", () => {
      const parsed = request.safeParse(JSON.parse(body));
      const wrong = parsed.success ? faultOf(parsed.data, String(version)) : z.prettifyError(parsed.error);
      response.setHeader("content-type", "application/json");
      if (wrong !== null || !parsed.success) {
        refused = wrong;
        response.statusCode = 400;
        const error = { type: "invalid_request_error", message: wrong };
        response.end(JSON.stringify({ type: "error", error, request_id: "req_1" }));
        return;
      }
      requests.push(parsed.data);
      response.end(
        JSON.stringify({
          id: "msg_1",
          type: "message",
          role: "assistant",
          model: parsed.data.model,
          content: [{ type: "text", text: "Hello.", citations: null }],
          stop_reason: "end_turn",
          stop_sequence: null,
          usage: { ...cachedUsage(parsed.data, entries), output_tokens: 2, service_tier: "standard" },
          ...reply(parsed.data),
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, requests, keys, calls, refused: () => refused };
}

/** What the API refuses although every part has its form. */
function faultOf(
  { messages, system, tools, temperature, top_p }: MessagesRequest,
  version: string,
): string | null {
  if (!/^(2023-06-01|2026-10-21)$/.test(version)) return "anthropic-version: not valid";
  if (version === "2026-10-21" && (temperature ?? top_p) !== undefined) {
    return "temperature: Extra inputs are not permitted";
  }
  const blocks = [...(tools ?? []), ...(system ?? []), ...messages.flatMap(({ content }) => content)];
  const marks = blocks.filter(({ cache_control }) => cache_control !== undefined).length;
  if (marks > 4) return `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.`;
  const called = messages.some(({ content }) => content.some(({ type }) => type !== "text"));
  if (called && (tools ?? []).length === 0) {
    return "Requests which include `tool_use` or `tool_result` blocks must define tools.";
  }
  if (new Set(tools?.map(({ name }) => name)).size < (tools ?? []).length)
    return "tools: Tool names must be unique.";
  const seen = new Set<string>();
  for (const [i, { role, content }] of messages.entries()) {
    if (role !== (i % 2 === 0 ? "user" : "assistant")) return `messages.${i}: roles must alternate`;
    const asked = (messages[i - 1]?.content ?? []).flatMap((part) =>
      part.type === "tool_use" ? part.id : [],
    );
    const given = content.flatMap((part) => (part.type === "tool_result" ? part.tool_use_id : []));
    if (asked.some((id) => !given.includes(id))) {
      return `messages.${i - 1}: tool_use ids were found without tool_result blocks immediately after`;
    }
    if (given.some((id) => !asked.includes(id))) return `messages.${i}: unexpected tool_use_id`;
    if (content.slice(0, given.length).some(({ type }) => type !== "tool_result")) {
      return `messages.${i}: tool_result blocks must come first`;
    }
    for (const part of content) {
      if (part.type !== "tool_use") continue;
      if (role === "user" || seen.has(part.id)) return `messages.${i}: tool_use ids must be unique`;
      seen.add(part.id);
    }
  }
  const last = messages.at(-1);
  const end = last?.content.at(-1);
  if (last?.role === "assistant" && end?.type === "text" && /\s$/.test(end.text)) {
    return "messages: final assistant content cannot end with trailing whitespace";
  }
  return null;
}

/** Four characters are a token. */
function cachedUsage(
  { messages, system, tools }: MessagesRequest,
  entries: Set<string>,
): Readonly<Record<string, number>> {
  const blocks = [
    ...(tools ?? []),
    ...(system ?? []),
    ...messages.flatMap(({ role, content }) => content.map((part) => ({ role, ...part }))),
  ];
  const prefixes: string[] = [];
  for (const { cache_control: _, ...rest } of blocks) {
    prefixes.push((prefixes.at(-1) ?? "") + JSON.stringify(rest));
  }
  const tokens = (at: number): number => Math.ceil((prefixes[at]?.length ?? 0) / 4);
  const marked = blocks.flatMap(({ cache_control }, i) => (cache_control === undefined ? [] : [i]));
  const known = marked.flatMap((at) =>
    Array.from({ length: 21 }, (_, back) => at - back).filter((i) => entries.has(prefixes[i] ?? "")),
  );
  for (const at of marked) entries.add(prefixes[at] ?? "");
  const read = Math.max(-1, ...known);
  const end = Math.max(read, ...marked);
  return {
    cache_read_input_tokens: tokens(read),
    cache_creation_input_tokens: tokens(end) - tokens(read),
    input_tokens: tokens(blocks.length - 1) - tokens(end),
  };
}
