// A chat-completions server on loopback for fakes that answer by chance. It knows nothing but the bytes of each request.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** A number in [0, 1) for a label, drawn from a body's bytes and from how often it came before. */
export type Chance = (label: string) => number;

/** What a fake answers. */
interface ChatAnswer {
  readonly model: string;
  readonly said: string;
  readonly promptTokens: number;
}

/** Starts one; gives its base URL, and every body that it was sent. */
export async function chatServer(
  t: TestContext,
  answer: (body: string, chance: Chance) => ChatAnswer,
): Promise<{ readonly url: string; readonly bodies: readonly string[] }> {
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
      const { model, said, promptTokens } = answer(
        body,
        (label) => createHash("md5").update(`${label} ${times} ${body}`).digest().readUInt32BE(0) / 2 ** 32,
      );
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          ...{ id: "x", object: "chat.completion", created: 0, model },
          choices: [
            { index: 0, finish_reason: "stop", message: { role: "assistant", content: said, refusal: null } },
          ],
          usage: { prompt_tokens: promptTokens, completion_tokens: 12, total_tokens: promptTokens + 12 },
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
  return { url: `http://127.0.0.1:${port}/v1`, bodies };
}
