import { z } from "zod";
import type { Json } from "../../core/json.ts";
import type { ToolDefinition } from "../../core/message.ts";
import { type Usage, unknownUsage } from "../../core/outcome.ts";
import { badForm } from "../failure.ts";
import type { Generated, Reply } from "../model.ts";
import { sentName } from "./turns.ts";

const text = z.object({ type: z.literal("text"), text: z.string() });
const thinking = z.object({ type: z.literal("thinking"), thinking: z.string() });
const toolUse = z.object({
  type: z.literal("tool_use"),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.json()),
});
const known = new Set(["text", "thinking", "tool_use"]);
const unknown = z.object({ type: z.string().refine((type) => !known.has(type)) });

const usageForm = z.object({
  input_tokens: z.number().nullish(),
  cache_read_input_tokens: z.number().nullish(),
  cache_creation_input_tokens: z.number().nullish(),
  output_tokens: z.number().nullish(),
});

const messageForm = z.object({
  type: z.literal("message"),
  content: z.array(z.union([text, thinking, toolUse, unknown])),
  stop_reason: z.string().nullish(),
  stop_details: z.object({ category: z.string().nullish(), explanation: z.string().nullish() }).nullish(),
  usage: usageForm.nullish(),
});

/**
 * Reads a message as text, tool calls and thinking. Kinds of content that are not known are left to `raw`.
 *
 * @param tools as they were defined: a call names its tool as its definition does
 */
export function messageReply(body: Json, tools: readonly ToolDefinition[]): Reply<Generated> {
  const parsed = messageForm.safeParse(body);
  if (!parsed.success) return badForm(body, "message");
  const { content, stop_reason, stop_details } = parsed.data;
  const usage = usageOf(parsed.data.usage);
  if (stop_reason === "refusal") {
    const why = stop_details?.explanation ?? stop_details?.category ?? "it does not say why";
    const reason = `the model refused: ${why.slice(0, 200)}`;
    return { ok: false, missing: { kind: "refused", code: "refusal", reason }, usage };
  }
  const thought = content.flatMap((block) => ("thinking" in block ? [block.thinking] : [])).join("\n");
  return {
    ok: true,
    usage,
    value: {
      text: content.flatMap((block) => ("text" in block ? [block.text] : [])).join(""),
      toolCalls: content.flatMap((block) => {
        if (!("input" in block)) return [];
        const tool = tools.find(({ name }) => sentName(name) === block.name);
        return [{ id: block.id, name: tool?.name ?? block.name, arguments: block.input }];
      }),
      finishReason: finishOf(stop_reason),
      ...(thought === "" ? {} : { reasoning: thought }),
    },
  };
}

/** The API counts the three kinds of input apart; what it does not report stays unknown. */
function usageOf(usage: z.infer<typeof usageForm> | null | undefined): Usage {
  if (usage == null) return unknownUsage;
  return {
    uncachedInput: usage.input_tokens ?? null,
    cacheRead: usage.cache_read_input_tokens ?? null,
    cacheWrite: usage.cache_creation_input_tokens ?? null,
    output: usage.output_tokens ?? null,
  };
}

function finishOf(reason: string | null | undefined): Generated["finishReason"] {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "tool_use":
      return "tool-calls";
    default:
      return "other";
  }
}
