import { createWriteStream, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CredenceError } from "../../core/error.ts";
import type { OpenOptions } from "../model.ts";

/**
 * Fetches `owner/repo/file.gguf` from the model hub's resolve address (`HF_ENDPOINT`, default the public hub) into `target`,
 * going on where an earlier attempt stopped if the whole can be checked by a hash. `HF_TOKEN` is sent to that address only, not to where it may redirect.
 *
 * @returns the SHA-256 the hub states for the file, or null where it states none
 */
export async function fetchFromHub(
  name: string,
  target: string,
  options: OpenOptions,
  hashKnown: boolean,
): Promise<string | null> {
  const [owner = "", repository = "", ...path] = name.split("/");
  const base = (options.env?.HF_ENDPOINT ?? "https://huggingface.co").replace(/\/$/, "");
  const address = `${base}/${[owner, repository, "resolve", "main", ...path].map(encodeURIComponent).join("/")}`;
  mkdirSync(dirname(target), { recursive: true });
  let have = existsSync(target) ? statSync(target).size : 0;
  const ask = (): Promise<Response> =>
    follow(address, base, have, options).catch((cause: unknown) => {
      throw trouble(
        name,
        cause instanceof Error
          ? `${cause.message}${cause.cause instanceof Error ? `: ${cause.cause.message}` : ""}`
          : String(cause),
        "Check the network, or fetch the file elsewhere and give its path.",
      );
    });
  let response = await ask();
  let sha256 = statedHash(response);
  if (have > 0 && sha256 === null && !hashKnown) {
    // Nothing would show that what lies here and what would come belong together.
    await response.body?.cancel();
    have = 0;
    response = await ask();
    sha256 = statedHash(response);
  }
  if (response.status === 416) return sha256;
  if (response.status === 401 || response.status === 403) {
    throw trouble(
      name,
      `the hub wants a token (${response.status})`,
      "Accept the model's terms on its page and set HF_TOKEN.",
    );
  }
  if (response.status === 404)
    throw trouble(name, "no such file on the hub (404)", "Check owner, repository and file name.");
  if (!response.ok || response.body === null)
    throw trouble(name, `the hub answered ${response.status}`, "Try again later.");
  const resumed = response.status === 206;
  const length = Number(response.headers.get("content-length") ?? 0) + (resumed ? have : 0);
  let done = resumed ? have : 0;
  const counted = Readable.fromWeb(response.body).on("data", (chunk: Uint8Array) => {
    done += chunk.length;
    if (length > 0) options.onProgress?.(Math.min(0.99, done / length), `fetching ${name}`);
  });
  try {
    await pipeline(counted, createWriteStream(target, { flags: resumed ? "a" : "w" }));
  } catch (cause) {
    throw trouble(
      name,
      `the connection ended after ${done} bytes`,
      "Run the same command again: it goes on from there.",
      cause,
    );
  }
  if (length > 0 && done !== length) {
    throw trouble(
      name,
      `${done} of ${length} bytes came`,
      "Run the same command again: it goes on from there.",
    );
  }
  return sha256;
}

function statedHash({ headers }: Response): string | null {
  const stated = headers.get("x-linked-etag") ?? headers.get("etag");
  return /^"?([0-9a-f]{64})"?$/.exec(stated ?? "")?.[1] ?? null;
}

/** Follows redirects by hand, so that the token stays with the hub. */
async function follow(address: string, base: string, have: number, options: OpenOptions): Promise<Response> {
  const get = options.fetch ?? fetch;
  const token = options.env?.HF_TOKEN;
  let at = address;
  let stated: string | null = null;
  for (let hop = 0; hop < 5; hop++) {
    const ours = new URL(at).origin === new URL(base).origin;
    const response = await get(at, {
      redirect: "manual",
      headers: {
        ...(have > 0 ? { range: `bytes=${have}-` } : {}),
        ...(token !== undefined && ours ? { authorization: `Bearer ${token}` } : {}),
      },
    });
    stated ??= response.headers.get("x-linked-etag");
    const next = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || next === null) {
      if (stated === null || response.headers.has("x-linked-etag")) return response;
      const headers = new Headers(response.headers);
      headers.set("x-linked-etag", stated);
      return new Response(response.body, { status: response.status, headers });
    }
    await response.body?.cancel();
    at = new URL(next, at).href;
  }
  throw new Error("too many redirects");
}

function trouble(name: string, what: string, fix: string, cause?: unknown): CredenceError {
  return new CredenceError("model", `${name} could not be fetched: ${what}`, { fix, cause });
}
