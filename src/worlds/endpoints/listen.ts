import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { SimulatedEndpoint } from "./server.ts";

/** An endpoint on a socket. */
export interface ListeningEndpoint {
  /** Base of its API, such as `http://127.0.0.1:8123/v1`. */
  readonly url: string;
  /** Ends it, with the connections that are still open. */
  close(): Promise<void>;
}

/** Serves an endpoint on loopback; without a port on one that is free. */
export async function listen(
  endpoint: SimulatedEndpoint,
  { port = 0 }: { readonly port?: number } = {},
): Promise<ListeningEndpoint> {
  const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>();
  const server = serve(
    {
      fetch: (request) => endpoint.fetch(request),
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
