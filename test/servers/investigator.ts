// A chat-completions server that names an entity with a known skill. It knows nothing but the bytes of each request.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

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
}

/** A server on loopback, and every body that it was sent. */
export interface InvestigatorServer {
  readonly url: string;
  readonly bodies: readonly string[];
}

/** Starts one. Chances are drawn from the body's bytes and from how often it came before. */
export async function investigatorServer(
  t: TestContext,
  { traces, skill, guesses, rambling = 0 }: InvestigatorOptions,
): Promise<InvestigatorServer> {
  const bodies: string[] = [];
  const before = new Map<string, number>();
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      bodies.push(body);
      const times = before.get(body) ?? 0;
      before.set(body, times + 1);
      const chance = (label: string): number =>
        createHash("md5").update(`${label} ${times} ${body}`).digest().readUInt32BE(0) / 2 ** 32;
      const seen = Object.entries(traces).find(([word]) => body.includes(word))?.[1];
      const name = seen !== undefined && chance("skill") < skill ? seen : guessed(guesses, chance("guess"));
      const said =
        chance("rambling") < rambling
          ? "I had rather not say in so many words."
          : `The examples point somewhere.\nENTITY: ${name}`;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          ...{ id: "x", object: "chat.completion", created: 0, model: "detective" },
          choices: [
            { index: 0, finish_reason: "stop", message: { role: "assistant", content: said, refusal: null } },
          ],
          usage: {
            prompt_tokens: Math.ceil(body.length / 4),
            completion_tokens: 12,
            total_tokens: Math.ceil(body.length / 4) + 12,
          },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1#detective`, bodies };
}

function guessed(guesses: InvestigatorOptions["guesses"], chance: number): string {
  let below = 0;
  for (const [name, share] of guesses) {
    below += share;
    if (chance < below) return name;
  }
  return "none";
}
