import { parsedJson } from "../../core/json.ts";
import type { ToolCall, ToolDefinition } from "../../core/message.ts";
import { worldTools } from "./tools.ts";
import type { World, WorldState } from "./world.ts";

/** What one call came to: `bad` where the tool is not there or the world answered with an error. */
export interface Step {
  readonly state: WorldState;
  readonly result: string;
  readonly bad: "no such tool" | "error" | null;
}

/** Tools as a model is offered them in this world. */
export function toolsOf(world: World): ToolDefinition[] {
  return worldTools.filter(({ offered }) => offered(world)).map(({ definition }) => definition);
}

/** Carries out one call. Pure; a tool that is not there and arguments that do not fit change nothing and are counted. */
export function step(world: World, state: WorldState, call: ToolCall): Step {
  const tool = worldTools.find(({ definition, offered }) => definition.name === call.name && offered(world));
  if (tool === undefined)
    return {
      state,
      result: `error: there is no tool ${JSON.stringify(call.name.slice(0, 60))}`,
      bad: "no such tool",
    };
  const given = typeof call.arguments === "string" ? parsedJson(call.arguments || "{}") : call.arguments;
  if (given === undefined) return { state, result: "error: the arguments are no JSON", bad: "error" };
  const stepped = tool.apply(world, state, given);
  return { ...stepped, bad: stepped.result.startsWith("error: ") ? "error" : null };
}

/** How to call tools in words, for models that have no interface for them. */
export function toolsInWords(world: World): string {
  const lines = toolsOf(world).map(({ name, description, parameters }) => {
    const named = Object.keys(Object(parameters.properties));
    return `- ${name}${named.length === 0 ? "" : ` (${named.join(", ")})`}: ${description}`;
  });
  return `You act by calling tools. A call is written as\n<tool_call>{"name": "write_file", "arguments": {"name": "FILE", "text": "TEXT"}}</tool_call>\nand the results come with the next message. There are these tools:\n${lines.join("\n")}`;
}
