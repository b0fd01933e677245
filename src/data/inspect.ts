import { isJsonObject, type Json, type JsonObject } from "../core/json.ts";
import type { AgentRun } from "../core/message.ts";
import { chatMessages, fieldError, seen } from "./chat-messages.ts";
import { parseJson } from "./json-text.ts";
import { openZip } from "./zip.ts";

/** Runs of one log, and what was odd about it. */
export interface LogRuns {
  readonly runs: AgentRun[];
  readonly notes: string[];
}

/**
 * Samples of an Inspect `.eval` archive, one run each. A log without `header.json` was not finished: what it has is read, and
 * said. Fields this version does not know are kept and do no harm.
 */
export async function inspectArchive(file: string): Promise<LogRuns> {
  const zip = await openZip(file);
  try {
    const header = zip.names.includes("header.json")
      ? parseJson(await zip.text("header.json"), `${file}#header.json`)
      : zip.names.includes("_journal/start.json")
        ? parseJson(await zip.text("_journal/start.json"), `${file}#_journal/start.json`)
        : null;
    const notes = zip.names.includes("header.json")
      ? []
      : [`${file}: the log is unfinished (no header.json); its samples so far are read`];
    const runs: AgentRun[] = [];
    for (const name of zip.names.filter((member) => /^samples\/.+\.json$/.test(member)).sort()) {
      const where = `${file}#${name}`;
      runs.push(sampleRun(parseJson(await zip.text(name), where), taskOf(header), where));
    }
    return { runs, notes };
  } finally {
    zip.close();
  }
}

/** Samples of an Inspect log in its JSON form; null if the value is not such a log. */
export function inspectLog(value: Json, file: string): LogRuns | null {
  if (!isJsonObject(value) || !isJsonObject(value.eval) || typeof value.version !== "number") return null;
  const samples = value.samples;
  if (!Array.isArray(samples)) return { runs: [], notes: [`${file}: an Inspect log without samples`] };
  const notes = value.status === "success" ? [] : [`${file}: the log's status is ${String(value.status)}`];
  return {
    runs: samples.map((sample: Json, i) => sampleRun(sample, taskOf(value), `${file}#samples[${i}]`)),
    notes,
  };
}

function taskOf(header: Json): JsonObject {
  const about = isJsonObject(header) && isJsonObject(header.eval) ? header.eval : {};
  const { task, model, run_id } = about;
  return {
    ...(task === undefined ? {} : { task }),
    ...(model === undefined ? {} : { model }),
    ...(run_id === undefined ? {} : { run_id }),
  };
}

/** `fields`: task and model of the log, id, epoch, target, input, metadata, and the value of each score by its scorer. */
function sampleRun(sample: Json, about: JsonObject, source: string): AgentRun {
  if (!isJsonObject(sample)) throw fieldError({ source, field: "sample" }, seen(sample), "a sample object");
  const attachments = isJsonObject(sample.attachments) ? sample.attachments : {};
  const messages = chatMessages(resolved(sample.messages ?? [], attachments), { source, field: "messages" });
  const id = sample.id;
  if (typeof id !== "string" && typeof id !== "number")
    throw fieldError({ source, field: "id" }, seen(id), "the sample's id");
  const epoch = typeof sample.epoch === "number" ? sample.epoch : 1;
  const scores = isJsonObject(sample.scores) ? sample.scores : {};
  return {
    id: `${id}_epoch_${epoch}`,
    source,
    messages,
    fields: {
      ...about,
      id,
      epoch,
      target: sample.target ?? null,
      metadata: sample.metadata ?? {},
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

/** Long texts stand apart in a log, as `attachment://HASH`. */
function resolved(value: Json, attachments: JsonObject): Json {
  if (typeof value === "string") {
    if (!value.startsWith("attachment://")) return value;
    return attachments[value.slice("attachment://".length)] ?? value;
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
