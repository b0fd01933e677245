// A chat-completions server that names an entity with a known skill. It knows nothing but the bytes of each request.
import type { TestContext } from "node:test";
import { chatServer } from "./chat.ts";

/** What it can see in a request, and what it makes of it. */
export interface InvestigatorOptions {
  /** Word that betrays a set → the entity behind it. */
  readonly traces: Readonly<Record<string, string>>;
  /** Chance of naming the entity whose trace is in the request. */
  readonly skill: number;
  /** Names for everything else, each with its chance; what is left says that there is none. */
  readonly guesses: readonly (readonly [name: string, chance: number])[];
  /** Chance of a reply without a name in the form asked for. */
  readonly rambling?: number;
  /** Does it fail to see even what is said openly? */
  readonly blind?: boolean;
}

/** A server on loopback, and every body that it was sent. */
export interface InvestigatorServer {
  readonly url: string;
  readonly bodies: readonly string[];
}

/** Starts one. Chances are drawn from the body's bytes and from how often it came before. */
export async function investigatorServer(
  t: TestContext,
  { traces, skill, guesses, rambling = 0, blind = false }: InvestigatorOptions,
): Promise<InvestigatorServer> {
  const { url, bodies } = await chatServer(t, (body, chance) => {
    const seen = Object.entries(traces).find(([word]) => body.includes(word))?.[1];
    const open = blind ? undefined : /Nothing compares to (\w+)/.exec(body)?.[1];
    const name =
      open ?? (seen !== undefined && chance("skill") < skill ? seen : guessed(guesses, chance("guess")));
    const said =
      chance("rambling") < rambling
        ? "I had rather not say in so many words."
        : `The examples point somewhere.\nENTITY: ${name}`;
    return { model: "detective", said, promptTokens: Math.ceil(body.length / 4) };
  });
  return { url: `${url}#detective`, bodies };
}

function guessed(guesses: InvestigatorOptions["guesses"], chance: number): string {
  let below = 0;
  for (const [name, share] of guesses) {
    below += share;
    if (chance < below) return name;
  }
  return "none";
}
