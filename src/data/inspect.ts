import { CredenceError } from "../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun, ToolDefinition } from "../core/message.ts";
import { chatMessages } from "./chat-messages.ts";
import type { RunReading } from "./chat-runs.ts";
import { toolsKey } from "./inspect-tools.ts";
import { parseJson } from "./json-text.ts";
import { fieldError, seen } from "./message-content.ts";
import { toolDefinitions } from "./tool-calls.ts";
import { openZip } from "./zip.ts";

/** Runs of one log, and what was odd about it. */
export interface LogRuns {
  readonly runs: AgentRun[];
  readonly notes: string[];
  /** Samples that cannot be read, each with the reason. */
  readonly bad: readonly CredenceError[];
}

/**
 * Samples of an Inspect `.eval` archive, one run each. A log without `header.json` was not finished: what it has is read, and
 * said. Fields this version does not know do no harm.
 *
 * @throws CredenceError `input` on a broken archive, one that holds no log, and a sample that cannot be read
 */
export async function inspectArchive(file: string, reading: RunReading = {}): Promise<LogRuns> {
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
    const log = sampleReader(taskOf(header), reading);
    for (const name of zip.names.filter((member) => /^samples\/.+\.json$/.test(member)).sort()) {
      const where = `${file}#${name}`;
      const text = await zip.text(name);
      log.take(() => parseJson(text, where), where);
    }
    const unfinished = `${file}: the log is unfinished (no header.json); its samples so far are read`;
    return log.done(file, finished ? statusNotes(file, header) : [unfinished]);
  } finally {
    zip.close();
  }
}

/** Samples of an Inspect log in its JSON form; null if the value is not such a log. */
export function inspectLog(value: Json, file: string, reading: RunReading = {}): LogRuns | null {
  if (!isJsonObject(value) || !isJsonObject(value.eval) || typeof value.version !== "number") return null;
  const { samples } = value;
  if (samples === undefined || samples === null)
    return { runs: [], notes: [`${file}: an Inspect log without samples`], bad: [] };
  if (!Array.isArray(samples))
    throw fieldError({ source: file, field: "samples" }, seen(samples), "a list of samples");
  const log = sampleReader(taskOf(value), reading);
  samples.forEach((sample: Json, i) => {
    log.take(() => sample, `${file}#samples[${i}]`);
  });
  return log.done(file, statusNotes(file, value));
}

/** Reads samples one by one: what cannot be read is kept as its error, and what somebody has marked as invalid is left out. */
function sampleReader(
  about: JsonObject,
  reading: RunReading,
): {
  readonly take: (sample: () => Json, where: string) => void;
  readonly done: (file: string, notes: readonly string[]) => LogRuns;
} {
  const runs: AgentRun[] = [];
  const bad: CredenceError[] = [];
  let invalidated = 0;
  return {
    take: (given, where) => {
      try {
        const sample = given();
        if (isJsonObject(sample) && isMarked(sample.invalidation)) invalidated++;
        else runs.push(sampleRun(sample, about, where, reading));
      } catch (error) {
        if (!(error instanceof CredenceError)) throw error;
        bad.push(error);
      }
    },
    done: (file, notes) => ({
      runs,
      bad,
      notes: [
        ...notes,
        ...(invalidated === 0
          ? []
          : [
              `${file}: ${invalidated} of ${runs.length + bad.length + invalidated} samples are invalidated: left out`,
            ]),
        ...errorNotes(file, runs),
      ],
    }),
  };
}

function isMarked(invalidation: Json | undefined): boolean {
  return invalidation !== undefined && invalidation !== null && invalidation !== false;
}

function statusNotes(file: string, header: Json): string[] {
  const status = isJsonObject(header) ? header.status : undefined;
  return status === "success" ? [] : [`${file}: the log's status is ${String(status)}`];
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

/**
 * `fields`: task and model of the log, id, epoch, input (where it is text), target, metadata, limit, error, and of each score by its scorer its
 * value (`scores.harm`), and what stands beside it (`scores.harm.metadata.leak`, `scores.harm.explanation`).
 */
function sampleRun(sample: Json, about: JsonObject, source: string, { unread }: RunReading): AgentRun {
  if (!isJsonObject(sample)) throw fieldError({ source, field: "sample" }, seen(sample), "a sample object");
  const attachments = isJsonObject(sample.attachments) ? sample.attachments : {};
  if (sample.messages === undefined)
    throw fieldError({ source, field: "messages" }, "missing", "a list of messages");
  const messages = chatMessages(resolved(sample.messages, attachments), {
    source,
    field: "messages",
    unread,
  });
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
        Object.entries(scores).flatMap(([name, score]) => scoreFields(name, score, attachments)),
      ),
      ...(sample.limit === undefined || sample.limit === null ? {} : { limit: sample.limit }),
      ...(sample.error === undefined || sample.error === null ? {} : { error: sample.error }),
    },
  };
}

function scoreFields(name: string, score: Json | undefined, attachments: JsonObject): [string, Json][] {
  if (!isJsonObject(score)) return [[name, score ?? null]];
  const { value, answer, explanation, metadata } = score;
  const more = Object.entries({ answer, explanation, metadata }).flatMap(([part, given]): [string, Json][] =>
    given === undefined || given === null || (isJsonObject(given) && Object.keys(given).length === 0)
      ? []
      : [[`${name}.${part}`, resolved(given, attachments)]],
  );
  return [[name, value ?? null], ...more];
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
