import { contentHash } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";

/** SHA-256 of what a monitor may see of a run: messages and tools. Two runs with the same content have the same. */
export function runHash({ messages, tools }: Pick<AgentRun, "messages" | "tools">): string {
  return contentHash({ messages, tools: tools ?? null });
}
