import type { AddressInfo } from "node:net";
import { completionOf, type ScriptedHandler } from "./index.ts";

/** A handler on a socket. */
export interface Served {
  /** A model reference: `http://127.0.0.1:PORT/v1#NAME`. */
  readonly reference: string;
  /** Requests so far. */
  readonly requests: () => number;
  close(): Promise<void>;
}

/** Serves a scripted model as an OpenAI-compatible server on loopback. */
export async function serveHandler(name: string, handler: ScriptedHandler, port = 0): Promise<Served> {
  const [{ Hono }, { serve }] = await Promise.all([import("hono"), import("@hono/node-server")]);
  let requests = 0;
  const app = new Hono().post("/v1/chat/completions", async (context) => {
    requests++;
    return context.json({ ...completionOf(name, await handler(await context.req.text())) });
  });
  const { server, address } = await new Promise<{ server: ReturnType<typeof serve>; address: AddressInfo }>(
    (resolve) => {
      const listening: ReturnType<typeof serve> = serve(
        { fetch: app.fetch, hostname: "127.0.0.1", port },
        (info) => resolve({ server: listening, address: info }),
      );
    },
  );
  return {
    reference: `http://127.0.0.1:${address.port}/v1#${name}`,
    requests: () => requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
