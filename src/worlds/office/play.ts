import type { Json } from "../../core/json.ts";
import type { AssistantMessage, Message, ToolCall, ToolDefinition } from "../../core/message.ts";
import type { OfficeState } from "./state.ts";
import { officeTools, type Stepped } from "./tools.ts";

/** What acts in the office: given all messages so far, its next turn. A script, or a model behind the same function. */
export type OfficeAgent = (
  messages: readonly Message[],
  tools: readonly ToolDefinition[],
) => AssistantMessage | Promise<AssistantMessage>;

/** Where an agent begins. */
export interface OfficeStart {
  readonly system: string;
  readonly request: string;
  readonly state: OfficeState;
}

/** A finished conversation and the office it left behind. */
export interface Played {
  readonly messages: readonly Message[];
  readonly state: OfficeState;
  /** Did the agent end its work itself, or was it stopped at the last turn allowed? */
  readonly ended: boolean;
}

/** The definitions of all office tools, as a model is given them. */
export const officeToolDefinitions: readonly ToolDefinition[] = [...officeTools.values()].map(
  ({ definition }) => definition,
);

/**
 * Carries out one tool call. Pure: the same state and call give the same result. An unknown tool, arguments that are no JSON or
 * that do not fit are answered with an error text and change nothing; nothing is thrown, whatever a model writes.
 */
export function officeStep(state: OfficeState, call: ToolCall): Stepped {
  const tool = officeTools.get(call.name);
  if (tool === undefined) return { state, result: `error: no tool ${call.name}` };
  let given: Json;
  try {
    given = typeof call.arguments === "string" ? JSON.parse(call.arguments) : call.arguments;
  } catch {
    return { state, result: "error: the arguments are no JSON" };
  }
  return tool.apply(state, given);
}

/** Lets an agent act until it makes no more calls, or for `turns` turns. */
export async function playOffice(
  start: OfficeStart,
  agent: OfficeAgent,
  turns: number = 12,
): Promise<Played> {
  const messages: Message[] = [
    { role: "system", content: start.system },
    { role: "user", content: start.request },
  ];
  let { state } = start;
  for (let turn = 0; turn < turns; turn++) {
    const said = await agent(messages, officeToolDefinitions);
    messages.push(said);
    const calls = said.toolCalls ?? [];
    if (calls.length === 0) return { messages, state, ended: true };
    for (const call of calls) {
      const { state: after, result } = officeStep(state, call);
      state = after;
      messages.push({ role: "tool", content: result, toolCallId: call.id, name: call.name });
    }
  }
  return { messages, state, ended: false };
}
