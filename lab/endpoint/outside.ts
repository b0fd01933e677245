// Servers that behave as outside ones do: a proxy in front of a model, with every way of dealing with an unfinished turn and of counting tokens.
// Nothing of the study is imported: what it sends is known here only as far as the model understands questions.
import { z } from "zod";
import { type Random, random } from "../../src/stats/distributions/random.ts";
import { type Said, type Talent, write } from "./outside-model.ts";

/** Ways of dealing with an unfinished turn. */
type OutsideMechanism = "TRUE" | "CLOSED" | "CONT" | "INSTR" | "FLIP" | "DROP" | "FAKE-ECHO";

/** How an outside server behaves. */
export interface Outside extends Talent {
  readonly mechanism: OutsideMechanism;
  /** Share of unfinished turns that the mechanism is played on, drawn for each; the others are left open. */
  readonly share: number;
  /** Turns up to so many characters are left open whatever the share. */
  readonly openUpTo: number;
  /** A careful instruction fake raises the cap by what the model says again. */
  readonly careful: boolean;
  /**
   * `honest`: of the rendered prompt. `formula`: of the messages as they were sent, with a fixed overhead each, as a widely copied recipe has it.
   * `characters`: a quarter of the characters. `dressed`: as if the turn had been left open.
   */
  readonly usage: "honest" | "formula" | "characters" | "random" | "omitted" | "dressed";
  readonly hidden: string;
}

/** An honest server with an ordinary model. */
export const ordinary: Outside = {
  ...{ mechanism: "TRUE", share: 1, openUpTo: 0, careful: true, usage: "honest", able: 0.95 },
  ...{ keeps: 0.96, skill: 0.2, obeys: 0.9, hidden: "Please go on from where you stopped." },
};

const body = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  max_tokens: z.number().optional(),
});

/** What stands behind a proxy: a rule, or a model that runs here. Writes at most so many tokens, or pieces, behind these turns. */
export type Behind = (
  turns: readonly Said[],
  open: boolean,
  room: number,
  draws: Random,
) => Promise<{ readonly text: string; readonly length: boolean }>;

/** The rule that answers like a language model. */
function ruled(talent: Talent): Behind {
  return async (turns, open, room, draws) => {
    const all = pieces(write(turns, open, talent, () => draws.float()));
    return { text: all.slice(0, room).join(""), length: all.length > room };
  };
}

/** A server to be called in place of the network. Its draws follow the order of the calls. */
export function outside(
  server: Outside,
  seed: string,
  behind: Behind = ruled(server),
): typeof globalThis.fetch {
  const draws = random(seed);
  return async (input, init) => {
    const request = new Request(input, init);
    const parsed = body.safeParse(await request.json());
    if (!parsed.success) return Response.json({ error: { message: "not understood" } }, { status: 400 });
    const { model, messages, max_tokens: cap = 1000 } = parsed.data;
    const { text, length, usage } = await replyTo(messages, cap, server, draws, behind);
    return Response.json({
      ...{ id: "out", object: "chat.completion", created: 1, model },
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: text },
          finish_reason: length ? "length" : "stop",
        },
      ],
      ...(usage === null ? {} : { usage }),
    });
  };
}

async function replyTo(
  messages: readonly Said[],
  cap: number,
  server: Outside,
  draws: Random,
  behind: Behind,
) {
  const last = messages.at(-1);
  const begun = last?.role === "assistant" ? last.content : null;
  const faked = begun !== null && begun.length > server.openUpTo && draws.float() < server.share;
  const mechanism = begun === null || !faked ? "TRUE" : server.mechanism;
  const { turns, open } = rendered(messages, begun, mechanism, server.hidden);
  const copied = mechanism === "INSTR" && begun !== null ? Math.ceil(begun.length / 2.2) + 4 : 0;
  const room = cap + (server.careful ? copied : 0);
  const { text: kept, length } = await behind(turns, open, room, draws);
  const text =
    begun === null
      ? kept
      : mechanism === "INSTR" && kept.startsWith(begun)
        ? kept.slice(begun.length)
        : mechanism === "FAKE-ECHO"
          ? `${begun}${kept}`
          : kept;
  return { text, length, usage: usageOf(messages, { turns, open }, text, server, draws) };
}

function rendered(
  messages: readonly Said[],
  begun: string | null,
  mechanism: OutsideMechanism,
  hidden: string,
): { readonly turns: readonly Said[]; readonly open: boolean } {
  if (begun === null) return { turns: messages, open: false };
  const before = messages.slice(0, -1);
  const asked = before.at(-1)?.content ?? "";
  switch (mechanism) {
    case "TRUE":
      return { turns: messages, open: true };
    case "CLOSED":
      return { turns: messages, open: false };
    case "CONT":
      return { turns: [...messages, { role: "user", content: hidden }], open: false };
    case "INSTR":
      return {
        turns: [
          ...before.slice(0, -1),
          { role: "user", content: `${asked}\n\nYour answer must begin with these words: ${begun}` },
        ],
        open: false,
      };
    case "FLIP":
      return { turns: [...before, { role: "user", content: begun }], open: false };
    case "DROP":
    case "FAKE-ECHO":
      return { turns: before, open: false };
  }
}

function usageOf(
  sent: readonly Said[],
  { turns, open }: { readonly turns: readonly Said[]; readonly open: boolean },
  text: string,
  { usage }: Outside,
  draws: Random,
) {
  const of = (prompt: number, completion: number) => ({
    ...{ prompt_tokens: prompt, completion_tokens: completion },
    total_tokens: prompt + completion,
  });
  const messages = (list: readonly Said[]): number =>
    list.reduce((sum, { content }) => sum + 4 + pieces(content).length, 3);
  const spent = pieces(text).length;
  const begun = sent.at(-1)?.role === "assistant";
  const characters = (written: string): number => Math.ceil(written.length / 4);
  switch (usage) {
    case "honest":
      return of(messages(turns) - (open ? 4 : 0), spent);
    case "dressed":
      return of(messages(sent) - (begun ? 4 : 0), spent);
    case "formula":
      return of(messages(sent), spent);
    case "characters":
      return of(characters(sent.map(({ content }) => content).join("")), characters(text));
    case "random":
      return of(20 + draws.int(400), 1 + draws.int(60));
    case "omitted":
      return null;
  }
}

function pieces(text: string): readonly string[] {
  return text.match(/\s*(?:[A-Za-z]{1,5}|\d{1,3}|[^\sA-Za-z\d])|\s+/g) ?? [];
}
