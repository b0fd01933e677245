// Organisms behind an OpenAI-compatible server on loopback: what a study asks goes through real sockets, and comes back as bytes.

import type { ScriptedHandler } from "../../src/models/scripted/index.ts";
import { organisms } from "../../src/models/scripted/organisms/index.ts";
import { serveHandler } from "../../src/models/scripted/serve.ts";

/** What an organism does. */
export function handlerOf(name: string): ScriptedHandler {
  const found = organisms.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no organism is called ${name}`);
  return found.handler;
}

/** Serves handlers for as long as something is done with their references. */
export async function whileServed<T>(
  handlers: readonly ScriptedHandler[],
  does: (references: readonly string[]) => Promise<T>,
): Promise<T> {
  const served = await Promise.all(handlers.map((handler, i) => serveHandler(`organism-${i}`, handler)));
  try {
    return await does(served.map(({ reference }) => reference));
  } finally {
    for (const one of served) await one.close();
  }
}
