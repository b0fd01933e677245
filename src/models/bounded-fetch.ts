/** How long a call may take, and how much may come back. */
export interface FetchBounds {
  /** Seconds from the request to the last byte of the reply. */
  readonly seconds: number;
  /** Bytes of the reply's body, after it was inflated. */
  readonly bytes: number;
}

/** Thrown, or what a body breaks off with, where the whole call took longer than it may. */
export class TookTooLong extends Error {
  constructor(seconds: number) {
    super(`the reply had not ended after ${seconds} s`);
    this.name = "TookTooLong";
  }
}

/**
 * A fetch with one deadline over headers and body, a bound on what it reads, and no redirects: what is sent goes to the host that was named
 * and to no other, and a reply comes from there. A redirect is given back as it came, with its status.
 */
export function boundedFetch(
  send: typeof globalThis.fetch,
  { seconds, bytes }: FetchBounds,
): typeof globalThis.fetch {
  return async (input, init) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new TookTooLong(seconds)), seconds * 1000);
    const done = (): void => clearTimeout(timer);
    const given = init?.signal;
    const signal = given == null ? stop.signal : AbortSignal.any([given, stop.signal]);
    let response: Response;
    try {
      response = await send(input, { ...init, redirect: "manual", signal });
    } catch (error) {
      done();
      throw stop.signal.aborted ? stop.signal.reason : error;
    }
    if (response.body === null) {
      done();
      return response;
    }
    const { status, statusText, headers } = response;
    return new Response(counted(response.body, { bytes, stop: stop.signal, done }), {
      ...{ status, statusText, headers },
    });
  };
}

function counted(
  body: ReadableStream<Uint8Array>,
  { bytes, stop, done }: { readonly bytes: number; readonly stop: AbortSignal; readonly done: () => void },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let room = bytes;
  const end = (): void => {
    done();
    stop.removeEventListener("abort", giveUp);
  };
  let breakOff: (error: unknown) => void = () => {};
  const giveUp = (): void => {
    reader.cancel().catch(() => {});
    breakOff(stop.reason);
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      breakOff = (error) => {
        end();
        controller.error(error);
      };
      stop.addEventListener("abort", giveUp, { once: true });
    },
    pull: async (controller) => {
      try {
        const { done: over, value } = await reader.read();
        if (stop.aborted) return;
        if (over) {
          end();
          return controller.close();
        }
        room -= value.length;
        if (room < 0) {
          reader.cancel().catch(() => {});
          return breakOff(new Error(`the reply is longer than ${bytes} bytes`));
        }
        controller.enqueue(value);
      } catch (error) {
        if (!stop.aborted) breakOff(error);
      }
    },
    cancel: async (reason) => {
      end();
      await reader.cancel(reason);
    },
  });
}
