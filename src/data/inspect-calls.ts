import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import { resolved } from "./inspect.ts";
import { parseJson } from "./json-text.ts";
import { type FileHash, readHashed, readWhole, textOf } from "./text-file.ts";
import { openZip } from "./zip.ts";

/** One call of a model as it went over the wire. */
interface LoggedCall {
  readonly request: JsonObject;
  readonly response: Json;
  /** Did it end in an error? Its status is not in the log. */
  readonly failed: boolean;
}

/** Calls of one Inspect log. */
export interface LoggedCalls {
  readonly calls: readonly LoggedCall[];
  /** Model events without the call itself, which Inspect may leave out, and those answered from a cache. */
  readonly without: number;
  readonly hash: FileHash;
}

/**
 * Requests and responses of all model events of an Inspect log, `.eval` or `.json`; what stands apart in a sample (attachments, pooled messages)
 * is put back.
 *
 * @throws CredenceError `input` on a broken archive, and on JSON that is no Inspect log
 */
export async function inspectCalls(file: string): Promise<LoggedCalls> {
  const calls: LoggedCall[] = [];
  let without = 0;
  const take = (sample: Json): void => {
    for (const call of callsOf(sample)) {
      if (call === null) without++;
      else calls.push(call);
    }
  };
  if (/\.eval$/i.test(file)) {
    const hash = await readHashed(file);
    const zip = await openZip(file);
    try {
      for (const name of zip.names.filter((member) => /^samples\/.+\.json$/.test(member)).sort())
        take(parseJson(await zip.text(name), `${file}#${name}`));
    } finally {
      zip.close();
    }
    return { calls, without, hash };
  }
  const { bytes, hash } = await readWhole(file);
  const log = parseJson(textOf(bytes, file), file);
  if (!isJsonObject(log) || !isJsonObject(log.eval) || !Array.isArray(log.samples)) {
    throw new CredenceError("input", "the file is no Inspect log with samples", {
      where: file,
      fix: "Name an Inspect log (.eval or .json), or JSON lines of {request, response} under another ending, such as .jsonl.",
    });
  }
  for (const sample of log.samples) take(sample);
  return { calls, without, hash };
}

/** Null for an event without its call. */
function callsOf(sample: Json): (LoggedCall | null)[] {
  if (!isJsonObject(sample) || !Array.isArray(sample.events)) return [];
  const attachments = isJsonObject(sample.attachments) ? sample.attachments : {};
  const pool =
    isJsonObject(sample.events_data) && Array.isArray(sample.events_data.calls)
      ? sample.events_data.calls
      : [];
  return sample.events
    .filter(isJsonObject)
    .filter(({ event }) => event === "model")
    .map(({ call, cache }) => {
      if (!isJsonObject(call) || !isJsonObject(call.request) || cache === "read") return null;
      if (call.response === undefined || call.response === null) return null;
      const request = resolved(unpooled(call, call.request, pool), attachments);
      const response = resolved(call.response, attachments);
      return isJsonObject(request) ? { request, response, failed: call.error === true } : null;
    });
}

/** Messages that many calls share are kept once a sample; a call names them by ranges [start, end). */
function unpooled(
  { call_refs: refs, call_key: key }: JsonObject,
  request: JsonObject,
  pool: readonly Json[],
): JsonObject {
  if (!Array.isArray(refs) || typeof key !== "string") return request;
  const messages = refs.flatMap((range) =>
    Array.isArray(range) && typeof range[0] === "number" && typeof range[1] === "number"
      ? pool.slice(range[0], range[1])
      : [],
  );
  return { ...request, [key]: messages };
}
