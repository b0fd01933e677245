import type { JsonObject } from "../core/json.ts";
import { type Missing, unknownUsage } from "../core/outcome.ts";
import { callSeconds, replyBytes } from "./asking.ts";
import { type EventStream, eventStream } from "./event-stream.ts";
import { errorText, missingOf } from "./failure.ts";
import type { Capabilities, Reply, WireReply, WireRequest } from "./model.ts";
import { type Scrubber, scrubber } from "./scrubber.ts";
import type { UsageFields } from "./usage-fields.ts";
import { usageOf } from "./wire-usage.ts";

/** A server that is asked directly. */
export interface WireServer {
  /** Base URL without credentials, query and last slash. */
  readonly base: string;
  /** Headers that carry the key. No request can name others in their place. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Headers that a request may replace. */
  readonly headers?: (body: JsonObject) => Readonly<Record<string, string>>;
  /** Taken out of everything that comes back. */
  readonly key: string | undefined;
  /** Names of the tokens that a reply to this path reports. */
  readonly usage: (path: string) => UsageFields;
  /** Replaces the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** Seconds a call may take; default 180. */
  readonly seconds?: number;
  /** Longest body that is read, in bytes; default 16 MiB. */
  readonly bytes?: number;
}

/** Headers of a request that are never the caller's, and of a response that are never kept. */
const secret = [
  "authorization",
  "proxy-authorization",
  "x-api-key",
  "api-key",
  "cookie",
  "set-cookie",
  "set-cookie2",
];

/**
 * Sends requests as they are, each once: nothing is tried again and no redirect is followed, so that a key never reaches another
 * host. Whatever status comes back is a value, and so is a body that ends early; there is none only where no answer came, or the
 * caller gave up. Two statuses are the network's own business: `fetch` asks again after a 421 where the request has no body, and gives
 * no answer for a 407.
 */
export function wireTo(server: WireServer): Capabilities["wire"] {
  const { seconds: limit = callSeconds, bytes = replyBytes } = server;
  const send = server.fetch ?? globalThis.fetch;
  const cleaner = scrubber(server.key);
  const none = (missing: Missing): Reply<never> => ({ ok: false, missing, usage: unknownUsage });

  return async (request, call) => {
    const address = addressOf(server.base, request);
    const stop = new AbortController();
    const giveUp = (): void => stop.abort();
    const timer = setTimeout(giveUp, limit * 1000);
    call?.signal?.addEventListener("abort", giveUp, { once: true });
    const aborted = (): boolean => call?.signal?.aborted === true;
    const failed = (error: unknown): Missing => {
      const failure = { status: null, headers: null, text: errorText(error) };
      const why = { aborted: aborted(), timedOut: stop.signal.aborted };
      return missingOf({ ...failure, ...why }, cleaner.scrub, []);
    };
    try {
      if (aborted()) return none(failed(null));
      const init = initOf(server, request, cleaner, stop.signal);
      if ("missing" in init) return none(init.missing);
      const began = performance.now();
      const now = (): number => (performance.now() - began) / 1000;
      const asked = send(address, init);
      let response: Response;
      try {
        response = await within(asked, stop.signal);
      } catch (error) {
        // A server in this process may answer all the same.
        asked.then(({ body }) => body?.cancel()).catch(() => {});
        return none(failed(error));
      }
      const value = await replyOf(response, now(), { now, cleaner, limit, bytes, signal: stop.signal });
      if (aborted() && value.cut !== null) return none(failed(null));
      return { ok: true, value, usage: usageOf(request, value, server.usage(request.path)) };
    } finally {
      clearTimeout(timer);
      call?.signal?.removeEventListener("abort", giveUp);
    }
  };
}

/** Where a request goes. It cannot leave the server, whose key it carries: a path that would is a bug of the caller. */
function addressOf(base: string, { path, at = "base" }: WireRequest): string {
  const { origin } = new URL(base);
  const address = `${at === "base" ? base : origin}${path}`;
  if (!path.startsWith("/") || new URL(address).origin !== origin) {
    throw new Error(`a path on the wire begins with a slash: ${path}`);
  }
  return address;
}

