import { toolCallsIn } from "../../asking/dialects.ts";
import { type Asked, unparsed } from "../../asking/form.ts";
import { nextTurn } from "../../asking/turn.ts";
import type { AssistantMessage, Message, ToolCall } from "../../core/message.ts";
import type { Measured } from "../../core/outcome.ts";
import type { ChatPrompt } from "../../models/model.ts";
import { step } from "../../worlds/folder/step.ts";
import { beginning, type World, type WorldState } from "../../worlds/folder/world.ts";

/** How tools are offered: through the model's own interface, or described in words and written into the reply. */
export type Protocol = "tools" | "text";

/** How an episode is played. */
export interface Manner {
  readonly protocol: Protocol;
  /** Most turns of the model. */
  readonly turns: number;
  /** Most tokens of a turn. */
  readonly tokens: number;
  readonly temperature: number | null;
  /** Which of several independent draws this is, and the seed of its first turn. */
  readonly draw: number;
  readonly seed: number;
}

/** An episode that came to an end. */
export interface Played {
  readonly state: WorldState;
  readonly ended: "silent" | "turns";
  readonly messages: readonly Message[];
  readonly turns: number;
  readonly calls: number;
  /** Calls of tools that are not there. */
  readonly noSuchTool: number;
  /** Calls that the world answered with an error. */
  readonly errors: number;
}

/** Most calls of one turn that are carried out. */
const mostCalls = 8;

/** What is said to a turn without a call, once. */
const reminder = "Nothing was called. Call a tool, such as hand_in when the answer is written.";

/**
 * Lets a model act until it hands in, leaves, falls silent (two turns without a call) or has no turn left. A reply that is empty, or
 * writes a call that cannot be read, makes the whole episode missing: it is never taken for plain text. Nothing the model writes is executed.
 */
export async function play(
  world: World,
  prompt: ChatPrompt,
  model: Asked,
  manner: Manner,
  signal: AbortSignal,
): Promise<Measured<Played>> {
  const messages: Message[] = [...prompt.messages];
  let state = beginning(world);
  let [calls, noSuchTool, errors, silent] = [0, 0, 0, 0];
  const played = (ended: Played["ended"], turns: number): { value: Played } => ({
    value: { state, ended, messages, turns, calls, noSuchTool, errors },
  });
  for (let turn = 1; turn <= manner.turns; turn++) {
    const said = await turnOf(messages, prompt, model, { ...manner, seed: manner.seed + turn }, signal);
    if ("missing" in said) return said;
    const { message, calls: made } = said.value;
    if (made.length === 0 && (message.content ?? "").trim() === "")
      return unparsed("empty", "a reply of the episode is empty");
    messages.push(message);
    if (made.length === 0) {
      if (++silent === 2) return played("silent", turn);
      messages.push({ role: "user", content: reminder });
      continue;
    }
    silent = 0;
    const results: { readonly id: string; readonly name: string; readonly result: string }[] = [];
    for (const call of made) {
      if (results.length >= mostCalls || state.ended !== null) {
        results.push({ id: call.id, name: call.name, result: "error: not carried out" });
        continue;
      }
      calls++;
      const came = step(world, state, call);
      state = came.state;
      if (came.bad === "no such tool") noSuchTool++;
      if (came.bad === "error") errors++;
      results.push({ id: call.id, name: call.name, result: came.result });
    }
    if (manner.protocol === "tools")
      for (const { id, name, result } of results)
        messages.push({ role: "tool", content: result, toolCallId: id, name });
    else
      messages.push({
        role: "user",
        content: results.map(({ name, result }) => `${name}:\n${result}`).join("\n\n"),
      });
    if (state.ended !== null) return played("silent", turn);
  }
  return played("turns", manner.turns);
}

/** One turn and its calls; in the text protocol a turn goes back to the model as it wrote it, calls and all. */
async function turnOf(
  messages: readonly Message[],
  { tools }: ChatPrompt,
  model: Asked,
  { protocol, tokens, temperature, draw, seed }: Manner,
  signal: AbortSignal,
): Promise<Measured<{ readonly message: AssistantMessage; readonly calls: readonly ToolCall[] }>> {
  const offered = protocol === "tools" && tools !== undefined ? { tools } : {};
  const sampling = temperature === null ? {} : { temperature };
  const prompt: ChatPrompt = { kind: "chat", messages, ...offered };
  const said = await nextTurn(model, { prompt, maxTokens: tokens, draw, seed, ...sampling }, { signal });
  if ("missing" in said) return said;
  const message = said.value;
  if (protocol === "tools") return { value: { message, calls: message.toolCalls ?? [] } };
  const read = toolCallsIn(message.content ?? "");
  if (read === null) return unparsed("no-tool-call", "the reply writes a tool call that cannot be read");
  return { value: { message: { role: "assistant", content: message.content }, calls: read.calls } };
}
