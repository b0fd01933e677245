import type { Json } from "../core/json.ts";

/** What a turn is, under whichever name and in whichever case its role is written. */
export type Role = "system" | "user" | "assistant" | "call" | "tool";

const names: Readonly<Record<Role, readonly string[]>> = {
  system: ["system", "developer", "system_prompt"],
  user: ["user", "human", "prompter"],
  assistant: ["assistant", "gpt", "chatgpt", "model", "bot", "ai", "chatbot", "agent"],
  call: ["function_call", "tool_call"],
  tool: ["tool", "function", "observation", "function_response", "tool_response", "tool_result", "ipython"],
};

const roles: ReadonlyMap<string, Role> = new Map(
  Object.entries(names).flatMap(([role, written]) =>
    isRole(role) ? written.map((name): [string, Role] => [name, role]) : [],
  ),
);

function isRole(name: string): name is Role {
  return Object.hasOwn(names, name);
}

/** The role that is meant by `User`, `human`, `GPT`, `function_response`...; undefined for a name that nobody uses. */
export function roleOf(written: Json | undefined): Role | undefined {
  return typeof written === "string" ? (roles.get(written) ?? roles.get(written.toLowerCase())) : undefined;
}
