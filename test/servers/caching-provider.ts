// A chat-completions provider with a real prefix cache: blocks of tokens, a least length, a time to live; what two calls ask side by
// side neither finds. It may tell the truth about it, say nothing, deny it, or boast.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

export interface CachingOptions {
  readonly minimum: number;
  readonly block: number;
  readonly ttlMs: number;
  readonly says: "truth" | "nothing" | "zero" | "everything";
  readonly names: "openai" | "deepseek";
  readonly delayMs: number;
}

/** What one call really came to. */
export interface Charged {
  readonly prompt: number;
  readonly read: number;
  readonly output: number;
}

export interface CachingProvider {
  /** Base URL. */
  readonly url: string;
  readonly charged: readonly Charged[];
}

export async function cachingProvider(t: TestContext, options: CachingOptions): Promise<CachingProvider> {
  const kept = new Map<string, number>();
  const charged: Charged[] = [];
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const tokens = tokensOf(body);
    const whole = Math.floor(tokens.length / options.block);
    let found = 0;
    const now = performance.now();
    for (let i = 1; i <= whole; i++) {
      const at = kept.get(tokens.slice(0, i * options.block).join(""));
      if (at === undefined || now - at > options.ttlMs) break;
      found = i * options.block;
    }
    const read = found < options.minimum ? 0 : found;
    await pause(options.delayMs);
    if (tokens.length >= options.minimum) {
      for (let i = 1; i <= whole; i++)
        kept.set(tokens.slice(0, i * options.block).join(""), performance.now());
    }
    charged.push({ prompt: tokens.length, read, output: 1 });
    send(response, body, tokens.length, read, options);
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => void answer(body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, charged };
}

/** Its own tokenizer, on its own rendering: words of up to four letters, blanks with the word behind them. */
function tokensOf(body: string): string[] {
  const { messages, tools } = JSON.parse(body);
  const turns: string[] = messages.map((turn: object) => `<|turn|>${JSON.stringify(turn)}`);
  return `${JSON.stringify(tools ?? [])}${turns.join("")}<|turn|>`.match(/<\|turn\|>| ?\w{1,4}|[^\w]/g) ?? [];
}

function send(
  response: ServerResponse,
  body: string,
  prompt: number,
  read: number,
  { says, names }: CachingOptions,
): void {
  // The answer hangs on the request's length alone: scores need only differ.
  const yes = Math.log(0.2 + 0.6 * ((body.length % 17) / 17));
  const no = Math.log1p(-Math.exp(yes));
  const top = [
    { token: "yes", logprob: yes },
    { token: "no", logprob: no },
  ];
  const said = says === "truth" ? read : says === "zero" ? 0 : prompt;
  const details =
    says === "nothing"
      ? {}
      : names === "openai"
        ? { prompt_tokens_details: { cached_tokens: said } }
        : { prompt_cache_hit_tokens: said, prompt_cache_miss_tokens: prompt - said };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      object: "chat.completion",
      choices: [
        {
          index: 0,
          finish_reason: "length",
          message: { role: "assistant", content: "yes" },
          logprobs: { content: [{ ...top[0], top_logprobs: top }] },
        },
      ],
      usage: { prompt_tokens: prompt, completion_tokens: 1, total_tokens: prompt + 1, ...details },
    }),
  );
}
