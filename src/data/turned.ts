import type { Message, ToolCall } from "../core/message.ts";

/** A message, and the turn of the list it was written in: one turn may hold several (a tool's result among a user's words). */
export interface Turned {
  readonly message: Message;
  readonly turn: number;
}

/** What is known of the turns before. */
export interface Walk {
  calls: number;
  last: ToolCall | undefined;
  /** Names of tools by the ids of their calls. */
  readonly names: Map<string, string>;
}
