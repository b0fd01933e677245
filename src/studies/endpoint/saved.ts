import { z } from "zod";
import { CredenceError } from "../../core/error.ts";
import { isJsonObject, type Json, type JsonObject } from "../../core/json.ts";
import { parseJson } from "../../data/json-text.ts";
import { readLines } from "../../data/text-file.ts";
import type { Api } from "../../models/reference.ts";
import type { LoadContext } from "../../study/study.ts";
import { readReply } from "./reply.ts";
import { type EndpointValue, replySchema } from "./trial.ts";

/** A reply that was saved earlier, with what is known of its request. */
export interface SavedReply {
  /** Text of the unfinished assistant turn; null where the request ended otherwise. */
  readonly prefill: string | null;
  readonly value: EndpointValue;
}

/** Schema of a stored one. */
export const savedReply: z.ZodType<SavedReply> = z.object({
  prefill: z.string().nullable(),
  value: replySchema,
});

const line = z.object({
  request: z.record(z.string(), z.json()),
  response: z.json(),
  status: z.int().min(100).max(599).default(200),
});

/**
 * Reads JSON lines of `{request, response, status?}`: bodies as they went over the wire, of any of the four APIs.
 *
 * @throws CredenceError `input` naming file and line
 */
export async function readSaved(
  file: string,
  context: Pick<LoadContext, "source" | "note">,
): Promise<SavedReply[]> {
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
    const received = {
      status,
      text: JSON.stringify(response),
      cut: null,
      seconds: { firstByte: null, total: 0 },
    };
    out.push({ prefill: prefillIn(request), value: readReply(apiOf(request, response), received, null) });
  });
  context.source({ name: file, ...hash });
  context.note(`${out.length} saved replies read from ${file}.`);
  return out;
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
