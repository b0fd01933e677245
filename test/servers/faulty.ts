// A chat-completions server that goes wrong in one declared way.
import { createServer } from "node:http";
import type { TestContext } from "node:test";

/** What the server does with a request; `count` is how many came before. */
export interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Announces the whole body, sends half of it and closes the connection. */
  readonly cut?: boolean;
  /** Closes the connection without a word. */
  readonly hangUp?: boolean;
  readonly delay?: number;
}

/** A running server. */
export interface FaultyServer {
  readonly reference: string;
  readonly requests: () => number;
  /** Authorization headers seen. */
  readonly keys: () => readonly string[];
}

/** A whole and healthy answer, with changes. */
export function answer(
  changes: Readonly<Record<string, unknown>> = {},
  choice: Readonly<Record<string, unknown>> = {},
): string {
  const top = [
    { token: " yes", logprob: Math.log(0.6), bytes: null },
    { token: "no", logprob: Math.log(0.2), bytes: null },
    { token: "maybe", logprob: Math.log(0.1), bytes: null },
    { token: "Yes", logprob: Math.log(0.05), bytes: null },
  ];
  return JSON.stringify({
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [
      {
        index: 0,
        finish_reason: "length",
        message: { role: "assistant", content: " yes", refusal: null },
        logprobs: { content: [{ ...top[0], top_logprobs: top }], refusal: null },
        ...choice,
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 1, total_tokens: 101 },
    ...changes,
  });
}

/** Starts a server on loopback that answers each request as told. */
export async function faultyServer(t: TestContext, faultOf: (count: number) => Fault): Promise<FaultyServer> {
  const keys: string[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization ?? "");
    const fault = faultOf(count++);
    request.resume().on("end", () => {
      setTimeout(() => {
        if (fault.hangUp === true) {
          request.socket.destroy();
          return;
        }
        const body = fault.body ?? answer();
        response.writeHead(fault.status ?? 200, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          ...fault.headers,
        });
        if (fault.cut !== true) {
          response.end(body);
          return;
        }
        response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
      }, fault.delay ?? 0).unref();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { reference: `http://127.0.0.1:${port}/v1#m`, requests: () => count, keys: () => keys };
}
