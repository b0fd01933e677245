import type { AssistantMessage } from "../core/message.ts";
import type { Measured } from "../core/outcome.ts";
import type { CallOptions, GenerateRequest } from "../models/model.ts";
import { toolCallsIn } from "./dialects.ts";
import { type Asked, offered, unparsed } from "./form.ts";
import { completion } from "./words.ts";

/**
 * An agent's next turn. Where the model's interface gives no tool calls and tools were offered, those written into the text are read; one
 * that cannot be read is missing.
 */
export async function nextTurn(
  model: Asked,
  request: GenerateRequest,
  call: CallOptions = {},
): Promise<Measured<AssistantMessage>> {
  const said = completion(await offered(model, "generate")(request, call));
  if ("missing" in said) return said;
  const { text, toolCalls } = said.value;
  const offers = request.prompt.kind === "chat" && (request.prompt.tools ?? []).length > 0;
  const read = toolCalls.length > 0 || !offers ? { text, calls: toolCalls } : toolCallsIn(text);
  if (read === null) return unparsed("no-tool-call", "the reply writes a tool call that cannot be read");
  return {
    value: {
      role: "assistant",
      content: read.text === "" ? null : read.text,
      ...(read.calls.length === 0 ? {} : { toolCalls: read.calls }),
    },
  };
}