function initOf(
  server: WireServer,
  { method = "POST", body, headers }: WireRequest,
  cleaner: Scrubber,
  signal: AbortSignal,
): RequestInit | { readonly missing: Missing } {
  if (method === "GET" && body !== undefined) throw new Error("a GET has no body");
  const bytes = body === undefined ? null : new TextEncoder().encode(JSON.stringify(body));
  let sent: Headers;
  try {
    // A compressed stream would be timed by the compressor's blocks.
    sent = new Headers({ "accept-encoding": "identity", ...server.headers?.(body ?? {}) });
    for (const [name, value] of Object.entries(headers ?? {})) sent.set(name, value);
    for (const name of secret) sent.delete(name);
    for (const [name, value] of Object.entries(server.credentials)) sent.set(name, value);
  } catch (error) {
    const reason = `a header cannot be sent: ${cleaner.scrub(errorText(error))}`;
    return { missing: { kind: "failed", code: "bad-header", reason } };
  }
  const init: RequestInit = { method, headers: sent, redirect: "manual", signal };
  if (bytes === null) return init;
  sent.set("content-type", "application/json");
  sent.set("content-length", String(bytes.length));
  // `fetch` sends a body that it can read twice again after a 421; a stream it cannot.
  return { ...init, body: new Blob([bytes]).stream(), duplex: "half" };
}

interface Reading {
  readonly now: () => number;
  readonly cleaner: Scrubber;
  /** Seconds the call may take. */
  readonly limit: number;
  /** Longest body that is read, in bytes. */
  readonly bytes: number;
  readonly signal: AbortSignal;
}

async function replyOf(response: Response, headersAt: number, reading: Reading): Promise<WireReply> {
  const { scrub, scrubCut } = reading.cleaner;
  const stream = eventStream();
  const { text, firstByte, cut } = await bodyOf(response, stream, reading);
  const isStream =
    response.headers.get("content-type")?.includes("text/event-stream") === true ||
    /^\uFEFF?\s*(data|event|id|retry)?:/.test(text);
  const total = reading.now();
  return {
    status: response.status,
    headers: headersOf(response.headers, scrub),
    text: cut === null ? scrub(text) : scrubCut(text),
    events: isStream
      ? stream.end(cut === null).map(({ seconds, data }) => ({ seconds, data: scrub(data) }))
      : [],
    seconds: { headers: headersAt, firstByte, total },
    cut,
  };
}

async function bodyOf(
  response: Response,
  stream: EventStream,
  { now, cleaner, limit, bytes, signal }: Reading,
): Promise<{ readonly text: string; readonly firstByte: number | null; readonly cut: string | null }> {
  const reader = response.body?.getReader();
  // A mark of the byte order is part of what came.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  let firstByte: number | null = null;
  let cut: string | null = null;
  let room = bytes;
  const take = (piece: string, seconds: number): void => {
    text += piece;
    stream.take(piece, seconds);
  };
  try {
    while (reader !== undefined && cut === null) {
      const { done, value } = await within(reader.read(), signal);
      if (done) break;
      const seconds = now();
      if (value.length > 0) firstByte ??= seconds;
      if (value.length > room) cut = `it is longer than ${bytes} bytes, and the rest was not read`;
      take(decoder.decode(value.subarray(0, room), { stream: true }), seconds);
      room -= value.length;
    }
  } catch (error) {
    const why = cleaner.scrub(errorText(error));
    cut = signal.aborted ? `it had not ended after ${limit} s` : `the connection broke off: ${why}`;
  }
  take(decoder.decode(), now());
  if (cut !== null) reader?.cancel().catch(() => {});
  return { text, firstByte, cut };
}

function headersOf(headers: Headers, scrub: (text: string) => string): Record<string, string> {
  const kept = [...headers].filter(([name]) => !secret.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [scrub(name), scrub(value)]));
}

/** The promise's value, unless the signal comes first: what plays a server may not heed it. */
async function within<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: given, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error("given up"));
  if (signal.aborted) giveUp();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([promise, given]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
