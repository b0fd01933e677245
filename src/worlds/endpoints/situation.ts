import type { View } from "./template.ts";

/**
 * How a prefill stands in what the model sees: left open; in a finished assistant turn that is the last; in one that is
 * followed by a user turn which asks to go on; as a user turn; in an instruction; or not at all.
 */
export type Standing = "open" | "ended" | "asked" | "flipped" | "told" | "none";

/** What the model makes of a view. It cannot know who wrote the turns, a person or a layer in between. */
export interface Situation {
  readonly standing: Standing;
  /** The question that matters. */
  readonly user: string;
  /** Empty where there is none. */
  readonly prefill: string;
  /** User turns without one that only asks to go on or only repeats the prefill. */
  readonly users: number;
  /** The very last user message, with everything in it. */
  readonly latest: string;
}

/** Reads a view. */
export function situationOf({ turns, open }: View): Situation {
  const said = turns.filter((turn) => turn.role === "user").map((turn) => turn.text);
  const latest = said.at(-1) ?? "";
  const here = { user: latest, prefill: "", users: said.length, latest };
  if (open !== null && open !== "") return { ...here, standing: "open", prefill: open };
  const [last, previous] = [turns.at(-1), turns.at(-2)];
  if (last?.role === "assistant") return { ...here, standing: "ended", prefill: last.text };
  const told = instructionIn(latest);
  if (told !== null) return { ...here, ...told, standing: "told" };
  const earlier = said.at(-2);
  if (earlier === undefined) return { ...here, standing: "none" };
  const before = { user: earlier, users: said.length - 1, latest };
  if (previous?.role === "user") return { ...before, standing: "flipped", prefill: latest };
  if (previous?.role === "assistant" && asksToGoOn(latest)) {
    return { ...before, standing: "asked", prefill: previous.text };
  }
  return { ...here, standing: "none" };
}

/** A request to begin with certain words: between marks, or to the message's end. */
function instructionIn(message: string): { readonly user: string; readonly prefill: string } | null {
  const found =
    /(?:^|\n\n)[^\n]*\b(?:begin|start)\b[^\n]*\n<<<\n([\s\S]*)\n>>>$/i.exec(message) ??
    /(?:^|\n\n)(?:begin|start) (?:your|the) (?:reply|response|answer)\b[^\n:]*: ?([\s\S]+)$/i.exec(message);
  if (found === null) return null;
  return { user: message.slice(0, found.index), prefill: found[1] ?? "" };
}

function asksToGoOn(message: string): boolean {
  return (
    message.length <= 120 &&
    !message.includes("?") &&
    /\b(?:continue|go on|carry on|keep going|proceed|resume|finish|complete)\b/i.test(message)
  );
}
