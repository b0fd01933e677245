import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { serve } from "@hono/node-server";
import type { SimulatedEndpoint } from "./server.ts";

/** An endpoint on a socket. */
export interface ListeningEndpoint {
  /** Base of its API, such as `http://127.0.0.1:8123/v1`. */
  readonly url: string;
  /** Ends it, with the connections that are still open. */
  close(): Promise<void>;
}

/**
 * Serves an endpoint on loopback; without a port on one that is free.
 *
 * @throws the socket's own error, such as a port that is taken
 */
export async function listen(
  endpoint: SimulatedEndpoint,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ListeningEndpoint> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve(
    {
      fetch: async (request, { outgoing }) => breaking(await endpoint.fetch(request), outgoing),
      hostname: "127.0.0.1",
      port,
      // The process's own Request and Response stay as they are.
      overrideGlobalObjects: false,
    },
    resolve,
  );
  server.once("error", reject);
  const address = await promise;
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** A body that fails ends its connection, after what was sent of it; the server would turn it into a tidy error. */
function breaking(
  response: Response,
  outgoing: { readonly headersSent: boolean; readonly destroyed: boolean; destroy(): unknown },
): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) return response;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch {
        while (!outgoing.headersSent && !outgoing.destroyed) await wait(1);
        await wait(1);
        outgoing.destroy();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, response);
}
