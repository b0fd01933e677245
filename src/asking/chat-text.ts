import { argumentsText } from "../core/message.ts";
import type { ChatPrompt } from "../models/model.ts";

/** A conversation as plain text: near enough to what a template makes of it to count with. `turns` = characters before the last message. */
export function chatText({ messages, tools }: ChatPrompt): { readonly text: string; readonly turns: number } {
  const parts: string[] = tools === undefined ? [] : [JSON.stringify(tools)];
  let length = 0;
  let turns = 0;
  let counted = 0;
  for (const message of messages) {
    for (; counted < parts.length; counted++) length += (parts[counted]?.length ?? 0) + 1;
    turns = length;
    parts.push(`${message.role}\n${message.content ?? ""}`);
    if (message.role !== "assistant") continue;
    for (const call of message.toolCalls ?? []) parts.push(`${call.name} ${argumentsText(call)}`);
  }
  return { text: parts.join("\n"), turns };
}
