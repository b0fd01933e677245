import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun, ToolDefinition } from "../core/message.ts";
import { chatMessages, toolDefinitions } from "./chat-messages.ts";
import { toolsKey } from "./inspect-tools.ts";
import { parseJson } from "./json-text.ts";
import { fieldError, seen } from "./message-content.ts";
import { openZip } from "./zip.ts";

/** Runs of one log, and what was odd about it. */
export interface LogRuns {
  readonly runs: AgentRun[];
  readonly notes: string[];
}

/**
 * Samples of an Inspect `.eval` archive, one run each. A log without `header.json` was not finished: what it has is read, and
 * said. Fields this version does not know do no harm.
 *
 * @throws CredenceError `input` on a broken archive, one that holds no log, and a sample that cannot be read
 */
export async function inspectArchive(file: string): Promise<LogRuns> {
  const zip = await openZip(file);
  try {
    const finished = zip.names.includes("header.json");
    const about = finished ? "header.json" : "_journal/start.json";
    if (!zip.names.includes(about)) {
      throw new CredenceError(
        "input",
        "the archive is no Inspect log (neither header.json nor _journal/start.json)",
        {
          where: file,
          fix: "Name .eval files as Inspect writes them, or the folder they are in.",
        },
      );
    }
    const header = parseJson(await zip.text(about), `${file}#${about}`);
    const runs: AgentRun[] = [];
    for (const name of zip.names.filter((member) => /^samples\/.+\.json$/.test(member)).sort()) {
      const where = `${file}#${name}`;
      runs.push(sampleRun(parseJson(await zip.text(name), where), taskOf(header), where));
    }
    const unfinished = `${file}: the log is unfinished (no header.json); its samples so far are read`;
    return { runs, notes: finished ? notesOn(file, header, runs) : [unfinished, ...errorNotes(file, runs)] };
  } finally {
    zip.close();
  }
}

/** Samples of an Inspect log in its JSON form; null if the value is not such a log. */
export function inspectLog(value: Json, file: string): LogRuns | null {
  if (!isJsonObject(value) || !isJsonObject(value.eval) || typeof value.version !== "number") return null;
  const { samples } = value;
  if (samples === undefined || samples === null)
    return { runs: [], notes: [`${file}: an Inspect log without samples`] };
  if (!Array.isArray(samples))
    throw fieldError({ source: file, field: "samples" }, seen(samples), "a list of samples");
  const runs = samples.map((sample: Json, i) => sampleRun(sample, taskOf(value), `${file}#samples[${i}]`));
  return { runs, notes: notesOn(file, value, runs) };
}

function notesOn(file: string, header: Json, runs: readonly AgentRun[]): string[] {
  const status = isJsonObject(header) ? header.status : undefined;
  return [
    ...(status === "success" ? [] : [`${file}: the log's status is ${String(status)}`]),
    ...errorNotes(file, runs),
  ];
}

function errorNotes(file: string, runs: readonly AgentRun[]): string[] {
  const count = runs.filter(({ fields }) => fields.error !== undefined).length;
  return count === 0
    ? []
    : [`${file}: ${count} of ${runs.length} samples ended with an error; what they hold is read`];
}

function taskOf(header: Json): JsonObject {
  const { task, model, run_id } = isJsonObject(header) && isJsonObject(header.eval) ? header.eval : {};
  return {
    ...(task === undefined ? {} : { task }),
    ...(model === undefined ? {} : { model }),
    ...(run_id === undefined ? {} : { run_id }),
  };
}

/** `fields`: task and model of the log, id, epoch, input (where it is text), target, metadata, and the value of each score by its scorer. */
function sampleRun(sample: Json, about: JsonObject, source: string): AgentRun {
  if (!isJsonObject(sample)) throw fieldError({ source, field: "sample" }, seen(sample), "a sample object");
  const attachments = isJsonObject(sample.attachments) ? sample.attachments : {};
  if (sample.messages === undefined)
    throw fieldError({ source, field: "messages" }, "missing", "a list of messages");
  const messages = chatMessages(resolved(sample.messages, attachments), { source, field: "messages" });
  const { id, input } = sample;
  if (typeof id !== "string" && typeof id !== "number")
    throw fieldError({ source, field: "id" }, seen(id), "the sample's id");
  const epoch = typeof sample.epoch === "number" ? sample.epoch : 1;
  const scores = isJsonObject(sample.scores) ? sample.scores : {};
  const tools = exportedTools(sample.store, source) ?? toolsOf(sample.events, attachments, source);
  return {
    id: `${id}_epoch_${epoch}`,
    source,
    messages,
    ...(tools === undefined ? {} : { tools }),
    fields: {
      ...about,
      id,
      epoch,
      ...(typeof input === "string" ? { input: resolved(input, attachments) } : {}),
      target: sample.target ?? null,
      metadata: resolved(sample.metadata ?? {}, attachments),
      scores: Object.fromEntries(
        Object.entries(scores).map(([name, score]) => [
          name,
          isJsonObject(score) ? (score.value ?? null) : (score ?? null),
        ]),
      ),
      ...(sample.error === undefined || sample.error === null ? {} : { error: sample.error }),
    },
  };
}

/** The tools that the first call of a model with tools was given: a sample keeps them with its events. */
function toolsOf(
  events: Json | undefined,
  attachments: JsonObject,
  source: string,
): ToolDefinition[] | undefined {
  if (!Array.isArray(events)) return undefined;
  for (const [i, event] of events.entries()) {
    if (
      !isJsonObject(event) ||
      event.event !== "model" ||
      !Array.isArray(event.tools) ||
      event.tools.length === 0
    )
      continue;
    return toolDefinitions(resolved(event.tools, attachments), { source, field: `events[${i}].tools` });
  }
  return undefined;
}

/** The tools as `credence export` keeps them: exactly, which the events of a log cannot. */
function exportedTools(store: Json | undefined, source: string): ToolDefinition[] | undefined {
  const tools = isJsonObject(store) ? store[toolsKey] : undefined;
  return toolDefinitions(tools, { source, field: `store.${toolsKey}` });
}

/** Long texts stand apart in a log, as `attachment://HASH`; a text of that form with no such attachment is only a text. */
export function resolved(value: Json, attachments: JsonObject): Json {
  if (typeof value === "string") {
    if (!value.startsWith("attachment://")) return value;
    const hash = value.slice("attachment://".length);
    return Object.hasOwn(attachments, hash) ? (attachments[hash] ?? value) : value;
  }
  if (Array.isArray(value)) return value.map((part: Json) => resolved(part, attachments));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      member === undefined ? undefined : resolved(member, attachments),
    ]),
  );
}
