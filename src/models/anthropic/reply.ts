import { z } from "zod";
import type { Json } from "../../core/json.ts";
import type { ToolDefinition } from "../../core/message.ts";
import { badForm } from "../failure.ts";
import type { Generated, Reply } from "../model.ts";
import { type UsageFields, usageBy } from "../usage-fields.ts";
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

const messageForm = z.object({
  type: z.literal("message"),
  content: z.array(z.union([text, thinking, toolUse, unknown])),
  stop_reason: z.string().nullish(),
  stop_details: z.object({ category: z.string().nullish(), explanation: z.string().nullish() }).nullish(),
  usage: z.json().optional(),
});

/**
 * Reads a message as text, tool calls and thinking. Kinds of content that are not known are left to `raw`.
 *
 * @param tools as they were defined: a call names its tool as its definition does
 * @param fields what the provider calls the tokens it reports
 */
export function messageReply(
  body: Json,
  tools: readonly ToolDefinition[],
  fields: UsageFields,
): Reply<Generated> {
  const parsed = messageForm.safeParse(body);
  if (!parsed.success) return badForm(body, "message");
  const { content, stop_reason, stop_details } = parsed.data;
  const usage = usageBy(fields, parsed.data.usage);
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
