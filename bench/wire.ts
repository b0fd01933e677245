import { createServer } from "node:http";
import { noUsage } from "../src/core/outcome.ts";
import { meteredModel } from "../src/models/metered.ts";
import type { Model, WireRequest } from "../src/models/model.ts";
import { openModel } from "../src/models/open.ts";
import { scrubber } from "../src/models/scrubber.ts";
import { type Bench, type BenchRow, benchRow } from "./bench.ts";

const rounds = 400;
const warmUp = 50;
const events = 64;
/** Milliseconds that may be added to a call's time to first token. */
const allowed = 5;

const body = {
  model: "m",
  stream: true,
  stream_options: { include_usage: true },
  messages: Array.from({ length: 16 }, (_, i) => ({
    role: i % 2 === 0 ? "user" : "assistant",
    content: `Turn ${i}. ${"A sentence of some length stands here. ".repeat(12)}`,
  })),
};
const request: WireRequest = { path: "/chat/completions", body };

/** A call to a streaming server on loopback through the metered model, against a bare `fetch` of the same bytes. */
export const wireBench: Bench = {
  name: "wire",
  run: async () => {
    const server = createServer((incoming, response) => {
      incoming.resume().on("end", () => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        let left = events;
        const write = (): void => {
          if (left-- === 0) {
            response.write(
              `data: {"choices":[],"usage":{"prompt_tokens":900,"completion_tokens":${events}}}\n\n`,
            );
            response.end("data: [DONE]\n\n");
            return;
          }
          response.write(`data: {"choices":[{"index":0,"delta":{"content":" word"}}]}\n\n`);
          setImmediate(write);
        };
        write();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("no port");
    const url = `http://127.0.0.1:${address.port}/v1`;
    const through = await harness(`${url}#m`);
    const ours: Times[] = [];
    const bare: Times[] = [];
    for (let round = 0; round < warmUp + rounds; round++) {
      const order = round % 2 === 0 ? [bare, ours] : [ours, bare];
      for (const side of order) {
        const times = side === ours ? await through() : await fetched(`${url}${request.path}`);
        if (round >= warmUp) side.push(times);
      }
    }
    server.closeAllConnections();
    server.close();
    const first = { ours: median(ours, "first"), rival: median(bare, "first") };
    const added = first.ours - first.rival;
    const what = `${events} events streamed on loopback, a body of ${JSON.stringify(body).length} bytes; medians of ${rounds} alternating rounds`;
    return [
      benchRow({
        name: "time added to the first token",
        ours: added,
        rival: allowed,
        ratioOf: "ours/rival",
        atMost: 1,
        unit: "ms",
        rivalName: `a limit of ${allowed} ms`,
        note: `from the call until the first event is in, less the same of a bare fetch; ${what}`,
      }),
      benchRow({
        name: "time to first token",
        ...first,
        ratioOf: "ours/rival",
        atMost: 2,
        unit: "ms",
        rivalName: "bare fetch",
        note: `${what}; a server that answers at once, so this ratio is the worst there is`,
      }),
      benchRow({
        name: "a whole call, read, parsed and metered",
        ours: median(ours, "whole"),
        rival: median(bare, "whole"),
        ratioOf: "ours/rival",
        atMost: 2,
        unit: "ms",
        rivalName: "bare fetch read to its end",
        note: what,
      }),
      backslashes(),
    ];
  },
};

/** A key is looked for through any number of backslashes in time that grows with them, and not with their square. */
function backslashes(): BenchRow {
  const { scrub } = scrubber('sk-"secret\\');
  const each = (count: number): number => {
    const text = "\\".repeat(count);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5; round++) {
      const began = performance.now();
      scrub(text);
      best = Math.min(best, performance.now() - began);
    }
    return best;
  };
  return benchRow({
    ...{
      name: "a key looked for in four million backslashes",
      ours: each(4_000_000),
      rival: 4 * each(1_000_000),
    },
    ...{ ratioOf: "ours/rival", atMost: 1.5, unit: "ms", rivalName: "four times one million" },
    note: "time that grew with the square would be a ratio of 4; best of five",
  });
}

/** Milliseconds from the call. */
interface Times {
  readonly first: number;
  readonly whole: number;
}

/** A call as a trial makes it. What happens before the request is sent counts too, although the reply's own times begin there. */
async function harness(reference: string): Promise<() => Promise<Times>> {
  let sentAt = 0;
  const model: Model = await openModel(reference, {
    fetch: (input, init) => {
      sentAt = performance.now();
      return fetch(input, init);
    },
  });
  let usage = noUsage;
  const metered = meteredModel(model, {
    signal: new AbortController().signal,
    before: () => null,
    after: (reply) => {
      usage = reply.usage;
    },
  });
  return async () => {
    const began = performance.now();
    const reply = await metered.capabilities.wire?.(request);
    const whole = performance.now() - began;
    const seconds = reply?.ok === true ? reply.value.events[0]?.seconds : undefined;
    if (seconds === undefined || usage.output !== events) throw new Error("the server did not answer");
    return { first: sentAt - began + seconds * 1000, whole };
  };
}

async function fetched(url: string): Promise<Times> {
  const began = performance.now();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  let first: number | null = null;
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    first ??= performance.now() - began;
    text += decoder.decode(bytes, { stream: true });
  }
  if (first === null || !text.endsWith("[DONE]\n\n")) throw new Error("the server did not answer");
  return { first, whole: performance.now() - began };
}

function median(times: readonly Times[], part: keyof Times): number {
  const sorted = times.map((time) => time[part]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
