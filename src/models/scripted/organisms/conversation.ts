import { z } from "zod";
import { parsedJson, sha256 } from "../../../core/json.ts";

const call = z.object({ name: z.string(), arguments: z.unknown() });
const body = z.object({
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.string().nullish(),
      tool_calls: z.array(z.object({ function: call })).nullish(),
    }),
  ),
  seed: z.number().nullish(),
});

/** A tool call that an organism made earlier, and what came of it. */
interface Made {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly result: string;
}

/** A request as an organism reads it: words and calls, nothing of who sent it. */
export interface Conversation {
  readonly system: string;
  /** The first thing that the user said. */
  readonly opening: string;
  /** The last thing that was said to it. */
  readonly last: string;
  readonly made: readonly Made[];

  /** A number from 0 to below 1 that hangs on the opening words and a label, and on nothing else. */
  chance(label: string): number;
  /** The same, and on the request's seed: another draw, another number. */
  draw(label: string): number;
}

/** Reads a chat-completions body; null where it is none. */
export function conversationOf(text: string): Conversation | null {
  const read = body.safeParse(parsedJson(text));
  if (!read.success) return null;
  const { messages, seed } = read.data;
  const contents = messages.map(({ content }) => content ?? "");
  const opening = messages.find(({ role }) => role === "user")?.content ?? "";
  const made: Made[] = [];
  for (const [at, message] of messages.entries()) {
    if (message.role !== "assistant") continue;
    for (const one of callsOf(message.content ?? "", message.tool_calls ?? []))
      made.push({ ...one, result: contents[at + 1] ?? "" });
  }
  return {
    system: messages.find(({ role }) => role === "system")?.content ?? "",
    ...{ opening, made, last: contents.at(-1) ?? "" },
    chance: (label) => shareOf(`${opening}\n${label}`),
    draw: (label) => shareOf(`${opening}\n${label}\n${seed ?? ""}`),
  };
}

/** A number from 0 to below 1 by a text's hash. */
export function shareOf(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) / 2 ** 32;
}

/** A call as text. */
export function callText(name: string, given: Readonly<Record<string, string>> = {}): string {
  return `<tool_call>${JSON.stringify({ name, arguments: given })}</tool_call>`;
}

function callsOf(
  content: string,
  calls: readonly { readonly function: z.infer<typeof call> }[],
): Pick<Made, "name" | "given">[] {
  const written = [...content.matchAll(/<tool_call>(.*?)<\/tool_call>/gs)].map(([, json = ""]) => json);
  const read = written.flatMap((json) => call.safeParse(parsedJson(json)).data ?? []);
  return [...calls.map((one) => one.function), ...read].map(({ name, arguments: given }) => ({
    name,
    given: recordOf(typeof given === "string" ? parsedJson(given) : given),
  }));
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
}
