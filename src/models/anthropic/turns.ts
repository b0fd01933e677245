import { isJsonObject, type JsonObject, parsedJson } from "../../core/json.ts";
import type { Message, ToolCall } from "../../core/message.ts";

/** One turn as the Messages API wants it: user and assistant alternate. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: readonly JsonObject[];
}

/** A block of content, and the message that it comes from. */
interface Piece {
  readonly role: Turn["role"];
  readonly message: number;
  readonly block: JsonObject;
}

/**
 * Turns of a conversation behind its opening system messages. Neighbours of one role are one turn; tool results open the turn after
 * their calls. Not every model takes a system message between turns, so one that stands there is said by the user, in its place. The
 * API refuses blank text, so it is left out; ids and names that it refuses (odd characters, an id used twice) are replaced; and what
 * it demands and a run has not recorded is said to be missing: a call's result, the first user turn, the call of a result.
 *
 * The end of the shared part, everything before the last message, is marked for the cache; so is the end of the message before,
 * where a question that continues the run's last turn leaves the run; and the very end, if the same request is to be `repeated`.
 */
export function turnsOf(messages: readonly Message[], repeated: boolean): Turn[] {
  const pieces = piecesOf(messages);
  const ends = pieces.filter((piece, i) => piece.message !== pieces[i + 1]?.message);
  const marked = new Set(repeated ? ends.slice(-3) : ends.slice(-3, -1));
  const turns: { role: Turn["role"]; content: JsonObject[] }[] = [];
  if (pieces[0]?.role === "assistant") {
    turns.push({ role: "user", content: textBlocks("No message was recorded.") });
  }
  for (const piece of pieces) {
    const block = marked.has(piece) ? { ...piece.block, ...cached } : piece.block;
    const turn = turns.at(-1);
    if (turn?.role === piece.role) turn.content.push(block);
    else turns.push({ role: piece.role, content: [block] });
  }
  return turns.map(({ role, content }, i) =>
    role === "user" ? { role, content: answered(content, turns[i - 1]?.content ?? []) } : { role, content },
  );
}

/** What marks the end of a part that later requests share. */
export const cached: JsonObject = { cache_control: { type: "ephemeral" } };

/** Results first, each call of the turn before answered. */
function answered(content: readonly JsonObject[], before: readonly JsonObject[]): JsonObject[] {
  const results = content.filter(({ type }) => type === "tool_result");
  const missing = before
    .filter(({ type, id }) => type === "tool_use" && !results.some((result) => result.tool_use_id === id))
    .map(({ id }) => ({ type: "tool_result", tool_use_id: id ?? null, content: "No result was recorded." }));
  return [...results, ...missing, ...content.filter(({ type }) => type !== "tool_result")];
}

function piecesOf(messages: readonly Message[]): Piece[] {
  const ids = callIds();
  return messages.flatMap((message, i): Piece[] => {
    switch (message.role) {
      case "system":
      case "user":
        return textBlocks(message.content).map((block) => ({ role: "user", message: i, block }));
      case "assistant":
        if (messages[i - 1]?.role !== "assistant") ids.begin();
        return [
          ...textBlocks(message.content ?? ""),
          ...(message.toolCalls ?? []).map((call) => ({
            type: "tool_use",
            id: ids.called(call),
            name: sentName(call.name),
            input: inputOf(call),
          })),
        ].map((block) => ({ role: "assistant", message: i, block }));
      case "tool": {
        const { content, toolCallId } = message;
        const id = ids.answered(toolCallId);
        const blank = content.trim() === "";
        const block =
          id === undefined
            ? { type: "text", text: `Result of a call that was not recorded: ${blank ? "nothing" : content}` }
            : { type: "tool_result", tool_use_id: id, ...(blank ? {} : { content }) };
        return [{ role: "user", message: i, block }];
      }
      default:
        return message satisfies never;
    }
  });
}

/** A tool's name in the letters that the API takes. */
export function sentName(name: string): string {
  return name.replace(/[^\w-]/g, "_").slice(0, 128) || "_";
}

/** A text as a block; blank text is none. */
export function textBlocks(text: string): JsonObject[] {
  return text.trim() === "" ? [] : [{ type: "text", text }];
}

/** Gives every call an id that the API takes, and finds it again for the call's result, once. */
interface CallIds {
  /** A new assistant turn: the calls of earlier ones wait no longer. */
  begin(): void;
  called(call: ToolCall): string;
  /** Undefined where no such call waits. */
  answered(written: string | undefined): string | undefined;
}

function callIds(): CallIds {
  const used = new Set<string>();
  const waiting: { readonly written: string; readonly id: string }[] = [];
  const freeId = (written: string): string => {
    if (/^[\w-]+$/.test(written) && !used.has(written)) return written;
    let n = used.size + 1;
    while (used.has(`call_${n}`)) n++;
    return `call_${n}`;
  };
  return {
    begin: () => {
      waiting.length = 0;
    },
    called: (call) => {
      const id = freeId(call.id);
      used.add(id);
      waiting.push({ written: call.id, id });
      return id;
    },
    // A result that does not say which call it answers is that of the first one waiting.
    answered: (written) => {
      const at = written === undefined ? 0 : waiting.findIndex((call) => call.written === written);
      const [call] = at === -1 ? [] : waiting.splice(at, 1);
      return call?.id;
    },
  };
}

/** Input as the object that the API demands; what is no object stands under `arguments`. */
function inputOf(call: ToolCall): JsonObject {
  if (typeof call.arguments !== "string") return call.arguments;
  if (call.arguments.trim() === "") return {};
  const value = parsedJson(call.arguments);
  if (value === undefined) return { arguments: call.arguments };
  return isJsonObject(value) ? value : { arguments: value };
}
