// Where servers put what a model thinks, apart from the text or inside it.
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";

/** Members of a message that hold thoughts, each as text, as an object or as a list of parts. */
const thoughtFields = [
  "reasoning_content",
  "reasoning",
  "reasoning_details",
  "reasoning_text",
  "thinking",
  "thinking_blocks",
  "thoughts",
] as const;

/** Members of a part of thoughts that hold its text, or what stands for it. */
const textFields = ["text", "thinking", "content", "summary", "reasoning", "data"] as const;

/** Members of a message that are no thoughts and no news. */
const usual = new Set([
  "role",
  "content",
  "refusal",
  "name",
  "id",
  "type",
  "phase",
  "tool_call_id",
  "status",
]);

/**
 * Thoughts that a message shows apart from its text. Routers give the same thoughts in several members: the longest is taken.
 */
export function thoughtsIn(message: JsonObject | undefined): string {
  if (message === undefined) return "";
  const nested = message.provider_specific_fields;
  const parts = Array.isArray(message.content)
    ? message.content.filter(isJsonObject).filter(({ type }) => typeof type === "string" && isThought(type))
    : [];
  const found = [
    ...thoughtFields.map((name) => textOf(message[name])),
    ...(isJsonObject(nested) ? thoughtFields.map((name) => textOf(nested[name])) : []),
    textOf(parts),
  ];
  return found.reduce((a, b) => (b.length > a.length ? b : a));
}

/** Is a part of this type a thought? */
export function isThought(type: string): boolean {
  return /think|reason|thought/i.test(type);
}

function textOf(value: Json | undefined): string {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return value.map(textOf).join("");
  if (!isJsonObject(value)) return "";
  return textFields.map((name) => textOf(value[name])).join("");
}

/** A string beside the content that nothing here knows: what it holds might be thoughts. Null where there is none. */
export function unknownText(message: JsonObject | undefined): string | null {
  for (const [name, value] of Object.entries(message ?? {})) {
    if (usual.has(name) || thoughtFields.some((field) => field === name)) continue;
    if (typeof value === "string" && value.trim().length > 8)
      return `${name}: “${value.replace(/\s+/g, " ").trim().slice(0, 60)}”`;
  }
  return null;
}

/** How thoughts are marked inside a text: what opens them, and what closes them. */
const marks: readonly { readonly open: RegExp; readonly close: RegExp }[] = [
  {
    open: /^\s*<(?:think|thinking|reasoning|thought|seed:think)>/i,
    close: /<\/(?:think|thinking|reasoning|thought|seed:think)>\s*/i,
  },
  { open: /^\s*\[THINK\]/, close: /\[\/THINK\]\s*/ },
  { open: /^\s*◁think▷/, close: /◁\/think▷\s*/ },
  {
    open: /^\s*(?:<\|start\|>assistant)?<\|channel\|>analysis<\|message\|>/,
    close: /(?:<\|end\|>\s*)?(?:<\|start\|>assistant)?<\|channel\|>final<\|message\|>/,
  },
];

/**
 * Takes thoughts out of visible text: `<think>…</think>` and its like. What was opened and never closed is all thought, and so is what stands
 * before a mark that closes what the template had opened.
 */
export function withoutThinking(text: string): { readonly text: string; readonly shown: number } {
  for (const { open, close } of marks) {
    const begin = open.exec(text);
    const rest = begin === null ? text : text.slice(begin[0].length);
    const end = close.exec(rest);
    if (begin === null) {
      // Behind a prompt that has opened the thoughts the reply only closes them.
      if (end === null || new RegExp(open.source.replace("^\\s*", ""), "i").test(rest.slice(0, end.index)))
        continue;
      return { text: rest.slice(end.index + end[0].length), shown: thoughtLength(rest.slice(0, end.index)) };
    }
    if (end === null) return { text: "", shown: thoughtLength(rest) };
    return { text: rest.slice(end.index + end[0].length), shown: thoughtLength(rest.slice(0, end.index)) };
  }
  return { text, shown: 0 };
}

/** An empty place for thoughts, as models that were told not to think leave it, is none: white space does not count. */
export function thoughtLength(thoughts: string): number {
  return thoughts.trim().length;
}
