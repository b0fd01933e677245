import { z } from "zod";
import type { ScriptedHandler, ScriptedReply } from "../../src/models/scripted/index.ts";
import { random } from "../../src/stats/distributions/random.ts";

const body = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string().nullable() })) });

/** What a reader makes of two options; greater is preferred. Null: as it understands the text. */
type Leaning = (text: string, option: string) => number | null;

/** How a made-up reader answers. */
export interface ReaderOptions {
  /** Behaviour where it has any of its own: the log-odds an option gets. */
  readonly leaning?: Leaning;
  /** Answers by position and not by content. */
  readonly byPosition?: boolean;
  /** Written replies in place of chances, drawn anew for each request under this seed: the same whatever order they come in. */
  readonly drawn?: string;
}

/**
 * A model that reads: of two options under letters it takes the one of which more words stand in the text above them. It knows the bytes of a request
 * and nothing of who asks.
 */
export function overlapReader({ leaning, byPosition = false, drawn }: ReaderOptions = {}): ScriptedHandler {
  const times = new Map<string, number>();
  return (bytes): ScriptedReply => {
    const { messages } = body.parse(JSON.parse(bytes));
    const text = messages.map(({ content }) => content ?? "").join("\n");
    const found = /^([\s\S]*)\nA\) (.*)\nB\) (.*)\n/m.exec(text);
    if (found === null) return { text: "I have nothing to say." };
    const [, above = "", a = "", b = ""] = found;
    const odds = byPosition ? 2 : lean(above, a, leaning) - lean(above, b, leaning);
    const p = 1 / (1 + Math.exp(-odds));
    if (drawn === undefined) return { next: { A: p, B: 1 - p } };
    const time = times.get(bytes) ?? 0;
    times.set(bytes, time + 1);
    return { text: random(`${drawn} ${time} ${bytes}`).float() < p ? "A" : "Answer: B" };
  };
}

function lean(above: string, option: string, leaning: Leaning | undefined): number {
  return leaning?.(above, option) ?? 12 * overlap(above, option);
}

/** Share of an option's words that stand in the text. */
function overlap(text: string, option: string): number {
  const words = option.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const inText = new Set(text.toLowerCase().match(/[a-z]{3,}/g) ?? []);
  return words.length === 0 ? 0 : words.filter((word) => inText.has(word)).length / words.length;
}
