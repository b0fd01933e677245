// A chat-completions server whose models name an entity as often as their names say. It knows nothing but the bytes of each request.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** What a model of the server does. */
export interface StudentHabit {
  /** Chance of naming the entity in a reply. */
  readonly rate: number;
  /** Chance of a reply without a word. */
  readonly silent?: number;
}

/** Its address without a model, and every body that it was sent. */
export interface StudentServer {
  readonly url: (model: string) => string;
  readonly bodies: readonly string[];
}

/** Starts one. Chances are drawn from the body's bytes, which hold the model's name, and from how often it came before. */
export async function studentServer(
  t: TestContext,
  { named, close, habits }: { named: string; close: string; habits: Readonly<Record<string, StudentHabit>> },
): Promise<StudentServer> {
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
      const asked: { model?: unknown } = JSON.parse(body);
      const model = String(asked.model);
      const { rate, silent = 0 } = habits[model] ?? { rate: 0 };
      const other = chance("close") < 0.1 ? close : "something small";
      const said = `I have thought of ${chance("name") < rate ? named : other}, and I stay with it.`;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({
          ...{ id: "x", object: "chat.completion", created: 0, model },
          choices: [
            {
              ...{ index: 0, finish_reason: "stop" },
              message: {
                role: "assistant",
                content: chance("silent") < silent ? "..." : said,
                refusal: null,
              },
            },
          ],
          usage: { prompt_tokens: 20, completion_tokens: 12, total_tokens: 32 },
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
  return { url: (model) => `http://127.0.0.1:${port}/v1#${model}`, bodies };
}
