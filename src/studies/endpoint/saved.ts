import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import { inspectCalls } from "../../data/inspect-calls.ts";
import { parseJson } from "../../data/json-text.ts";
import { readLines } from "../../data/text-file.ts";
import type { Api } from "../../models/reference.ts";
import type { LoadContext } from "../../study/study.ts";
import { readReply } from "./reply.ts";
import { replySchema } from "./trial.ts";

/** Schema of a reply that was saved earlier, with what is known of its request. */
export const savedReply = z
  .object({
    /** Text of the unfinished assistant turn; null where the request ended otherwise. */
    prefill: z.string().nullable(),
    value: replySchema,
  })
  .readonly();
export type SavedReply = z.infer<typeof savedReply>;

const line = z.object({
  request: z.record(z.string(), z.json()),
  response: z.json(),
  status: z.int().min(100).max(599).default(200),
});

/**
 * Reads JSON lines of `{request, response, status?}`, or the model calls of an Inspect log (`.eval`, `.json`): bodies as they went over the wire, of
 * any of the four APIs.
 *
 * @throws CredenceError `input` naming file and line
 */
export async function readSaved(
  file: string,
  context: Pick<LoadContext, "source" | "note">,
): Promise<SavedReply[]> {
  if (/\.(eval|json)$/i.test(file)) return readLog(file, context);
  const out: SavedReply[] = [];
  const hash = await readLines(file, (text, number) => {
    const where = `${file}:${number}`;
    const parsed = line.safeParse(parseJson(text, where));
    if (!parsed.success) {
      throw new CredenceError(
        "input",
        `no saved reply: ${z.prettifyError(parsed.error).split("\n")[0] ?? ""}`,
        {
          where,
          fix: 'Each line is {"request": {…}, "response": {…}}: the bodies that were sent and received; "status" if it was no 200.',
        },
      );
    }
    const { request, response, status } = parsed.data;
    out.push(replyTo(request, response, status));
  });
  context.source({ name: file, ...hash });
  context.note(`${out.length} saved replies read from ${file}.`);
  return out;
}

async function readLog(file: string, context: Pick<LoadContext, "source" | "note">): Promise<SavedReply[]> {
  const { calls, without, hash } = await inspectCalls(file);
  context.source({ name: file, ...hash });
  const known = calls.filter(({ response, failed }) => failed || hasForm(response));
  const left = [
    ...(without === 0 ? [] : [`${without} model events keep no call of their own`]),
    ...(known.length === calls.length ? [] : [`${calls.length - known.length} are of another API`]),
  ];
  const note = left.length === 0 ? "" : ` Left out: ${left.join(", ")}.`;
  context.note(`${known.length} saved replies read from ${file}.${note}`);
  return known.map(({ request, response, failed }) =>
    replyTo(request, response, failed ? unknownStatus : 200),
  );
}

/** A log does not tell the status of a call that failed. */
const unknownStatus = 0;

function hasForm(response: Json): boolean {
  return (
    isJsonObject(response) &&
    [response.choices, response.output, response.content].some((list) => Array.isArray(list))
  );
}

function replyTo(request: JsonObject, response: Json, status: number): SavedReply {
  const received = {
    ...{ status, text: JSON.stringify(response), cut: null },
    seconds: { firstByte: null, total: 0 },
  };
  return { prefill: prefillIn(request), value: readReply(apiOf(request, response), received, null) };
}

function apiOf(request: JsonObject, response: Json): Api {
  if (typeof request.prompt === "string") return "completions";
  if (isJsonObject(response) && Array.isArray(response.output)) return "responses";
  if (isJsonObject(response) && Array.isArray(response.content)) return "messages";
  return "chat";
}

function prefillIn(request: JsonObject): string | null {
  const turns = Array.isArray(request.messages) ? request.messages : request.input;
  const last = Array.isArray(turns) ? turns.at(-1) : undefined;
  if (!isJsonObject(last) || last.role !== "assistant") return null;
  if (typeof last.content === "string") return last.content;
  const parts = Array.isArray(last.content) ? last.content.filter(isJsonObject) : [];
  return parts.map(({ text }) => (typeof text === "string" ? text : "")).join("");
}
