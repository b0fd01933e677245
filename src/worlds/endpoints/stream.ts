import type { StreamEvent } from "./apis/api.ts";

/** How a body is sent. */
interface Sending {
  /** Milliseconds a token. */
  readonly pace: number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Part of the body after which the connection breaks, 0 to 1; null: never. */
  readonly cut: number | null;
  /** The caller's: a body that is given up fails. */
  readonly signal: AbortSignal;
}

/** Timers are not finer than this, in milliseconds: shorter waits are saved up. */
export const shortestWait = 1;

/** Events as a server sends them, one chunk an event, each after the time that its tokens take. */
export function eventBody(
  events: readonly StreamEvent[],
  { pace, sleep, cut, signal }: Sending,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const end = cut === null ? events.length : 1 + Math.floor(cut * (events.length - 1));
  let next = 0;
  let owed = 0;
  return new ReadableStream({
    pull: async (controller) => {
      signal.throwIfAborted();
      const event = events[next];
      if (event === undefined || next >= end) {
        if (cut === null) controller.close();
        else controller.error(new Error(broken));
        return;
      }
      next++;
      owed += event.tokens * pace;
      if (owed >= shortestWait) {
        await sleep(owed);
        owed = 0;
      }
      const data = event.data === "[DONE]" ? event.data : JSON.stringify(event.data);
      const name = event.event === undefined ? "" : `event: ${event.event}\n`;
      controller.enqueue(encoder.encode(`${name}data: ${data}\n\n`));
    },
  });
}

/** A body that breaks off after a part of it. */
export function textBody(text: string, cut: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (sent) controller.error(new Error(broken));
      else controller.enqueue(bytes.slice(0, Math.max(1, Math.floor(cut * bytes.length))));
      sent = true;
    },
  });
}

const broken = "the connection was cut";
